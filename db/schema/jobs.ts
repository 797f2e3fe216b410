import { index, int, json, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';

// Partial indexes serve only a query that repeats their very words.
export const isDead = sql`dead_at IS NOT NULL`;
export const isAlive = sql`dead_at IS NULL`;

/**
 * Work that must happen after a commit, written in the transaction that wants it: server/jobs/enqueue.ts. A row goes when
 * its work is done. A trigger adds the files of attachments whose rows went.
 */
export const jobs = table(
  'jobs',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    /** One job for each key of a kind. */
    key: text().notNull(),
    /** Ids and codes; the work reads the rest when it runs. */
    payload: json<object>().notNull(),
    /** Not before: when it was asked for, or after a failure. */
    dueAt: timestamp().notNull(),
    /** Who runs it now, and until when nobody else may. */
    holder: text(),
    leaseUntil: timestamp(),
    attempts: int().notNull().default(0),
    /** How often it was asked for: what is asked for while it runs makes it run again. */
    asked: int().notNull().default(1),
    lastError: text(),
    /** Set once it failed too often: only a person lets it run again. */
    deadAt: timestamp(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex('jobs_key').on(t.kind, t.key),
    index('jobs_due').on(t.kind, t.dueAt).where(isAlive),
    index('jobs_dead').on(t.deadAt).where(isDead),
  ],
);
