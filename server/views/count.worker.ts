/** A thread of its own, so that no number beside a name ever holds up a message. */
import { parentPort, workerData } from 'node:worker_threads';
import { openReader } from '../../db/connection.ts';
import type { ViewCount } from './contract.ts';
import type { Asking, Told } from './counter.ts';
import { countOf } from './queries.ts';

const db = openReader(String(workerData));

parentPort?.on('message', ({ id, views }: Asking) => {
  count(views).then(
    (counts) => parentPort?.postMessage({ id, counts } satisfies Told),
    (error: unknown) =>
      parentPort?.postMessage({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

async function count(views: Asking['views']) {
  const counts: Record<string, ViewCount> = {};
  const lookedAt = new Map<string, Promise<number>>();
  for (const [key, view] of Object.entries(views)) counts[key] = await countOf(db, view, lookedAt);
  return counts;
}
