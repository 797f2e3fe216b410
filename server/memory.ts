import { getHeapSpaceStatistics } from 'node:v8';

const EVERY_MS = 60_000;
const MB = 2 ** 20;
/** More that has lasted would take the collector too long for the people who wait meanwhile. */
const LASTING_MOST = 32 * MB;
const SPARE_LEAST = 32 * MB;

/**
 * V8 keeps what a start or a busy hour took. Where little of it is in use, it goes back to the system: an idle server
 * takes 98 MB then and not 200, and the young generation may still be as large as a busy one wants it. It needs
 * `--expose-gc`, and does nothing without.
 */
export function giveBackMemory() {
  const { heapUsed, heapTotal } = process.memoryUsage();
  if (lasting() > LASTING_MOST || heapTotal - heapUsed < SPARE_LEAST) return;
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** What is young is mostly gone already, and costs the collector nothing. */
const lasting = () =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !name.startsWith('new_'))
    .reduce((sum, space) => sum + space.space_used_size, 0);

export function startGivingBackMemory() {
  setTimeout(giveBackMemory, 1_000).unref();
  setInterval(giveBackMemory, EVERY_MS).unref();
}
