import { subscribe } from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';

const EVERY_MS = 60_000;
const MB = 2 ** 20;
/** More that has lasted would take the collector too long for the people who wait meanwhile. */
const LASTING_MOST = 32 * MB;
const SPARE_LEAST = 32 * MB;

/** The part of a second that an idle server is busy at most; and nobody asked for anything in so long. */
const IDLE = 0.05;
const QUIET_MS = 1_500;

/**
 * V8 keeps what a start or a busy hour took. Where little of it is in use, it goes back to the system: an idle server
 * takes 98 MB then and not 200, and the young generation may still be as large as a busy one wants it. It needs
 * `--expose-gc`, and does nothing without. It takes 30 to 50 ms, so nobody may be waiting.
 */
function releaseMemory() {
  const { heapUsed, heapTotal } = process.memoryUsage();
  if (lasting() > LASTING_MOST || heapTotal - heapUsed < SPARE_LEAST) return;
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** What is young is mostly gone already, and costs the collector nothing. */
const lasting = () =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !name.startsWith('new_'))
    .reduce((sum, space) => sum + space.space_used_size, 0);

/** Answers the look that is to be taken once a second. */
export function createMemoryRelease(): () => void {
  if (!globalThis.gc) return () => {};
  let asked = -QUIET_MS;
  // A search works in a thread: who waits for it waits beside a loop that has nothing to do.
  subscribe('http.server.request.start', () => (asked = performance.now()));
  let since = performance.eventLoopUtilization();
  let last = -EVERY_MS;
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, since);
    since = now;
    const at = performance.now();
    if (utilization > IDLE || at - asked < QUIET_MS || at - last < EVERY_MS) return;
    last = at;
    releaseMemory();
  };
}
