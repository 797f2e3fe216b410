import type { ChangedList, Db, Writer } from '../db/database.ts';
import { diskFull, stopping, storeBusy } from './errors.ts';
import type { ListNews, News } from './feed.ts';
import type { ListName } from './lists/contract.ts';

/** More, or longer, would make the first of a group wait too long for its answer, and everybody else for the loop. */
const GROUP_MAX = 64;
const GROUP_MS = 10;

/** What a unit of work gets. Await nothing inside it but `tx`. */
export interface Unit {
  tx: Db;
  /** Milliseconds since 1970; the same for everything this unit writes. */
  now: number;
  /** As this unit sees it: see `Writer.rights`. */
  rights: number;
  /** Goes to the feed after COMMIT, and before anyone is answered. Nothing is told for a unit that failed. */
  tell(news: News): void;
}

/**
 * The only write path. Units queue, and share one transaction and one fsync; each has a savepoint of its own, so one that
 * throws is undone alone. Resolves after COMMIT returned, which is after the disk has it. Rejects with what the unit
 * threw, with 503 `full` when the disk is full, with 503 `busy` when the database could not be written to just now, and with
 * 503 `stopping` after `close`.
 */
export interface Commit {
  <T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  /** Refuses further units, and resolves when those under way are settled. */
  close(): Promise<void>;
}

interface Options {
  writer: Writer;
  /** How long the units of one group may take together, in ms. */
  groupMs?: number;
  clock: () => number;
  publish: (news: News[]) => void;
  /** The disk no longer does what it says. The process must end. */
  onFatal: (error: unknown) => void;
}

interface Job {
  run(unit: Unit): Promise<unknown>;
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
      queue.push({ run: work, resolve, reject });
      draining ??= drain();
    });

  async function drain() {
    while (queue.length > 0) {
      // One turn of the loop: every request that is already in the socket buffers joins this group, and what the group
      // before had to say goes out.
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

  /** Throws only where the whole group is lost with it. */
  async function runUnit(job: Job) {
    const told: News[] = [];
    writer.savepoint();
    try {
      const value = await job.run({
        tx: writer.db,
        now: clock(),
        rights: writer.rightsNow(),
        tell: (one) => told.push(one),
      });
      writer.release();
      // The caller of `commit` gave the type of both ends.
      return { told, settle: () => job.resolve(value as never) };
    } catch (error) {
      // A full disk rolls the whole group back by itself: later units would commit alone, outside any transaction.
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

/** The names are those of our own triggers, which a test holds to the lists that there are. */
const toNews = ({ list, owner }: ChangedList): ListNews => ({ kind: 'list', list: list as ListName, owner });
