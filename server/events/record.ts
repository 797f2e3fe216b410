/** Writing events: the activity trail, and the log that everybody catches up from. Read back they are in event-log.ts. */
import { and, desc, lt, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { type EventData, events, isTicketRead } from '../../db/schema/events.ts';
import type { EventType } from '../contract.ts';
import type { Unit } from '../commit.ts';

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

const lastEvent = prepared((db) => db.select({ id: events.id }).from(events).orderBy(desc(events.id)).limit(1));

/** The newest event id, 0 before there is one. */
export async function head(db: Db): Promise<number> {
  const [row] = await lastEvent(db).execute();
  return row?.id ?? 0;
}

const pruned = prepared((db) => db.delete(events).where(and(isTicketRead, lt(events.at, bound('until')))));

/** The only kind of event that is ever removed. */
export const pruneReads = ({ tx }: Unit, until: number) => pruned(tx).execute({ until });
