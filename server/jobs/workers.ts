/** Runs jobs: at least once each, so many of a kind at a time, and again with growing pauses where one fails. */
import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Connections, prepared } from '../../db/database.ts';
import { uuidv7 } from '../../db/ids.ts';
import { isAlive, jobs } from '../../db/schema/jobs.ts';
import type { Commit, Unit } from '../commit.ts';
import type { Feed } from '../feed.ts';
import type { Log } from '../log.ts';

/** A job whose process was killed runs again after so long. */
export const LEASE_MS = 30_000;
const RENEW_EVERY_MS = LEASE_MS / 3;
/** At a stop, running work gets so long to end. */
const DRAIN_MS = 4_000;
const ATTEMPTS_MOST = 8;
/** 5 s after the first failure, then twice as long each time: the eighth attempt comes after some ten minutes. */
const BACK_OFF_MS = 5_000;
const BACK_OFF_MOST_MS = 3_600_000;
const ERROR_MOST = 200;

export interface Running<Payload> {
  key: string;
  payload: Payload;
  /** 1 for the first. */
  attempt: number;
  /** Aborted when the process ends before the work did. */
  signal: AbortSignal;
}

export interface Kind<Payload> {
  /** So many at a time in one process. */
  limit: number;
  /** Failures after which it is dead, 8 by default. */
  attempts?: number;
  /**
   * Does the work; it may come twice. What it answers runs in the transaction that ends the job, so that is written
   * exactly once.
   */
  run(job: Running<Payload>): Promise<void | ((unit: Unit) => Promise<void>)>;
}
export type Kinds<P> = { [K in keyof P & string]: Kind<P[K]> };

export interface Workers {
  /** Something may be due. */
  look(): void;
  /** Begins nothing new, and gives what runs a few seconds; what does not end in them is there for the next start. */
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
  // A row says its kind and its payload; that the two belong together, `enqueue` saw to.
  const kinds = given as Record<string, Kind<unknown>>;
  /** Names this process's hold on a job, another one with each claim. */
  const held = new Map<string, { kind: string; holder: string; ended: Promise<void> }>();
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
          if (!stopped) log.error({ err: error }, 'jobs could not be begun');
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
      const finish = await kinds[kind]?.run({ key, payload, attempt, signal: aborting.signal });
      await commit(async (unit) => {
        if (await end(unit, job)) await finish?.(unit);
      });
    } catch (error) {
      if (aborting.signal.aborted) return;
      log.warn({ err: error, kind, attempt }, 'a job failed');
      const most = attemptsOf(kind);
      // Where even this cannot be written, the lease ends.
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

/** By compare-and-set: of two who saw the same job, one gets it. */
async function claim(unit: Unit, ids: string[], attemptsOf: (kind: string) => number): Promise<Job[]> {
  const { tx, now } = unit;
  const claimed = await tx
    .update(jobs)
    .set({ holder: uuidv7(), leaseUntil: now + LEASE_MS, attempts: sql`${jobs.attempts} + 1` })
    .where(and(inArray(jobs.id, ids), isFree(now)))
    .returning();
  // It ended the process each time that it ran, or never ended.
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

/** Answers whether it was still this holder's. Another one may have it whose lease was taken for over. */
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

/** Twice as long with each attempt, and a quarter more or less, so that what failed together does not come back together. */
function backOff(attempt: number): number {
  const ms = Math.min(BACK_OFF_MS * 2 ** (attempt - 1), BACK_OFF_MOST_MS);
  return Math.round(ms * (0.75 + Math.random() / 2));
}

function shortOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.length > ERROR_MOST ? `${text.slice(0, ERROR_MOST - 1)}…` : text;
}
