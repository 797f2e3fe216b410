import { gte, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Connections, type Db, prepared } from '../../db/database.ts';
import { replyTimes } from '../../db/schema/tickets.ts';

export const HOUR_MS = 3_600_000;
const RECENT_MS = 4 * 7 * 24 * HOUR_MS;
/** Fewer answers give no meaningful median. */
export const SAMPLES_MIN = 10;
/** Fewer first answers in this hour and the last give no pace. */
const PACE_MIN = 3;
const FRESH_MS = 60_000;

/** Four buckets per doubling: a median within a fifth, from a second to a year, with at most a hundred buckets. */
const PER_DOUBLING = 4;
export const bucketOf = (ms: number) => Math.floor(PER_DOUBLING * Math.log2(Math.max(1, ms / 1000)));
const edgeOf = (bucket: number) => 1000 * 2 ** (bucket / PER_DOUBLING);

export interface UsualWait {
  /** The median wait for a first answer in recent weeks. */
  medianMs: number | null;
  /** The average time between two first answers in this hour and the last. */
  gapMs: number | null;
}

const counted = prepared((db) =>
  db
    .select({ teamId: replyTimes.teamId, bucket: replyTimes.bucket, count: sql<number>`sum(${replyTimes.count})` })
    .from(replyTimes)
    .where(gte(replyTimes.hour, bound('since')))
    .groupBy(replyTimes.bucket, replyTimes.teamId)
    .orderBy(replyTimes.bucket),
);

/**
 * By the team that a ticket waits for. What is answered there is answered in its line (server/place/contract.ts): tickets of
 * the team and tickets of no team. For a ticket of no team it is everything.
 */
export type UsualWaits = (teamId: string | null) => UsualWait;

/** Caches the result for a minute. */
export function createUsualWaits({ reader }: Pick<Connections, 'reader'>, clock: () => number) {
  let known: { at: number; waits: Promise<UsualWaits> } | null = null;
  return (): Promise<UsualWaits> => {
    const now = clock();
    if (known && Math.abs(now - known.at) < FRESH_MS) return known.waits;
    const waits = usualWaits(reader, now);
    known = { at: now, waits };
    waits.catch(() => (known = null));
    return waits;
  };
}

async function usualWaits(db: Db, now: number): Promise<UsualWaits> {
  const recent = await counted(db).execute({ since: now - RECENT_MS });
  const lastHour = now - (now % HOUR_MS) - HOUR_MS;
  const answered = await counted(db).execute({ since: lastHour });
  return (teamId) => {
    const inLine = (one: { teamId: string }) => teamId === null || one.teamId === '' || one.teamId === teamId;
    const pace = total(answered.filter(inLine));
    return { medianMs: medianOf(recent.filter(inLine)), gapMs: pace < PACE_MIN ? null : (now - lastHour) / pace };
  };
}

type Buckets = { bucket: number; count: number }[];
const total = (buckets: Buckets) => buckets.reduce((sum, { count }) => sum + count, 0);

/** Interpolates within the bucket of the median. Buckets ascend. */
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
