import { bool, index, int, json, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { WebhookEvent, Carries, DeliveryState, OffReason, Template } from '../../server/webhooks/contract.ts';

export const isDueSometime = sql`due_at IS NOT NULL`;
export const isWaiting = sql`state = 'waiting'`;

/** Programs of others that are told of events. A secret is sealed: server/secrets. */
export const webhooks = table('webhooks', {
  id: text().primaryKey(),
  name: text().notNull(),
  url: text().notNull(),
  /** Null: every type, also of later versions. */
  events: json<WebhookEvent[]>(),
  carries: text().$type<Carries>().notNull(),
  /** Whether it hears of notes at all. */
  notes: bool().notNull(),
  template: text().$type<Template>().notNull(),
  active: bool().notNull().default(true),
  offReason: text().$type<OffReason>(),
  offAt: timestamp(),
  /** It hears only events with a greater id. */
  after: int().notNull(),
  secret: text().notNull(),
  /** The secret before the last rotation, which signs too until `oldSecretUntil`. */
  oldSecret: text(),
  oldSecretUntil: timestamp(),
  secretAt: timestamp().notNull(),
  /** When the first attempt failed since the last one that succeeded. */
  failingSince: timestamp(),
  createdAt: timestamp().notNull(),
  updatedAt: timestamp().notNull(),
});

/**
 * What each webhook has to be told, and the log of it. Deliveries of one ticket to one webhook are a lane: they go out in the
 * order of their events, and only the first waiting one of a lane has a `dueAt`.
 */
export const webhookDeliveries = table(
  'webhook_deliveries',
  {
    id: text().primaryKey(),
    webhookId: text()
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** Null for a test. Events outlive their ticket, so there is no foreign key. */
    eventId: int(),
    ticketId: text(),
    type: text().notNull(),
    /** The header `webhook-id`, the same at every attempt. */
    messageId: text().notNull(),
    state: text().$type<DeliveryState>().notNull(),
    dueAt: timestamp(),
    attempts: int().notNull().default(0),
    /** When it was sent, the newest last. */
    sentAt: json<number[]>().notNull(),
    /** Of the last attempt: the status, or why there was none. */
    status: int(),
    error: text(),
    tookMs: int(),
    /** Of the last attempt, the beginning. Deleted as soon as what it quotes is edited or deleted. */
    request: text(),
    answer: text(),
    createdAt: timestamp().notNull(),
    endedAt: timestamp(),
  },
  (t) => [
    uniqueIndex('webhook_deliveries_event').on(t.webhookId, t.eventId),
    index('webhook_deliveries_log').on(t.webhookId, t.id),
    index('webhook_deliveries_due').on(t.webhookId, t.dueAt).where(isDueSometime),
    index('webhook_deliveries_lane').on(t.webhookId, t.ticketId, t.eventId).where(isWaiting),
    index('webhook_deliveries_ticket').on(t.ticketId),
  ],
);
