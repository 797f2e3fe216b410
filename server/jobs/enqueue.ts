import { sql } from 'drizzle-orm';
import { uuidv7 } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import type { Unit } from '../commit.ts';
import type { Payloads } from './kinds.ts';

export interface NewJob<P, K extends keyof P & string = keyof P & string> {
  kind: K;
  /** Of the work itself, such as the id of the mail: asked for twice, it is done once. */
  key: string;
  payload: P[K];
  /** At once, if it is not said. */
  dueAt?: number;
}

/**
 * Work for after the commit; it is wanted exactly where `unit` is kept. Where the same work is waiting, nothing is added.
 * Where it is running it runs once more, for it may have read what was true before. Where it had failed for good it is
 * tried again. The earlier time counts.
 */
export async function enqueue<P extends object = Payloads>(unit: Unit, job: NewJob<P>) {
  const dueAt = job.dueAt ?? unit.now;
  const { kind, key, payload } = job;
  await unit.tx
    .insert(jobs)
    .values({ id: uuidv7(), kind, key, payload: payload as object, dueAt, createdAt: unit.now })
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
