import { index, json, sequence, table, text, timestamp } from '#dialect';
import { sql } from 'drizzle-orm';
import type { EventType } from '../../server/contract.ts';

/** Ids, codes and numbers; never text that a person wrote. server/events/catalogue.ts defines the data of each type. */
export type EventData = { [key: string]: string | number | boolean | null | string[] };

export const isTicketDeleted = sql`type = 'ticket.deleted'`;
export const isTicketRead = sql`type = 'ticket.read'`;

/**
 * The activity trail and the catch-up log. Events outlive their ticket, so there are no foreign keys. Each index here costs
 * one page of the write-ahead log per message, so a customer's events are found through their tickets.
 */
export const events = table(
  'events',
  {
    id: sequence(),
    ticketId: text().notNull(),
    /** The ticket's customer, who must hear of its deletion after the ticket is gone. */
    customerId: text().notNull(),
    type: text().$type<EventType>().notNull(),
    actorId: text(),
    /** The id of the message or note. */
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
