import { asc, eq, inArray } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { attachments } from '../../db/schema/attachments.ts';
import { notFound } from '../errors.ts';
import { accessTicket } from '../tickets/access.ts';
import type { Actor } from '../auth/actor.ts';
import { can } from '../auth/policy.ts';
import type { Attachment } from './contract.ts';

export type AttachmentRow = typeof attachments.$inferSelect;

export const toAttachment = ({ id, name, type, size, width, height, thumbnailKey }: AttachmentRow): Attachment => ({
  ...{ id, name, type, size, width, height },
  hasThumbnail: thumbnailKey !== null,
});

const byId = prepared((db) =>
  db
    .select()
    .from(attachments)
    .where(eq(attachments.id, bound('id'))),
);

/** For commands that check access themselves; all others use `accessAttachment`. */
export async function findAttachment(db: Db, id: string): Promise<AttachmentRow | null> {
  const [row] = await byId(db).execute({ id });
  return row ?? null;
}

export const isSent = ({ messageId, noteId }: AttachmentRow) => messageId !== null || noteId !== null;

/** Visible to the same people as its message or note; an unsent file only to its uploader. Otherwise 404. */
export async function accessAttachment(db: Db, actor: Actor, id: string): Promise<AttachmentRow> {
  const row = await findAttachment(db, id);
  if (!row) throw notFound();
  if (!isSent(row) && row.uploaderId !== actor.id) throw notFound();
  if (row.kind === 'note' && (actor.kind !== 'staff' || !can(actor, 'view', 'notes'))) throw notFound();
  if (row.kind === 'message' && !can(actor, 'view', 'messages')) throw notFound();
  if (row.ticketId) await accessTicket(db, actor, row.ticketId);
  return row;
}

/** Two statements, so that no query for a customer ever runs the one for notes. */
export const attachmentsOfMessages = (db: Db, ids: string[]) => listOf(db, 'messageId', ids);
export const attachmentsOfNotes = (db: Db, ids: string[]) => listOf(db, 'noteId', ids);

/** Grouped by message or note. Runs no query without ids. */
async function listOf(db: Db, owner: 'messageId' | 'noteId', ids: string[]): Promise<Map<string, Attachment[]>> {
  const lists = new Map<string, Attachment[]>();
  if (ids.length === 0) return lists;
  const rows = await db.select().from(attachments).where(inArray(attachments[owner], ids)).orderBy(asc(attachments.id));
  for (const row of rows) {
    const id = row[owner];
    if (id) lists.set(id, [...(lists.get(id) ?? []), toAttachment(row)]);
  }
  return lists;
}
