import { performance } from 'node:perf_hooks';
import type { Connections } from '../../db/database.ts';
import type { Commit } from '../commit.ts';
import type { Log } from '../log.ts';

/** How soon a message is found, while there is time for it. */
const LOOK_EVERY_MS = 250;
/** Events a step: some 3 ms, so that nobody waits behind it. */
const STEP = 128;
/** Taking words out of the index rewrites its pages: 1 ms each. */
const RENEWED_AT_ONCE = 8;
/** While the thread is busier than this, messages go first and the index lags. */
const BUSY = 0.75;
/** But one step is made in so long, however busy it is. */
const LAG_MOST_MS = 5_000;
/** Behind by more than this, it is being filled: after an upgrade or an import. */
export const FILLING = 2_000;
const TELL_EVERY_MS = 10_000;

interface Deps {
  db: Connections;
  commit: Commit;
  log: Log;
}

/**
 * Keeps the search index behind the log of events, in small units of work off everybody's path. The position moves in the
 * transaction that fills the index, so a crash leaves neither a hole nor a double; a database that never had one, as after
 * an upgrade or an import, is filled the same way.
 */
export function startIndexing({ db, commit, log }: Deps) {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout>;
  let used = performance.eventLoopUtilization();
  let worked = performance.now();
  let told = performance.now();
  let filling = false;

  function isBusy() {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, used);
    used = now;
    return utilization > BUSY && performance.now() - worked < LAG_MOST_MS;
  }

  function tell(position: number, head: number) {
    const behind = head - position > FILLING;
    if (behind && (!filling || performance.now() - told > TELL_EVERY_MS)) {
      told = performance.now();
      log.info({ position, head }, `the search index is being filled: ${Math.floor((100 * position) / head)} %`);
    }
    if (filling && position >= head) log.info({ head }, 'the search index is filled');
    filling = behind || (filling && position < head);
  }

  /** Answers how long to wait for the next look. */
  async function step(): Promise<number> {
    const { position, head, removals } = db.searchIndex.state();
    tell(position, head);
    if (position >= head && !removals) {
      worked = performance.now();
      return LOOK_EVERY_MS;
    }
    if (isBusy()) return LOOK_EVERY_MS;
    const began = performance.now();
    await commit(async () => {
      if (removals) db.searchIndex.renew(RENEWED_AT_ONCE);
      else db.searchIndex.advance(STEP);
    });
    worked = performance.now();
    // Half of the time at most is its own.
    return worked - began;
  }

  async function run() {
    let wait = LOOK_EVERY_MS;
    try {
      wait = await step();
    } catch (error) {
      // A full disk, for one: search is behind then, and everything else goes on.
      if (!stopped) log.error({ err: error }, 'the search index could not be written');
      wait = LAG_MOST_MS;
    }
    if (!stopped) next(wait);
  }

  function next(ms: number) {
    timer = setTimeout(() => void run(), ms);
    timer.unref();
  }
  next(LOOK_EVERY_MS);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
