/** Reads events back, page by page, each with the current text of its message or note. */
import { and, asc, desc, eq, gt, gte, inArray, lt, notInArray, sql, type SQL } from 'drizzle-orm';
import { alias, bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { events, isTicketDeleted } from '../../db/schema/events.ts';
import { messages, notes } from '../../db/schema/messages.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { users } from '../../db/schema/people.ts';
import { attachmentsOfMessages, attachmentsOfNotes } from '../attachments/queries.ts';
import { CUSTOMER_EVENT_TYPES, customerEvents, NOTE_EVENT_TYPES, type ReadsAs } from './readers.ts';
import { personIn } from '../people/person-in.ts';
import type { Event, EventType, Handed } from '../contract.ts';
import { CATALOGUE, EVENT_TYPES, withFields } from './catalogue.ts';
import type { StoredEvent } from './entry.ts';
import type { Actor } from '../auth/actor.ts';

const actors = alias(users, 'actors');
const authors = alias(users, 'authors');
// Ticket rows carry everything that these types say.
const NOT_READ_BACK = EVENT_TYPES.filter((type) => CATALOGUE[type].readBack === null);
const isReadBack = notInArray(events.type, NOT_READ_BACK);
const ofTicket = eq(events.ticketId, bound('ticketId'));
const since = gt(events.id, bound('after'));

const joined = (db: Db) =>
  db
    .select({ event: events, actorName: actors.name, message: messages, authorName: authors.name })
    .from(events)
    .leftJoin(actors, eq(actors.id, events.actorId))
    .leftJoin(messages, eq(messages.id, events.subjectId))
    .leftJoin(authors, eq(authors.id, messages.authorId));

function read(where: SQL | undefined, order = asc(events.id)) {
  return prepared((db) => joined(db).where(and(isReadBack, where)).orderBy(order).limit(sql.placeholder('limit')));
}

const forCustomers = inArray(events.type, CUSTOMER_EVENT_TYPES);
const ofTicketFor = (readable?: SQL) => ({
  before: read(and(ofTicket, readable, lt(events.id, bound('before'))), desc(events.id)),
  after: read(and(ofTicket, readable, since)),
});
const statements = {
  customer: ofTicketFor(forCustomers),
  staff: ofTicketFor(notInArray(events.type, NOTE_EVENT_TYPES)),
  staff_with_notes: ofTicketFor(),
} satisfies Record<ReadsAs, unknown>;
const ofCustomer = eq(tickets.customerId, bound('customerId'));
/** Starts from the changed tickets: `customerVersion` is the last event of a ticket that its customer may hear. */
const sinceForCustomer = prepared((db) =>
  joined(db)
    .innerJoin(tickets, eq(tickets.id, events.ticketId))
    .where(and(isReadBack, ofCustomer, gt(tickets.customerVersion, bound('after')), forCustomers, since))
    .orderBy(asc(events.id))
    .limit(sql.placeholder('limit')),
);
const changesHeard = prepared((db) =>
  db
    .select({ at: tickets.customerVersion })
    .from(tickets)
    .where(and(ofCustomer, gte(tickets.customerVersion, bound('from'))))
    .orderBy(asc(tickets.customerVersion))
    .limit(2),
);
const deletionsHeard = prepared((db) =>
  db
    .select({ at: events.id })
    .from(events)
    .where(and(isTicketDeleted, eq(events.customerId, bound('customerId')), gte(events.id, bound('from'))))
    .orderBy(asc(events.id))
    .limit(2),
);
const deletedForCustomer = read(and(isTicketDeleted, eq(events.customerId, bound('customerId')), since));
const deletedSince = read(and(isTicketDeleted, since));

/** Notes have their own statement, which runs only for staff who may view notes. */
const notesByEvents = prepared((db) =>
  db
    .select({ eventId: events.id, note: notes, authorName: authors.name })
    .from(events)
    .innerJoin(notes, eq(notes.id, events.subjectId))
    .innerJoin(authors, eq(authors.id, notes.authorId))
    .where(and(ofTicket, gt(events.id, bound('from')), lt(events.id, bound('to')))),
);

interface Range {
  readsAs: ReadsAs;
  ticketId: string;
  limit: number;
}

/** The newest `limit` events before an id, in ascending order. */
export async function eventsBefore(
  db: Db,
  { readsAs, ticketId, limit, before }: Range & { before: number },
): Promise<Event[]> {
  const rows = await statements[readsAs].before(db).execute({ ticketId, before, limit });
  return assemble(db, readsAs, rows.toReversed());
}

export async function eventsAfter(
  db: Db,
  { readsAs, ticketId, limit, after }: Range & { after: number },
): Promise<Event[]> {
  return assemble(db, readsAs, await statements[readsAs].after(db).execute({ ticketId, after, limit }));
}

/** Events on all existing tickets of this customer. */
export const customerEventsAfter = async (db: Db, input: { customerId: string; after: number; limit: number }) =>
  assemble(db, 'customer', await sinceForCustomer(db).execute(input));

/**
 * Whether the customer's cursor is one of their own events, and whether newer ones exist. It reads no ticket row: when
 * 9,000 customers reconnect at once, most have missed nothing.
 */
export async function heardByCustomer(db: Db, input: { customerId: string; from: number }) {
  const heard = [...(await changesHeard(db).execute(input)), ...(await deletionsHeard(db).execute(input))];
  return { isThere: heard.length > 0, isPast: heard.some(({ at }) => at > input.from) };
}

/** The deletions of all tickets for staff, of their own tickets for a customer. */
export async function ticketsDeletedAfter(db: Db, actor: Actor, input: { after: number; limit: number }) {
  const rows =
    actor.kind === 'staff'
      ? await deletedSince(db).execute(input)
      : await deletedForCustomer(db).execute({ ...input, customerId: actor.id });
  return assemble(db, actor.kind, rows);
}

/** Of these tickets of a member of staff, those that a colleague assigned to them after the cursor. */
export async function handedAfter(
  db: Db,
  { userId, ticketIds, after }: { userId: string; ticketIds: string[]; after: number },
): Promise<Handed[]> {
  if (ticketIds.length === 0) return [];
  const rows = await db
    .select({ event: events, name: users.name })
    .from(events)
    .innerJoin(users, eq(users.id, events.actorId))
    .where(and(inArray(events.ticketId, ticketIds), gt(events.id, after), eq(events.type, 'ticket.assigned')))
    .orderBy(desc(events.id));
  const newest = rows.filter(({ event }, i) => rows.findIndex((one) => one.event.ticketId === event.ticketId) === i);
  return newest.flatMap(({ event, name }) =>
    event.data['assigneeId'] === userId && event.actorId && event.actorId !== userId
      ? { ticketId: event.ticketId, by: personIn(event, event.actorId, name) }
      : [],
  );
}

type Row = Omit<StoredEvent, 'note' | 'files' | 'names'>;
type Notes = Map<number, NonNullable<StoredEvent['note']>>;

async function assemble(db: Db, readsAs: ReadsAs, rows: Row[]): Promise<Event[]> {
  const names = await namesIn(db, rows);
  const notesOf: Notes = readsAs === 'staff_with_notes' ? await notesIn(db, rows) : new Map();
  const files = await filesIn(db, rows, [...notesOf.values()]);
  const list = rows.flatMap((row) => {
    const note = notesOf.get(row.event.id) ?? null;
    return toEvent(row.event.type, { ...row, note, files, names }) ?? [];
  });
  return readsAs === 'customer' ? customerEvents(list) : list;
}

/** Null if the message or note was deleted with its ticket. */
function toEvent<T extends EventType>(type: T, stored: StoredEvent): Event | null {
  const fields = CATALOGUE[type].readBack?.(stored);
  if (!fields) return null;
  const { event, actorName } = stored;
  const { id, ticketId, at, actorId } = event;
  const actor = actorId ? personIn(event, actorId, actorName ?? '') : null;
  return withFields({ id, ticketId, at, actor }, type, fields);
}

async function notesIn(db: Db, rows: Row[]): Promise<Notes> {
  const about = rows.filter(({ event }) => NOTE_EVENT_TYPES.includes(event.type));
  const [first, last] = [about.at(0), about.at(-1)];
  if (!first || !last) return new Map();
  const found = await notesByEvents(db).execute({
    ticketId: first.event.ticketId,
    from: first.event.id - 1,
    to: last.event.id + 1,
  });
  return new Map(found.map(({ eventId, ...row }) => [eventId, row]));
}

/** Runs one query for the messages of a page and one for its notes, and none if nothing has attachments. */
async function filesIn(db: Db, rows: Row[], ofNotes: { note: typeof notes.$inferSelect }[]) {
  const ids = (all: ({ id: string; attachmentCount: number } | null)[]) => [
    ...new Set(all.flatMap((one) => (one && one.attachmentCount > 0 ? one.id : []))),
  ];
  const ofMessages = await attachmentsOfMessages(db, ids(rows.map(({ message }) => message)));
  return new Map([...ofMessages, ...(await attachmentsOfNotes(db, ids(ofNotes.map(({ note }) => note))))]);
}

async function namesIn(db: Db, rows: Row[]) {
  const named = rows.flatMap(({ event }) => CATALOGUE[event.type].people?.(event) ?? []);
  const ids = [...new Set(named)].filter((id) => id !== null);
  if (ids.length === 0) return new Map<string, string>();
  const found = await db.select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, ids));
  return new Map(found.map(({ id, name }) => [id, name]));
}
