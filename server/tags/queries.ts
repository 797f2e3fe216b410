import { asc, eq, inArray, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { tags, ticketTags } from '../../db/schema/tickets.ts';
import { AppError, notFound } from '../errors.ts';
import { type Uses, USES_MOST } from '../ticket-fields/contract.ts';
import type { Tag } from './contract.ts';

export type StoredTag = typeof tags.$inferSelect;

const shown = {
  id: tags.id,
  name: tags.name,
  description: tags.description,
  colour: tags.colour,
  archived: tags.archived,
};
const all = prepared((db) => db.select(shown).from(tags).orderBy(asc(tags.name)));
/** With archived and deleted ones, which the history names. */
export const tagList = (db: Db) => all(db).execute();

const there = prepared((db) => db.select(shown).from(tags).where(eq(tags.deleted, false)).orderBy(asc(tags.name)));
export const tagsThere = (db: Db) => there(db).execute();

export const toTag = ({ id, name, description, colour, archived }: StoredTag): Tag => ({
  ...{ id, name, description, colour, archived },
});

const byKey = prepared((db) =>
  db
    .select()
    .from(tags)
    .where(eq(tags.key, bound('key'))),
);
export async function findTag(db: Db, key: string) {
  const [tag] = await byKey(db).execute({ key });
  return tag ?? null;
}

const byId = prepared((db) =>
  db
    .select()
    .from(tags)
    .where(eq(tags.id, bound('id'))),
);
/** Also a deleted one. */
export async function findTagById(db: Db, id: string): Promise<StoredTag | null> {
  const [tag] = await byId(db).execute({ id });
  return tag ?? null;
}
export async function requireTag(db: Db, id: string): Promise<StoredTag> {
  const tag = await findTagById(db, id);
  if (!tag || tag.deleted) throw notFound();
  return tag;
}

/** The tag that a merged one became; a tag that was not merged is itself. */
export async function successorOf(db: Db, tag: StoredTag): Promise<StoredTag> {
  const next = tag.deleted && tag.replacedBy ? await findTagById(db, tag.replacedBy) : null;
  return next ? successorOf(db, next) : tag;
}

/** Returns the ids in their order without duplicates; throws 422 for a tag that is not offered and not in `now`. */
export async function requireTags(db: Db, ids: string[], now: string[]): Promise<string[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const found = await db.select({ id: tags.id, archived: tags.archived }).from(tags).where(inArray(tags.id, wanted));
  const usable = found.filter(({ id, archived }) => !archived || now.includes(id));
  if (usable.length === wanted.length) return wanted;
  const message = 'One of these tags was deleted or archived. Choose again.';
  throw new AppError(422, 'invalid', message, { fields: { tagIds: message } });
}

/** The number of tickets of each tag. */
export async function usesOfTags(db: Db): Promise<Map<string, Uses>> {
  const some = db
    .select({ one: sql`1` })
    .from(ticketTags)
    .where(eq(ticketTags.tagId, tags.id))
    .limit(USES_MOST + 1);
  const rows = await db.select({ id: tags.id, n: sql<number>`(SELECT count(*) FROM (${some}))` }).from(tags);
  return new Map(rows.map(({ id, n }) => [id, { n: Math.min(n, USES_MOST), more: n > USES_MOST }]));
}
