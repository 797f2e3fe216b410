import { index, int, json, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';

// A database uses a partial index only for a query that repeats the exact condition.
export const isDead = sql`dead_at IS NOT NULL`;
export const isAlive = sql`dead_at IS NULL`;

/**
 * Work to do after a commit, inserted in the same transaction: server/jobs/enqueue.ts. A finished job's row is deleted. A
 * trigger adds jobs that remove the files of deleted attachments.
 */
export const jobs = table(
  'jobs',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    /** Unique within a kind. */
    key: text().notNull(),
    /** Ids and codes; the job reads the rest when it runs. */
    payload: json<object>().notNull(),
    /** The earliest time of the next attempt. */
    dueAt: timestamp().notNull(),
    /** The process that runs the job now, and the end of its lease. */
    holder: text(),
    leaseUntil: timestamp(),
    attempts: int().notNull().default(0),
    /** How often the job was enqueued: if it is enqueued while it runs, it runs again. */
    asked: int().notNull().default(1),
    lastError: text(),
    /** Set when the job failed too often: only an admin can run it again. */
    deadAt: timestamp(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex('jobs_key').on(t.kind, t.key),
    index('jobs_due').on(t.kind, t.dueAt).where(isAlive),
    index('jobs_dead').on(t.deadAt).where(isDead),
  ],
);
