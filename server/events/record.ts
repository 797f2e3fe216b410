/** Writes events: the activity trail, and the log that everybody catches up from. read-back.ts reads them. */
import { and, desc, lt, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { events, isTicketRead } from '../../db/schema/events.ts';
import type { Actor } from '../auth/actor.ts';
import type { Unit } from '../commit.ts';
import type { Event, EventOf, EventType } from '../contract.ts';
import { personIn } from '../people/person-in.ts';
import { CATALOGUE, withFields } from './catalogue.ts';
import type { Recorded } from './entry.ts';

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

/** Where it happens and who does it; nobody does what time does. A `Change` is one. */
interface EventContext {
  unit: Unit;
  ticket: { id: string; customerId: string };
  actor: Pick<Actor, 'id' | 'name'> | null;
}

/**
 * Writes the row of an event, and answers the event as staff are told of it. Its id is the ticket's next version, and the
 * place of a new message or note. Telling is left to the caller: `Change.record` also moves the ticket's row.
 */
export async function record<T extends EventType>(
  { unit, ticket, actor }: EventContext,
  type: T,
  recorded: Recorded<T>,
): Promise<EventOf<T> & Event> {
  const entry = CATALOGUE[type];
  const [row] = await insertEvent(unit.tx).execute({
    ticketId: ticket.id,
    customerId: ticket.customerId,
    type,
    actorId: actor?.id ?? null,
    subjectId: entry.subject?.(recorded) ?? null,
    data: entry.stores(recorded),
    at: unit.now,
  });
  if (!row) throw new Error('An event was inserted and gave no id.');
  const { id } = row;
  const base = { id, ticketId: ticket.id, at: unit.now, actor: actor && personIn(ticket, actor.id, actor.name) };
  return withFields(base, type, entry.toStaff(recorded, id));
}

/**
 * Records and tells an event that leaves the ticket's row as it is, or goes with it. A note is one: a version that moved
 * would tell the customer that the team wrote something.
 */
export async function recordWithoutRow<T extends EventType>(
  context: EventContext,
  type: T,
  recorded: Recorded<T>,
): Promise<EventOf<T> & Event> {
  const event = await record(context, type, recorded);
  const { unit, ticket } = context;
  unit.tell({ kind: 'ticket', ticketId: ticket.id, customerId: ticket.customerId, events: [event], ticket: null });
  return event;
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
