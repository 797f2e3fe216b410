/** The tickets of a customer, each a file with its messages, and the files that were sent with them. */
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { attachments } from '../../db/schema/attachments.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { AttachmentRow } from '../attachments/queries.ts';
import type { Message } from '../messages/contract.ts';
import { messagePage } from '../messages/queries.ts';
import type { Note } from '../notes/contract.ts';
import { notePage } from '../notes/queries.ts';
import { ratingComment } from '../rating/queries.ts';
import { findTicketView, type TicketView } from '../tickets/queries.ts';
import { customerRow, staffRow } from '../tickets/row.ts';
import type { Sources } from './sources.ts';
import type { Entry } from './zip.ts';

const TICKETS_AT_ONCE = 100;
const AT_ONCE = 100;

export async function* ticketsOf(from: Sources): AsyncGenerator<Entry> {
  const { db, asked } = from;
  for await (const id of idsOf(db, asked.person.id)) {
    const ticket = await findTicketView(db, id);
    if (ticket) yield* ticketIn(from, ticket);
  }
}

async function* idsOf(db: Db, customerId: string) {
  let after = '';
  let found;
  do {
    found = await db
      .select({ id: tickets.id })
      .from(tickets)
      .where(and(eq(tickets.customerId, customerId), gt(tickets.id, after)))
      .orderBy(asc(tickets.id))
      .limit(TICKETS_AT_ONCE);
    for (const { id } of found) yield (after = id);
  } while (found.length === TICKETS_AT_ONCE);
}

async function* ticketIn({ db, storage, asked }: Sources, ticket: TicketView): AsyncGenerator<Entry> {
  const row = asked.own ? customerRow(ticket) : staffRow(ticket);
  const { lastMessage: _last, seen: _seen, ...facts } = row;
  const head = { ...facts, ratingComment: await ratingComment(db, ticket.id) };
  const files = new Map<string, string>();
  const named = (found: Message['attachments']) =>
    found.map(({ id, name, type, size }) => {
      const path = `files/${ticket.number}/${files.size + 1}-${name}`;
      files.set(id, path);
      return { path, name, type, size };
    });
  yield { name: `tickets/${ticket.number}.json`, bytes: withItems(head, 'messages', messagesOf(db, ticket, named)) };
  if (asked.notes) {
    const about = { ticket: ticket.number };
    yield { name: `notes/${ticket.number}.json`, bytes: withItems(about, 'notes', notesOf(db, ticket, named)) };
  }
  // Named while the texts were read: the archive takes its entries one after the other.
  for (const page of pagesOf([...files])) {
    const rows = await rowsOf(
      db,
      page.map(([id]) => id),
    );
    for (const [id, name] of page) {
      const file = rows.get(id) && (await storage.open(rows.get(id)?.storageKey ?? ''));
      if (file) yield { name, bytes: file.bytes() };
    }
  }
}

type NameFiles = (found: Message['attachments']) => object[];

async function* messagesOf(db: Db, ticket: TicketView, named: NameFiles) {
  let after: number | null = 0;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof messagePage>> = await messagePage(db, ticket, { after, limit: AT_ONCE });
    yield page.items.map(({ ticketId: _ticket, eventId: _event, attachments: sent, author, ...message }) => ({
      ...{ ...message, author: author.name, by: author.kind },
      files: named(sent),
    }));
    after = page.next === null ? null : Number(page.next);
  }
}

/** The newest first, as its page reads them. */
async function* notesOf(db: Db, ticket: TicketView, named: NameFiles) {
  let before: number | undefined = Number.MAX_SAFE_INTEGER;
  while (before !== undefined) {
    const page: { items: Note[]; next: string | null } = await notePage(db, ticket, { before, limit: AT_ONCE });
    yield page.items
      .toReversed()
      .map(({ ticketId: _ticket, eventId: _event, attachments: sent, author, mentionIds: _mentions, ...note }) => ({
        ...{ ...note, author: author.name },
        files: named(sent),
      }));
    before = page.next === null ? undefined : Number(page.next);
  }
}

/** One JSON object: the fields of the ticket, and the list under `name`, a line for each item. */
async function* withItems(head: object, name: string, pages: AsyncIterable<object[]>): AsyncGenerator<Buffer> {
  const text = JSON.stringify(head, null, 2);
  let mark = `${text.slice(0, -2)},\n  "${name}": [\n    `;
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield Buffer.from(mark + page.map((item) => JSON.stringify(item)).join(',\n    '));
    mark = ',\n    ';
  }
  yield Buffer.from(mark === ',\n    ' ? '\n  ]\n}\n' : `${mark.trimEnd()}]\n}\n`);
}

const rowsOf = async (db: Db, ids: string[]): Promise<Map<string, AttachmentRow>> =>
  new Map((await db.select().from(attachments).where(inArray(attachments.id, ids))).map((row) => [row.id, row]));

function* pagesOf<T>(all: T[]) {
  for (let at = 0; at < all.length; at += AT_ONCE) yield all.slice(at, at + AT_ONCE);
}
