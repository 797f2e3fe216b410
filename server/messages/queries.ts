import { and, asc, count, desc, eq, gt, lt, sql } from 'drizzle-orm';
import { alias, bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { messages } from '../../db/schema/messages.ts';
import { users } from '../../db/schema/people.ts';
import { attachmentsOfMessages } from '../attachments/queries.ts';
import type { TicketView } from '../tickets/queries.ts';
import { type MessageRow, toMessage } from './to-message.ts';

const authors = alias(users, 'authors');
const selectMessages = (db: Db) =>
  db
    .select({ message: messages, authorName: authors.name })
    .from(messages)
    .innerJoin(authors, eq(authors.id, messages.authorId))
    .$dynamic();

/** Runs one query for all messages, and none if nothing is attached. */
async function withAttachments(db: Db, rows: Omit<MessageRow, 'attachments'>[]): Promise<MessageRow[]> {
  const some = rows.filter(({ message }) => message.attachmentCount > 0);
  const lists = await attachmentsOfMessages(
    db,
    some.map(({ message }) => message.id),
  );
  return rows.map((row) => ({ ...row, attachments: lists.get(row.message.id) ?? [] }));
}

const byId = prepared((db) => selectMessages(db).where(eq(messages.id, bound('id'))));

export async function findMessage(db: Db, id: string): Promise<MessageRow | null> {
  const [row] = await withAttachments(db, await byId(db).execute({ id }));
  return row ?? null;
}

const ofTicket = eq(messages.ticketId, bound('ticketId'));
const before = prepared((db) =>
  selectMessages(db)
    .where(and(ofTicket, lt(messages.seq, bound('key'))))
    .orderBy(desc(messages.seq))
    .limit(sql.placeholder('limit')),
);
const after = prepared((db) =>
  selectMessages(db)
    .where(and(ofTicket, gt(messages.seq, bound('key'))))
    .orderBy(asc(messages.seq))
    .limit(sql.placeholder('limit')),
);

/** A page by `seq`, ascending: the newest messages before one, or the first after one. */
export async function messagePage(
  db: Db,
  ticket: TicketView,
  input: { before?: number | undefined; after?: number | undefined; limit: number },
) {
  const forward = input.after !== undefined;
  const statement = forward ? after : before;
  const key = input.after ?? input.before ?? Number.MAX_SAFE_INTEGER;
  const rows = await statement(db).execute({ ticketId: ticket.id, key, limit: input.limit + 1 });
  const items = (await withAttachments(db, rows.slice(0, input.limit))).map((row) => toMessage(ticket, row));
  const edge = items.at(-1);
  return {
    items: forward ? items : items.toReversed(),
    next: rows.length > input.limit && edge ? String(edge.seq) : null,
  };
}

/** The number of messages after a `seq`, in total and by the customer. */
export const messagesPast = prepared((db) =>
  db
    .select({
      all: count(),
      byCustomer: sql<number>`count(CASE WHEN ${messages.authorId} = ${sql.placeholder('customerId')} THEN 1 END)`,
    })
    .from(messages)
    .where(and(eq(messages.ticketId, bound('ticketId')), gt(messages.seq, bound('seq')))),
);
