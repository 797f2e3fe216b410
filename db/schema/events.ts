import { index, json, sequence, table, text, timestamp } from '#dialect';
import { sql } from 'drizzle-orm';
import type { EventType } from '../../server/contract.ts';

/** Ids, codes and numbers; never text that somebody wrote. server/events/catalogue.ts says what each type holds. */
export type EventData = { [key: string]: string | number | boolean | null | string[] };

export const isTicketDeleted = sql`type = 'ticket.deleted'`;
export const isTicketRead = sql`type = 'ticket.read'`;

/**
 * The activity trail and the catch-up log. It outlives its ticket, so it refers to nothing by key. Every index of it costs
 * every message a page of log: a customer's events are found by way of their tickets.
 */
export const events = table(
  'events',
  {
    id: sequence(),
    ticketId: text().notNull(),
    /** Whose ticket, so that they hear of its end even after it is gone. */
    customerId: text().notNull(),
    type: text().$type<EventType>().notNull(),
    actorId: text(),
    /** The message or note that it is about. */
    subjectId: text(),
    data: json<EventData>().notNull(),
    at: timestamp().notNull(),
  },
  (t) => [
    index('events_ticket').on(t.ticketId, t.id),
    index('events_deleted').on(t.id).where(isTicketDeleted),
    index('events_read').on(t.at).where(isTicketRead),
  ],
);
