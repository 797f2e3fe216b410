/** Writes events: the activity trail and the log for catching up. read-back.ts reads them. */
import { and, lt, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
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

/** The ticket of the event and its actor, null for the system. A `Change` is an EventContext. */
interface EventContext {
  unit: Unit;
  ticket: { id: string; customerId: string };
  actor: Pick<Actor, 'id' | 'name'> | null;
}

/**
 * Inserts the row of an event and returns the event for staff. Its id becomes the ticket's next version and orders a new
 * message or note. It tells nobody: `Change.record` also updates the ticket's row and tells both together.
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
  if (!row) throw new Error('Inserting an event returned no id.');
  const { id } = row;
  const base = { id, ticketId: ticket.id, at: unit.now, actor: actor && personIn(ticket, actor.id, actor.name) };
  return withFields(base, type, entry.toStaff(recorded, id));
}

/**
 * Records and tells an event without updating the ticket's row. Notes use it, because a changed ticket version would reveal
 * to the customer that staff wrote something; so does deleting a ticket.
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

const pruned = prepared((db) => db.delete(events).where(and(isTicketRead, lt(events.at, bound('until')))));

/** Deletes old `ticket.read` events, the only type that is ever deleted. */
export const pruneReads = ({ tx }: Unit, until: number) => pruned(tx).execute({ until });
