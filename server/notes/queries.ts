import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { notes } from '../../db/schema/messages.ts';
import { users } from '../../db/schema/people.ts';
import { attachmentsOfNotes } from '../attachments/queries.ts';
import type { TicketView } from '../tickets/queries.ts';
import { type NoteRow, toNote } from './to-note.ts';

const selectNotes = (db: Db) =>
  db
    .select({ note: notes, authorName: users.name })
    .from(notes)
    .innerJoin(users, eq(users.id, notes.authorId))
    .$dynamic();

async function withAttachments(db: Db, rows: Omit<NoteRow, 'attachments'>[]): Promise<NoteRow[]> {
  const some = rows.filter(({ note }) => note.attachmentCount > 0);
  const lists = await attachmentsOfNotes(
    db,
    some.map(({ note }) => note.id),
  );
  return rows.map((row) => ({ ...row, attachments: lists.get(row.note.id) ?? [] }));
}

const byId = prepared((db) => selectNotes(db).where(eq(notes.id, bound('id'))));

export async function findNote(db: Db, id: string): Promise<NoteRow | null> {
  const [row] = await withAttachments(db, await byId(db).execute({ id }));
  return row ?? null;
}

const before = prepared((db) =>
  selectNotes(db)
    .where(and(eq(notes.ticketId, bound('ticketId')), lt(notes.eventId, bound('before'))))
    .orderBy(desc(notes.eventId))
    .limit(sql.placeholder('limit')),
);

/** The newest notes before an event id, ascending. */
export async function notePage(db: Db, ticket: TicketView, input: { before?: number | undefined; limit: number }) {
  const key = input.before ?? Number.MAX_SAFE_INTEGER;
  const rows = await before(db).execute({ ticketId: ticket.id, before: key, limit: input.limit + 1 });
  const items = (await withAttachments(db, rows.slice(0, input.limit))).map((row) => toNote(ticket, row));
  const edge = items.at(-1);
  return { items: items.toReversed(), next: rows.length > input.limit && edge ? String(edge.eventId) : null };
}
