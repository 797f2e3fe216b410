import { sql } from 'drizzle-orm';
import { uuidv7 } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import type { Unit } from '../commit.ts';
import type { Payloads } from './payloads.ts';

export interface NewJob<P, K extends keyof P & string = keyof P & string> {
  kind: K;
  /** Identifies the work, such as the id of a mail: a second job with the same key is not added. */
  key: string;
  payload: P[K];
  /** By default at once. */
  dueAt?: number;
}

/**
 * Adds a job in the transaction of `unit`, so that it runs only if `unit` commits. If a job with the same kind and key
 * waits, none is added and the earlier due time counts. If that job is running, it runs once more, because it may have read
 * older data. If it is dead, it is tried again.
 */
export const enqueue = <P extends object = Payloads>(unit: Unit, job: NewJob<P>) => enqueueAll(unit, [job]);

/** The same for several jobs with different keys, in one statement. */
export async function enqueueAll<P extends object = Payloads>(unit: Unit, all: NewJob<P>[]) {
  if (all.length === 0) return;
  await unit.tx
    .insert(jobs)
    .values(
      all.map(({ kind, key, payload, dueAt = unit.now }) => ({
        id: uuidv7(),
        kind,
        key,
        payload: payload as object,
        dueAt,
        createdAt: unit.now,
      })),
    )
    .onConflictDoUpdate({
      target: [jobs.kind, jobs.key],
      set: {
        payload: sql`excluded.payload`,
        asked: sql`${jobs.asked} + 1`,
        dueAt: sql`CASE WHEN dead_at IS NULL AND ${jobs.dueAt} < excluded.due_at THEN ${jobs.dueAt} ELSE excluded.due_at END`,
        attempts: sql`CASE WHEN dead_at IS NULL THEN ${jobs.attempts} ELSE 0 END`,
        deadAt: null,
      },
    });
  unit.tell({ kind: 'jobs' });
}
