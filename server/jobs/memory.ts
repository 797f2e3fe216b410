import { subscribe } from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';

const EVERY_MS = 60_000;
const MB = 2 ** 20;
/** Above this much long-lived heap a full collection would stall requests. */
const LASTING_MOST = 32 * MB;
const SPARE_LEAST = 32 * MB;

/** The server counts as idle below this event-loop utilisation, if no request came for QUIET_MS. */
const IDLE = 0.05;
const QUIET_MS = 1_500;

/**
 * V8 keeps the memory of a start or a busy hour. This collection returns unused heap to the system: an idle server takes
 * 135 MB instead of 185, and the young generation can still be large on a busy one. It needs `--expose-gc` and does nothing
 * without it. It blocks for some tenths of a second on a busy machine, so it runs only while no request waits.
 */
function releaseMemory(lastingMost: number) {
  const { heapUsed, heapTotal } = process.memoryUsage();
  if (lasting() > lastingMost || heapTotal - heapUsed < SPARE_LEAST) return;
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** The long-lived heap. Young objects are mostly garbage and cost the collector nothing. */
const lasting = () =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !name.startsWith('new_'))
    .reduce((sum, space) => sum + space.space_used_size, 0);

/** Returns a function to call once a second. */
export function createMemoryRelease(): () => void {
  if (!globalThis.gc) return () => {};
  /** When the last request came. Before the first, no collection stalls anybody, however much the start left behind. */
  let asked: number | null = null;
  // Utilisation alone is not enough: while a search runs in its thread, the event loop is idle but a person waits.
  subscribe('http.server.request.start', () => (asked = performance.now()));
  let since = performance.eventLoopUtilization();
  let last = -EVERY_MS;
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, since);
    since = now;
    const at = performance.now();
    if (utilization > IDLE || (asked !== null && at - asked < QUIET_MS) || at - last < EVERY_MS) return;
    last = at;
    releaseMemory(asked === null ? Infinity : LASTING_MOST);
  };
}
