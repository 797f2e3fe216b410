/** Writing events, and reading them back with the present text of what they are about. */
import { and, asc, desc, eq, gt, inArray, lt, notInArray, sql, type SQL } from 'drizzle-orm';
import { alias, bound } from '#dialect';
import { type Db, prepared } from '../db/connection.ts';
import {
  type EventData,
  events,
  isTicketDeleted,
  isTicketRead,
  messages,
  notes,
  tickets,
  users,
} from '../db/schema.ts';
import type { Attachment } from './attachments/contract.ts';
import { attachmentsOfMessages, attachmentsOfNotes } from './attachments/queries.ts';
import { CUSTOMER_EVENT_TYPES, customerEvents, personIn } from './audience.ts';
import type { Event, EventType } from './contract.ts';
import type { Unit } from './commit.ts';
import type { RoleKind } from './people/contract.ts';
import type { Actor } from './policy.ts';
import { SCORES } from './rating/contract.ts';

const insertEvent = prepared((db) =>
  db
    .insert(events)
    .values({
      ticketId: sql.placeholder('ticketId'),
      customerId: sql.placeholder('customerId'),
      type: sql.placeholder('type'),
      actorId: sql.placeholder('actorId'),
      subjectId: sql.placeholder('subjectId'),
      data: sql.placeholder('data'),
      at: sql.placeholder('at'),
    })
    .returning({ id: events.id }),
);

interface NewEvent {
  ticket: { id: string; customerId: string };
  type: EventType;
  actorId: string | null;
  /** The message or note that it is about. */
  subjectId?: string;
  data?: EventData;
}

/** Answers the id: the ticket's next version, and the place of what the event made. */
export async function record({ tx, now }: Unit, { ticket, type, actorId, subjectId, data }: NewEvent): Promise<number> {
  const [row] = await insertEvent(tx).execute({
    ticketId: ticket.id,
    customerId: ticket.customerId,
    type,
    actorId,
    subjectId: subjectId ?? null,
    data: data ?? {},
    at: now,
  });
  if (!row) throw new Error('An event was inserted and gave no id.');
  return row.id;
}

const actors = alias(users, 'actors');
const authors = alias(users, 'authors');
// What these changed is in the rows already: no history and no catch-up holds one.
const told = notInArray(events.type, ['ticket.read', 'ticket.aged']);
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
  return prepared((db) => joined(db).where(and(told, where)).orderBy(order).limit(sql.placeholder('limit')));
}

const forCustomers = inArray(events.type, CUSTOMER_EVENT_TYPES);
const statements = {
  staff: {
    before: read(and(ofTicket, lt(events.id, bound('before'))), desc(events.id)),
    after: read(and(ofTicket, since)),
  },
  customer: {
    before: read(and(ofTicket, forCustomers, lt(events.id, bound('before'))), desc(events.id)),
    after: read(and(ofTicket, forCustomers, since)),
  },
};
const ofCustomer = eq(tickets.customerId, bound('customerId'));
/** By way of the tickets that changed since: their version for customers is the last event that these may hear. */
const sinceForCustomer = prepared((db) =>
  joined(db)
    .innerJoin(tickets, eq(tickets.id, events.ticketId))
    .where(and(told, ofCustomer, gt(tickets.customerVersion, bound('after')), forCustomers, since))
    .orderBy(asc(events.id))
    .limit(sql.placeholder('limit')),
);
const deletedForCustomer = read(and(isTicketDeleted, eq(events.customerId, bound('customerId')), since));
const deletedSince = read(and(isTicketDeleted, since));
type Row = Awaited<ReturnType<ReturnType<typeof deletedSince>['execute']>>[number];

/** Notes are read by a statement of their own, which nothing for a customer ever runs. */
const notesByEvents = prepared((db) =>
  db
    .select({ eventId: events.id, note: notes, authorName: authors.name })
    .from(events)
    .innerJoin(notes, eq(notes.id, events.subjectId))
    .innerJoin(authors, eq(authors.id, notes.authorId))
    .where(and(ofTicket, gt(events.id, bound('from')), lt(events.id, bound('to')))),
);

interface Range {
  kind: RoleKind;
  ticketId: string;
  limit: number;
}

/** The newest `limit` events before an id, in ascending order, as this kind of person may see them. */
export async function eventsBefore(
  db: Db,
  { kind, ticketId, limit, before }: Range & { before: number },
): Promise<Event[]> {
  const rows = await statements[kind].before(db).execute({ ticketId, before, limit });
  return assemble(db, kind, rows.toReversed());
}

export async function eventsAfter(
  db: Db,
  { kind, ticketId, limit, after }: Range & { after: number },
): Promise<Event[]> {
  return assemble(db, kind, await statements[kind].after(db).execute({ ticketId, after, limit }));
}

/** In any ticket of this customer that is still there. */
export const customerEventsAfter = async (db: Db, input: { customerId: string; after: number; limit: number }) =>
  assemble(db, 'customer', await sinceForCustomer(db).execute(input));

/** Of all tickets for staff, of their own for a customer. */
export async function ticketsDeletedAfter(db: Db, actor: Actor, input: { after: number; limit: number }) {
  const rows =
    actor.kind === 'staff'
      ? await deletedSince(db).execute(input)
      : await deletedForCustomer(db).execute({ ...input, customerId: actor.id });
  return assemble(db, actor.kind, rows);
}

const lastEvent = prepared((db) => db.select({ id: events.id }).from(events).orderBy(desc(events.id)).limit(1));

/** The newest event id, 0 before there is one. */
export async function head(db: Db): Promise<number> {
  const [row] = await lastEvent(db).execute();
  return row?.id ?? 0;
}

const pruned = prepared((db) => db.delete(events).where(and(isTicketRead, lt(events.at, bound('until')))));

/** The only kind of event that is ever removed. */
export const pruneReads = ({ tx }: Unit, until: number) => pruned(tx).execute({ until });

async function assemble(db: Db, kind: RoleKind, rows: Row[]): Promise<Event[]> {
  const names = await namesIn(db, rows);
  const notesOf = kind === 'staff' ? await notesIn(db, rows) : new Map<number, NoteRow>();
  const files = await filesIn(db, rows, [...notesOf.values()]);
  const list = rows.flatMap((row) => {
    const event = toEvent(row, { names, noteRow: notesOf.get(row.event.id), files });
    return event ? [event] : [];
  });
  return kind === 'staff' ? list : customerEvents(list);
}

type NoteRow = Awaited<ReturnType<ReturnType<typeof notesByEvents>['execute']>>[number];

async function notesIn(db: Db, rows: Row[]) {
  const about = rows.filter((row) => row.event.type.startsWith('note.'));
  const [first, last] = [about.at(0), about.at(-1)];
  if (!first || !last) return new Map<number, NoteRow>();
  const found = await notesByEvents(db).execute({
    ticketId: first.event.ticketId,
    from: first.event.id - 1,
    to: last.event.id + 1,
  });
  return new Map(found.map((row) => [row.eventId, row]));
}

type Files = Map<string, Attachment[]>;

/** One look for the messages of a page and one for its notes, and none where nothing is attached. */
async function filesIn(db: Db, rows: Row[], ofNotes: NoteRow[]): Promise<Files> {
  const ids = (all: ({ id: string; attachmentCount: number } | null)[]) => [
    ...new Set(all.flatMap((one) => (one && one.attachmentCount > 0 ? one.id : []))),
  ];
  const ofMessages = await attachmentsOfMessages(db, ids(rows.map(({ message }) => message)));
  return new Map([...ofMessages, ...(await attachmentsOfNotes(db, ids(ofNotes.map(({ note }) => note))))]);
}

async function namesIn(db: Db, rows: Row[]) {
  const ids = new Set<string>();
  for (const { event } of rows) {
    if (event.type === 'ticket.customer_changed') ids.add(event.customerId);
    for (const id of [event.data['assigneeId'], event.data['was']]) {
      if (event.type === 'ticket.assigned' && typeof id === 'string') ids.add(id);
    }
  }
  if (ids.size === 0) return new Map<string, string>();
  const found = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...ids]));
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** Null where what it was about is gone with its ticket. */
function toEvent(
  row: Row,
  { names, noteRow, files }: { names: Map<string, string>; noteRow: NoteRow | undefined; files: Files },
): Event | null {
  const { event, message } = row;
  const data = event.data;
  const base = {
    id: event.id,
    ticketId: event.ticketId,
    at: event.at,
    actor: event.actorId ? personIn(event, event.actorId, row.actorName ?? '') : null,
  };
  const code = (key: string) => String(data[key]);
  const holder = (id: EventData[string] | undefined) =>
    typeof id === 'string' ? personIn(event, id, names.get(id) ?? '') : null;

  switch (event.type) {
    case 'ticket.opened':
    case 'message.sent':
    case 'message.edited':
    case 'message.deleted': {
      if (!message) return null;
      const { authorId, sentHash: _hash, attachmentCount: _count, ...rest } = message;
      const author = personIn(event, authorId, row.authorName ?? '');
      return { ...base, type: event.type, message: { ...rest, attachments: files.get(message.id) ?? [], author } };
    }
    case 'note.added':
    case 'note.edited':
    case 'note.deleted': {
      if (!noteRow) return null;
      const { authorId, sentHash: _hash, attachmentCount: _count, ...rest } = noteRow.note;
      const author = personIn(event, authorId, noteRow.authorName);
      return { ...base, type: event.type, note: { ...rest, attachments: files.get(rest.id) ?? [], author } };
    }
    case 'ticket.edited':
      return { ...base, type: event.type, fields: fieldsIn(data['fields']) };
    case 'ticket.prioritised':
      return { ...base, type: event.type, priority: code('priority'), was: code('was') };
    case 'ticket.status_changed':
      return { ...base, type: event.type, status: code('status'), was: code('was') };
    case 'ticket.assigned':
      return { ...base, type: event.type, assignee: holder(data['assigneeId']), was: holder(data['was']) };
    case 'ticket.linked':
    case 'ticket.unlinked':
      return { ...base, type: event.type, other: { id: code('otherId'), number: Number(data['number']) } };
    case 'ticket.merged':
    case 'ticket.unmerged':
    case 'ticket.split':
      return {
        ...base,
        type: event.type,
        from: { id: code('fromId'), number: Number(data['fromNumber']) },
        into: { id: code('intoId'), number: Number(data['intoNumber']) },
      };
    case 'ticket.read':
      return { ...base, type: event.type, by: readerIn(data['by']), seq: Number(data['seq']) };
    case 'ticket.rated': {
      const score = scoreIn(data['score']);
      const commented = data['commented'] === true;
      return score && { ...base, type: event.type, score, commented, was: scoreIn(data['was']) };
    }
    case 'ticket.continued':
      return { ...base, type: event.type, in: { id: code('in'), number: Number(data['number']) } };
    case 'ticket.escalated':
      return { ...base, type: event.type, escalated: data['escalated'] === true };
    case 'ticket.snoozed':
      return { ...base, type: event.type, until: Number(data['until']) };
    case 'ticket.tagged':
      return { ...base, type: event.type, added: idsIn(data['added']), removed: idsIn(data['removed']) };
    case 'ticket.customer_changed': {
      const customer = personIn(event, event.customerId, names.get(event.customerId) ?? '');
      return { ...base, type: event.type, customer, verified: data['verified'] === true, was: code('was') };
    }
    case 'ticket.woke':
    case 'ticket.aged':
    case 'ticket.deleted':
      return { ...base, type: event.type };
    default:
      return event.type satisfies never;
  }
}

const idsIn = (value: EventData[string] | undefined) => (Array.isArray(value) ? value : []);
const readerIn = (by: EventData[string] | undefined) => (by === 'staff' || by === 'assignee' ? by : 'customer');
const scoreIn = (value: EventData[string] | undefined) => SCORES.find((score) => score === value) ?? null;

function fieldsIn(value: EventData[string] | undefined) {
  const known = ['subject', 'category'] as const;
  return known.filter((field) => Array.isArray(value) && value.includes(field));
}
