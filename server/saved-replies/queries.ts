import { asc, eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { isShared, savedReplies } from '../../db/schema/saved-replies.ts';
import { notFound } from '../errors.ts';
import type { Actor } from '../auth/actor.ts';
import { SAVED_REPLIES_MOST, type SavedReply } from './contract.ts';

type Row = typeof savedReplies.$inferSelect;

const shared = prepared((db) =>
  db.select().from(savedReplies).where(isShared).orderBy(asc(savedReplies.shortcut)).limit(SAVED_REPLIES_MOST),
);
const own = prepared((db) =>
  db
    .select()
    .from(savedReplies)
    .where(eq(savedReplies.ownerId, bound('ownerId')))
    .orderBy(asc(savedReplies.shortcut))
    .limit(SAVED_REPLIES_MOST),
);

/** The person's own replies first, then the shared ones. */
export async function savedReplyList(db: Db, actor: Actor): Promise<SavedReply[]> {
  return [...(await ownReplies(db, actor.id)), ...(await sharedReplies(db))].map(toSavedReply);
}
export const ownReplies = async (db: Db, ownerId: string): Promise<Row[]> => own(db).execute({ ownerId });
export const sharedReplies = async (db: Db): Promise<Row[]> => shared(db).execute();

const byId = prepared((db) =>
  db
    .select()
    .from(savedReplies)
    .where(eq(savedReplies.id, bound('id'))),
);

/** Null also for a colleague's own reply. */
export async function findSavedReply(db: Db, actor: Actor, id: string): Promise<Row | null> {
  const [row] = await byId(db).execute({ id });
  return row && (row.ownerId === null || row.ownerId === actor.id) ? row : null;
}

export async function requireSavedReply(db: Db, actor: Actor, id: string): Promise<Row> {
  const row = await findSavedReply(db, actor, id);
  if (!row) throw notFound();
  return row;
}

export const isTaken = async (db: Db, id: string) => (await byId(db).execute({ id })).length > 0;

export const toSavedReply = ({ id, ownerId, name, shortcut, body, updatedAt }: Row): SavedReply => ({
  ...{ id, name, shortcut, body, updatedAt },
  shared: ownerId === null,
});
