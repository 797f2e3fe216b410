import type { ChangedList, Db, Writer } from '../db/database.ts';
import { type Cause, currentCause, withCause } from './cause.ts';
import { diskFull, stopping, storeBusy } from './errors.ts';
import type { ListNews, News } from './feed.ts';

/** A larger or longer group delays the answer to its first unit and blocks the event loop for all other requests. */
const GROUP_MAX = 64;
const GROUP_MS = 10;

/** The argument of a unit of work. Await nothing inside a unit except `tx`. */
export interface Unit {
  tx: Db;
  /** Milliseconds since 1970; the same for everything that this unit writes. */
  now: number;
  /** `Writer.rights` as this unit sees it. */
  rights: number;
  /** Where the unit comes from, for the audit log; null for the server's own work. */
  cause: Cause | null;
  /** Publishes news to the feed after COMMIT and before the caller resolves. News of a failed unit is discarded. */
  tell(news: News): void;
}

/**
 * The only write path. Queued units share one transaction and one fsync; each unit has its own savepoint, so a unit that
 * throws is rolled back alone. Resolves after COMMIT, when the data is on disk. Rejects with the error of the unit, or with
 * 503 `full` when the disk is full, 503 `busy` when the database cannot be written at the moment, and 503 `stopping` after
 * `close`.
 */
export interface Commit {
  <T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  /** Refuses further units and resolves when all running units are settled. */
  close(): Promise<void>;
}

interface Options {
  writer: Writer;
  /** The time that the units of one group may take together, in ms. */
  groupMs?: number;
  clock: () => number;
  publish: (news: News[]) => void;
  /** An fsync or write failed: nothing more may be acknowledged, and the process must end. */
  onFatal: (error: unknown) => void;
}

interface Job {
  run(unit: Unit): Promise<unknown>;
  cause: Cause | null;
  resolve(value: never): void;
  reject(error: unknown): void;
}

export function createCommit({ writer, groupMs = GROUP_MS, clock, publish, onFatal }: Options): Commit {
  const queue: Job[] = [];
  let draining: Promise<void> | null = null;
  let closed = false;

  const commit = <T>(work: (unit: Unit) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      if (closed) return reject(stopping());
      queue.push({ run: work, cause: currentCause(), resolve, reject });
      // One drain serves many callers, and listeners that it calls start timers: none of it has the cause of the first caller.
      draining ??= withCause(null, drain);
    });

  async function drain() {
    while (queue.length > 0) {
      // One turn of the event loop: requests that already arrived join this group, and the answers of the last group go out.
      await new Promise((turn) => setImmediate(turn));
      await runGroup(queue.splice(0, GROUP_MAX));
    }
    draining = null;
  }

  async function runGroup(group: Job[]) {
    const until = performance.now() + groupMs;
    const outcomes: { told: News[]; settle: () => void }[] = [];
    let changed: ChangedList[];
    try {
      await writer.begin();
      for (const job of group) {
        outcomes.push(await runUnit(job));
        if (performance.now() > until) queue.unshift(...group.splice(outcomes.length));
      }
      changed = await writer.commit();
    } catch (error) {
      await abandon(group, error);
      return;
    }
    publish([...outcomes.flatMap(({ told }) => told), ...changed.map(toNews)]);
    for (const { settle } of outcomes) settle();
  }

  /** Throws only if the whole group is lost. */
  async function runUnit(job: Job) {
    const told: News[] = [];
    writer.savepoint();
    try {
      const value = await job.run({
        tx: writer.db,
        now: clock(),
        rights: writer.rightsNow(),
        cause: job.cause,
        tell: (one) => told.push(one),
      });
      writer.release();
      // `commit` is generic over the result: `resolve` and `value` have the same type.
      return { told, settle: () => job.resolve(value as never) };
    } catch (error) {
      // SQLite rolls back the whole group when the disk is full: later units would run outside any transaction.
      const trouble = writer.troubleOf(error);
      if (!writer.inTransaction || (trouble && trouble !== 'broken')) throw error;
      writer.undo();
      return { told: [], settle: () => job.reject(error) };
    }
  }

  async function abandon(group: Job[], error: unknown) {
    if (writer.inTransaction) await writer.rollback();
    const trouble = writer.troubleOf(error);
    const answer = trouble === 'full' ? diskFull() : trouble === 'again' ? storeBusy() : error;
    for (const job of group) job.reject(answer);
    if (trouble === 'fatal' || trouble === 'broken') onFatal(error);
  }

  return Object.assign(commit, {
    async close() {
      closed = true;
      await draining;
    },
  });
}

/** Triggers write the list names; a test checks that every name is a `ListName`. */
const toNews = ({ list, owner }: ChangedList): ListNews => ({ kind: 'list', list: list as ListNews['list'], owner });
