import { index, json, sequence, table, text, timestamp } from '#dialect';
import { sql } from 'drizzle-orm';
import type { Topic } from '../../server/audit/contract.ts';
import type { Via } from '../../server/cause.ts';
import type { EventData } from './events.ts';

// A database uses a partial index only for a query that repeats the exact condition.
export const isNotRoutine = sql`topic <> 'sign_ins'`;

/**
 * Administrative actions with actor and target; append-only by trigger, so it holds ids, codes and numbers and no personal
 * text: nobody could erase it.
 */
export const auditLog = table(
  'audit_log',
  {
    id: sequence(),
    at: timestamp().notNull(),
    actorId: text(),
    /** How the actor showed who they are; null without a session, such as for a sign-in, and for the server itself. */
    via: text().$type<Via>(),
    /** The public id of the session or token. */
    credentialId: text(),
    /** The address without its last part. */
    address: text(),
    action: text().notNull(),
    /** Copied from the action, for the indexes. */
    topic: text().$type<Topic>().notNull().default('other'),
    targetId: text(),
    /** The changed fields and their values before and after. */
    before: json<EventData>(),
    after: json<EventData>(),
    data: json<EventData>().notNull(),
    requestId: text(),
  },
  (t) => [
    index('audit_time').on(t.at, t.id),
    index('audit_acts').on(t.at, t.id).where(isNotRoutine),
    index('audit_topic').on(t.topic, t.at, t.id),
    index('audit_action').on(t.action, t.at, t.id),
    index('audit_actor').on(t.actorId, t.at, t.id),
    index('audit_target').on(t.targetId, t.at, t.id),
    index('audit_request').on(t.requestId),
  ],
);
