/** Runs each job at least once, with a limit per kind, and retries failed jobs with growing pauses. */
import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Connections, prepared } from '../../db/database.ts';
import { uuidv7 } from '../../db/ids.ts';
import { isAlive, jobs } from '../../db/schema/jobs.ts';
import type { Commit, Unit } from '../commit.ts';
import type { Feed } from '../feed.ts';
import type { Log } from '../log.ts';
import { cut } from '../text/cut.ts';

/** A job whose process was killed runs again after this time. */
export const LEASE_MS = 30_000;
const RENEW_EVERY_MS = LEASE_MS / 3;
/** The time that running jobs get to finish at a stop. */
const DRAIN_MS = 4_000;
const ATTEMPTS_MOST = 8;
/** The pause after the first failure; it doubles each time, so the eighth attempt comes after about ten minutes. */
const BACK_OFF_MS = 5_000;
const BACK_OFF_MOST_MS = 3_600_000;
const ERROR_MOST = 200;

export interface Running<Payload> {
  key: string;
  payload: Payload;
  /** Counts from 1. */
  attempt: number;
  /** Aborted when the process begins to stop: the job should begin nothing more, and has a few seconds left. */
  stopping: AbortSignal;
  /** Aborted when the process stops before the job has finished. */
  signal: AbortSignal;
}

export interface Kind<Payload> {
  /** Concurrent jobs of this kind in one process. */
  limit: number;
  /** Failures after which a job is dead, 8 by default. */
  attempts?: number;
  /**
   * Does the work; it can run twice for one job. A returned function runs in the transaction that ends the job, so its
   * writes happen exactly once.
   */
  run(job: Running<Payload>): Promise<void | ((unit: Unit) => Promise<void>)>;
}
export type Kinds<P> = { [K in keyof P & string]: Kind<P[K]> };

export interface Workers {
  /** Looks for due jobs. */
  look(): void;
  /** Starts no new job and waits a few seconds for running ones; unfinished jobs run again after the next start. */
  stop(): Promise<void>;
}

type Job = typeof jobs.$inferSelect;

interface Deps {
  feed: Feed;
  db: Connections;
  commit: Commit;
  clock: () => number;
  log: Log;
  /** At a stop, 4 s by default. */
  drainMs?: number;
}

export function createWorkers<P>(given: Kinds<P>, deps: Deps): Workers {
  const { feed, db, commit, clock, log, drainMs = DRAIN_MS } = deps;
  // `enqueue` checked that the payload of a row fits its kind.
  const kinds = given as Record<string, Kind<unknown>>;
  /** The jobs that this process runs. `holder` is new with each claim. */
  const held = new Map<string, { kind: string; holder: string; ended: Promise<void> }>();
  const stopping = new AbortController();
  const aborting = new AbortController();
  let claiming: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let renewedAt = performance.now();

  function look() {
    if (stopped) return;
    if (claiming) again = true;
    else
      claiming = claimDue()
        .catch((error: unknown) => {
          if (!stopped) log.error({ err: error }, 'starting jobs failed');
        })
        .finally(() => {
          claiming = null;
          if (again) look();
        });
  }
  feed.subscribe('jobs', (news) => news.some(({ kind }) => kind === 'jobs') && look());

  async function claimDue() {
    again = false;
    await renew();
    const due = [];
    for (const [kind, { limit }] of Object.entries(kinds)) {
      const free = limit - [...held.values()].filter((one) => one.kind === kind).length;
      if (free > 0) due.push(...(await dueOf(db.reader).execute({ kind, now: clock(), most: limit })).slice(0, free));
    }
    const ids = due.map(({ id }) => id).filter((id) => !held.has(id));
    if (ids.length === 0 || stopped) return;
    const claimed = await commit((unit) => claim(unit, ids, (kind) => attemptsOf(kind)));
    for (const job of claimed) begin(job);
  }

  const attemptsOf = (kind: string) => kinds[kind]?.attempts ?? ATTEMPTS_MOST;

  function begin(job: Job) {
    const ended = work(job).finally(() => {
      held.delete(job.id);
      look();
    });
    held.set(job.id, { kind: job.kind, holder: job.holder ?? '', ended });
  }

  async function work(job: Job) {
    const { kind, key, payload, attempts: attempt } = job;
    try {
      const finish = await kinds[kind]?.run({
        key,
        payload,
        attempt,
        stopping: stopping.signal,
        signal: aborting.signal,
      });
      await commit(async (unit) => {
        if (await end(unit, job)) await finish?.(unit);
      });
    } catch (error) {
      if (aborting.signal.aborted) return;
      log.warn({ err: error, kind, attempt }, 'a job failed');
      const most = attemptsOf(kind);
      // If this write fails too, the job runs again when its lease ends.
      await commit((unit) => fail(unit, job, { error: shortOf(error), most })).catch(() => {});
    }
  }

  async function renew() {
    if (held.size === 0 || performance.now() - renewedAt < RENEW_EVERY_MS) return;
    renewedAt = performance.now();
    const holders = [...held.values()].map(({ holder }) => holder);
    await commit(({ tx, now }) =>
      tx
        .update(jobs)
        .set({ leaseUntil: now + LEASE_MS })
        .where(inArray(jobs.holder, holders)),
    );
  }

  return {
    look,
    async stop() {
      stopped = true;
      stopping.abort();
      await claiming;
      const all = [...held.values()];
      if (all.length === 0) return;
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, drainMs);
      await Promise.race([late, Promise.all(all.map(({ ended }) => ended))]);
      clearTimeout(timer);
      if (held.size === 0) return;
      const holders = [...held.values()].map(({ holder }) => holder);
      aborting.abort();
      await commit((unit) => giveBack(unit, holders));
    },
  };
}

const isFree = (now: number | ReturnType<typeof bound>) =>
  and(isAlive, lte(jobs.dueAt, now), or(isNull(jobs.leaseUntil), lte(jobs.leaseUntil, now)));

const dueOf = prepared((db) =>
  db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.kind, bound('kind')), isFree(bound('now'))))
    .orderBy(asc(jobs.dueAt))
    .limit(sql.placeholder('most')),
);

/** Claims by compare-and-set: if two processes see the same job, only one gets it. */
async function claim(unit: Unit, ids: string[], attemptsOf: (kind: string) => number): Promise<Job[]> {
  const { tx, now } = unit;
  const claimed = await tx
    .update(jobs)
    .set({ holder: uuidv7(), leaseUntil: now + LEASE_MS, attempts: sql`${jobs.attempts} + 1` })
    .where(and(inArray(jobs.id, ids), isFree(now)))
    .returning();
  // Jobs that crashed the process at each attempt, or never ended.
  const hopeless = claimed.filter(({ kind, attempts }) => attempts > attemptsOf(kind)).map(({ id }) => id);
  if (hopeless.length > 0) {
    const lastError = 'It did not end: the process was killed, or ended with it.';
    await tx
      .update(jobs)
      .set({ deadAt: now, holder: null, leaseUntil: null, attempts: sql`${jobs.attempts} - 1`, lastError })
      .where(inArray(jobs.id, hopeless));
  }
  return claimed.filter(({ id }) => !hopeless.includes(id));
}

const isHeld = ({ id, holder }: Job) => and(eq(jobs.id, id), eq(jobs.holder, holder ?? ''));

/** Returns false if another process claimed the job after its lease ended. */
async function end(unit: Unit, job: Job): Promise<boolean> {
  const { tx, now } = unit;
  const ended = await tx
    .delete(jobs)
    .where(and(isHeld(job), eq(jobs.asked, job.asked)))
    .returning({ id: jobs.id });
  if (ended.length > 0) return true;
  const askedAgain = await tx
    .update(jobs)
    .set({ holder: null, leaseUntil: null, attempts: 0, dueAt: now, lastError: null })
    .where(isHeld(job))
    .returning({ id: jobs.id });
  if (askedAgain.length > 0) unit.tell({ kind: 'jobs' });
  return askedAgain.length > 0;
}

async function fail({ tx, now }: Unit, job: Job, { error, most }: { error: string; most: number }) {
  const isLast = job.attempts >= most;
  const next = isLast ? { deadAt: now } : { dueAt: now + backOff(job.attempts) };
  await tx
    .update(jobs)
    .set({ ...next, holder: null, leaseUntil: null, lastError: error })
    .where(isHeld(job));
}

async function giveBack({ tx, now }: Unit, holders: string[]) {
  await tx
    .update(jobs)
    .set({ holder: null, leaseUntil: null, dueAt: now, attempts: sql`${jobs.attempts} - 1` })
    .where(inArray(jobs.holder, holders));
}

/** Doubles with each attempt, with a random quarter more or less, so that jobs that failed together are spread. */
function backOff(attempt: number): number {
  const ms = Math.min(BACK_OFF_MS * 2 ** (attempt - 1), BACK_OFF_MOST_MS);
  return Math.round(ms * (0.75 + Math.random() / 2));
}

function shortOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return cut(text, ERROR_MOST, '…');
}
