import { asc, desc, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { isDead, jobs } from '../../db/schema/jobs.ts';
import { DEAD_SHOWN, FAR_BEHIND, type Work } from './contract.ts';
import type { FollowerState } from './followers.ts';

const countOf = (condition: ReturnType<typeof sql>) =>
  sql<number>`count(CASE WHEN ${condition} THEN 1 END)`.mapWith(Number);

/** The kinds that have jobs, by name. Reads every job row; only for a page that few people open. */
export const jobsByKind = (db: Db): Promise<Work['jobs']> =>
  db
    .select({
      kind: jobs.kind,
      waiting: countOf(sql`dead_at IS NULL AND holder IS NULL`),
      running: countOf(sql`dead_at IS NULL AND holder IS NOT NULL`),
      dead: countOf(isDead),
      oldestAt: sql<number | null>`min(CASE WHEN dead_at IS NULL THEN ${jobs.createdAt} END)`,
    })
    .from(jobs)
    .groupBy(jobs.kind)
    .orderBy(asc(jobs.kind));

export async function deadJobs(db: Db): Promise<Work['dead']> {
  const { id, kind, key, attempts, lastError, deadAt } = jobs;
  const rows = await db
    .select({ id, kind, key, attempts, lastError, deadAt })
    .from(jobs)
    .where(isDead)
    .orderBy(desc(jobs.deadAt))
    .limit(DEAD_SHOWN);
  return rows.map((row) => ({ ...row, deadAt: row.deadAt ?? 0 }));
}

/** Sentences for monitoring and for `doctor`. */
export async function workProblems(db: Db, followers: FollowerState[]): Promise<string[]> {
  const [count] = await db
    .select({ dead: sql<number>`count(*)`.mapWith(Number) })
    .from(jobs)
    .where(isDead);
  const dead = count?.dead ?? 0;
  return [
    ...followers.flatMap(({ name, behind, lastError }) =>
      lastError !== null || behind > FAR_BEHIND
        ? [`The follower ${name} is ${behind} events behind${lastError === null ? '' : ' and cannot go on'}.`]
        : [],
    ),
    ...(dead > 0 ? [`${dead} jobs failed for good. See "Background work" at the desk.`] : []),
  ];
}
