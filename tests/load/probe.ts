/** Loaded into a measured process before its own code: answers what it has used, over the channel to its parent. */
import type { Usage } from './processes.ts';

const EVERY_MS = 5;
let stalls: number[] = [];
let expected = performance.now() + EVERY_MS;
setInterval(() => {
  const now = performance.now();
  stalls.push(Math.max(0, now - expected));
  expected = now + EVERY_MS;
}, EVERY_MS).unref();

process.on('message', (ask: { id: number; collect?: boolean; reset?: boolean }) => {
  if (ask.collect) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const usage: Usage = { cpuMicros: user + system, rssBytes: process.memoryUsage.rss(), stallsMs: stalls };
  if (ask.reset) stalls = [];
  process.send?.({ id: ask.id, usage });
});
// Whoever measures it is gone, and so is its purpose.
process.on('disconnect', () => process.exit(1));
// The channel alone must not keep it alive.
process.channel?.unref();
