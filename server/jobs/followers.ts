/** Followers handle every event once and in order, and catch up after a crash. */
import { performance } from 'node:perf_hooks';
import { and, asc, eq, gt, lte } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Connections, type Db, prepared } from '../../db/database.ts';
import { events } from '../../db/schema/events.ts';
import { followers as positions } from '../../db/schema/followers.ts';
import type { Commit, Unit } from '../commit.ts';
import { head } from '../events/places.ts';
import type { Feed } from '../feed.ts';
import type { Log } from '../log.ts';
import { FAR_BEHIND } from './contract.ts';

/** A follower with `givesWay` pauses while the thread is busier than this. */
const BUSY = 0.75;
/** Such a follower still makes one step per this time, however busy the thread is. */
const LAG_MOST_MS = 5_000;
const RETRY_MS = 5_000;
const TELL_EVERY_MS = 10_000;

export type EventRow = typeof events.$inferSelect;

/** The events of one step: those with an id greater than `after`, up to and including `upTo`. */
export interface Batch {
  after: number;
  upTo: number;
  /** Reads the events, oldest first. Ids can be missing, because `ticket.read` events are deleted after a week. */
  events(): Promise<EventRow[]>;
}

export interface Follower {
  /** The key of its row in `followers`. */
  name: string;
  /** The start position of a follower that has no row yet. */
  begins: 'with the first event' | 'with the next event';
  /** Asked at the start. A follower that is not needed gets no row and rests, until `startFollowing` adds one. */
  isNeeded?: (db: Db) => Promise<boolean>;
  /** Events per step: a few milliseconds of work, because other writes wait meanwhile. */
  atOnce: number;
  /** The delay after a commit, so that one step handles the events of a burst. */
  delayMs: number;
  /** Pauses while the thread is busy, so that messages are not delayed. */
  givesWay: boolean;
  /** Must write only through `unit`. The position moves in the same transaction; an error rolls back both. */
  handle(unit: Unit, batch: Batch): Promise<void>;
  /** Other work of the follower, done before the next events. */
  chore?: { isDue(): boolean; run(unit: Unit): Promise<void> };
}

export interface FollowerState {
  name: string;
  position: number;
  /** Events that it has not taken, and when the oldest of them happened. */
  behind: number;
  oldestAt: number | null;
  lastError: string | null;
}

export interface Followers {
  /** Inserts rows for new followers, and starts all. Before that, `wake` does nothing. */
  start(): Promise<void>;
  /** Looks for events that the feed did not announce. */
  wake(): void;
  states(): Promise<FollowerState[]>;
  stop(): void;
}

interface Deps {
  feed: Feed;
  db: Connections;
  commit: Commit;
  log: Log;
  /** The pause of a follower after an error, 5 s by default. */
  retryMs?: number;
}

export function createFollowers(followers: Follower[], deps: Deps): Followers {
  const all = followers.map((follower) => ({ follower, loop: createLoop(follower, deps) }));
  const { feed, db, commit } = deps;
  const wake = () => all.forEach(({ loop }) => loop.wake());
  feed.subscribe('followers', wake);
  return {
    async start() {
      await commit((unit) => addMissing(unit, followers));
      for (const { loop } of all) loop.start();
    },
    wake,
    states: () =>
      db
        .readSnapshot((at) => Promise.all(all.map(({ follower, loop }) => stateOf(at, follower, loop.lastError()))))
        .then((states) => states.filter((state) => state !== null)),
    stop() {
      for (const { loop } of all) loop.stop();
    },
  };
}

async function addMissing({ tx }: Unit, followers: Follower[]) {
  const newest = await head(tx);
  for (const { name, begins, isNeeded } of followers)
    if (!isNeeded || (await isNeeded(tx))) {
      const position = begins === 'with the first event' ? 0 : newest;
      await tx.insert(positions).values({ name, position }).onConflictDoNothing();
    }
}

/** Ends the rest of a follower: it handles the events after this unit. */
export async function startFollowing({ tx }: Unit, name: string) {
  const position = await head(tx);
  await tx.insert(positions).values({ name, position }).onConflictDoNothing();
}

/** The follower rests from now on, and costs nothing. */
export const stopFollowing = ({ tx }: Unit, name: string) => tx.delete(positions).where(eq(positions.name, name));

/** One step: handles the next events, at most `atOnce`, and moves the position behind them. */
export async function advance(unit: Unit, follower: Follower, atOnce = follower.atOnce) {
  const { name } = follower;
  const after = await positionOf(unit.tx, name);
  if (after === null) return;
  const upTo = Math.min(after + atOnce, await head(unit.tx));
  if (upTo <= after) return;
  await follower.handle(unit, { after, upTo, events: () => eventsBetween(unit.tx).execute({ after, upTo }) });
  const moved = await moveTo(unit.tx).execute({ name, after, upTo });
  if (moved.length === 0) throw new Error(`Another process moved the follower ${name}.`);
}

function createLoop(follower: Follower, { db, commit, log, retryMs = RETRY_MS }: Omit<Deps, 'feed'>) {
  const { name, delayMs, givesWay, chore } = follower;
  let state: 'idle' | 'waiting' | 'running' | 'stopped' = 'stopped';
  let timer: NodeJS.Timeout | undefined;
  /** `wake` was called during a step. */
  let again = false;
  let lastError: string | null = null;
  /** After an error, events up to this id are handled one by one, to find the failing one. */
  let carefulUpTo = 0;
  let used = performance.eventLoopUtilization();
  let worked = performance.now();
  let told = -TELL_EVERY_MS;
  let catchingUp = false;

  function wait(ms: number) {
    state = 'waiting';
    timer = setTimeout(() => void run(), ms).unref();
  }

  function wake() {
    if (state === 'running') again = true;
    if (state !== 'idle') return;
    used = performance.eventLoopUtilization();
    worked = performance.now();
    wait(delayMs);
  }

  async function run() {
    state = 'running';
    again = false;
    let pause: number | null = retryMs;
    try {
      pause = await step();
    } catch (error) {
      // For example a full disk. Only this follower falls behind; everything else continues.
      lastError = error instanceof Error ? error.message : String(error);
      if (!isStopped()) log.error({ err: error, follower: name }, 'a follower failed');
    }
    if (isStopped()) return;
    if (pause !== null) wait(pause);
    else if (again) wait(delayMs);
    else state = 'idle';
  }
  // TypeScript assumes that `state` did not change during the step.
  const isStopped = () => (state as string) === 'stopped';

  /** Returns the pause before the next step in ms; null if there is nothing to do. */
  async function step(): Promise<number | null> {
    const [position, newest] = [await positionOf(db.reader, name), await head(db.reader)];
    if (position === null) return null;
    const hasChore = chore?.isDue() === true;
    tell(position, newest);
    if (position >= newest && !hasChore) return null;
    if (givesWay && isBusy()) return delayMs;
    const began = performance.now();
    const atOnce = position < carefulUpTo ? 1 : follower.atOnce;
    try {
      await commit((unit) => (hasChore ? chore.run(unit) : advance(unit, follower, atOnce)));
    } catch (error) {
      carefulUpTo = Math.max(carefulUpTo, position + atOnce);
      throw error;
    }
    if (hasChore || position + atOnce >= carefulUpTo) lastError = null;
    worked = performance.now();
    // Pause as long as the step took, so that a follower uses at most half of the time.
    return worked - began;
  }

  function isBusy() {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, used);
    used = now;
    return utilization > BUSY && performance.now() - worked < LAG_MOST_MS;
  }

  function tell(position: number, newest: number) {
    const isFar = newest - position > FAR_BEHIND;
    if (isFar && performance.now() - told > TELL_EVERY_MS) {
      told = performance.now();
      log.info(
        { follower: name, position, head: newest },
        `a follower is catching up: ${Math.floor((100 * position) / newest)} %`,
      );
    }
    if (catchingUp && position >= newest) log.info({ follower: name, head: newest }, 'a follower has caught up');
    catchingUp = isFar || (catchingUp && position < newest);
  }

  return {
    start: () => wait(delayMs),
    wake,
    lastError: () => lastError,
    stop() {
      state = 'stopped';
      clearTimeout(timer);
    },
  };
}

const byName = prepared((db) =>
  db
    .select({ position: positions.position })
    .from(positions)
    .where(eq(positions.name, bound('name'))),
);
/** Null if the follower rests. */
async function positionOf(db: Db, name: string): Promise<number | null> {
  const [row] = await byName(db).execute({ name });
  return row?.position ?? null;
}

const moveTo = prepared((db) =>
  db
    .update(positions)
    .set({ position: bound('upTo') })
    .where(and(eq(positions.name, bound('name')), eq(positions.position, bound('after'))))
    .returning({ name: positions.name }),
);

const eventsBetween = prepared((db) =>
  db
    .select()
    .from(events)
    .where(and(gt(events.id, bound('after')), lte(events.id, bound('upTo'))))
    .orderBy(asc(events.id)),
);

const nextAfter = prepared((db) =>
  db
    .select({ at: events.at })
    .from(events)
    .where(gt(events.id, bound('after')))
    .orderBy(asc(events.id))
    .limit(1),
);
/** Null if the follower rests, because it is not needed. */
async function stateOf(db: Db, { name, isNeeded }: Follower, lastError: string | null): Promise<FollowerState | null> {
  const position = (await positionOf(db, name)) ?? (isNeeded ? null : 0);
  if (position === null) return null;
  const [oldest] = await nextAfter(db).execute({ after: position });
  const behind = oldest ? (await head(db)) - position : 0;
  return { name, position, behind, oldestAt: oldest?.at ?? null, lastError };
}
