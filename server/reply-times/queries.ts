import { gte, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Connections, type Db, prepared } from '../../db/database.ts';
import { replyTimes } from '../../db/schema/tickets.ts';

export const HOUR_MS = 3_600_000;
const RECENT_MS = 4 * 7 * 24 * HOUR_MS;
/** Of fewer nothing honest can be said. */
export const SAMPLES_MIN = 10;
/** So many in this hour and the last are a pace. */
const PACE_MIN = 3;
const FRESH_MS = 60_000;

/** Four to a doubling: a median is right to a fifth, from a second to a year, in a hundred numbers at most. */
const PER_DOUBLING = 4;
export const bucketOf = (ms: number) => Math.floor(PER_DOUBLING * Math.log2(Math.max(1, ms / 1000)));
const edgeOf = (bucket: number) => 1000 * 2 ** (bucket / PER_DOUBLING);

export interface UsualWait {
  /** Half of those answered in recent weeks waited at most so long. */
  medianMs: number | null;
  /** What lies between two first answers at the pace of this hour and the last. */
  gapMs: number | null;
}

const counted = prepared((db) =>
  db
    .select({ bucket: replyTimes.bucket, count: sql<number>`sum(${replyTimes.count})` })
    .from(replyTimes)
    .where(gte(replyTimes.hour, bound('since')))
    .groupBy(replyTimes.bucket)
    .orderBy(replyTimes.bucket),
);

/** Kept for a minute, for all who ask. */
export function createUsualWait({ reader }: Pick<Connections, 'reader'>, clock: () => number) {
  let known: { at: number; wait: Promise<UsualWait> } | null = null;
  return (): Promise<UsualWait> => {
    const now = clock();
    if (known && Math.abs(now - known.at) < FRESH_MS) return known.wait;
    const wait = usualWait(reader, now);
    known = { at: now, wait };
    wait.catch(() => (known = null));
    return wait;
  };
}

async function usualWait(db: Db, now: number): Promise<UsualWait> {
  const recent = await counted(db).execute({ since: now - RECENT_MS });
  const lastHour = now - (now % HOUR_MS) - HOUR_MS;
  const answered = total(await counted(db).execute({ since: lastHour }));
  return { medianMs: medianOf(recent), gapMs: answered < PACE_MIN ? null : (now - lastHour) / answered };
}

type Buckets = { bucket: number; count: number }[];
const total = (buckets: Buckets) => buckets.reduce((sum, { count }) => sum + count, 0);

/** Within its bucket by how far into it the middle lies. Buckets ascend. */
export function medianOf(buckets: Buckets): number | null {
  const all = total(buckets);
  if (all < SAMPLES_MIN) return null;
  let below = 0;
  for (const { bucket, count } of buckets) {
    if (below + count >= all / 2) return Math.round(edgeOf(bucket + (all / 2 - below) / count));
    below += count;
  }
  return null;
}
