import BetterSqlite from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const SYNC_EVERY_MS = 50;
const halfOf = (copy: string) => `${copy}.half`;

/**
 * Copies one snapshot of the database into a new file, while others write. Blocks its thread meanwhile. The copy appears
 * complete or not at all.
 */
export function backUp(file: string, copy: string) {
  if (existsSync(copy)) throw new Error(`${copy} exists already. Choose another name.`);
  const half = halfOf(copy);
  rmSync(half, { force: true });
  const sqlite = new BetterSqlite(file, { readonly: true, timeout: 5_000 });
  try {
    sqlite.prepare('VACUUM INTO ?').run(half);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  } finally {
    sqlite.close();
  }
  sync(half);
  renameSync(half, copy);
  sync(dirname(copy));
}

/**
 * The same in a worker thread. Syncs the copy to disk bit by bit: syncing it all at the end would delay every COMMIT
 * meanwhile.
 */
export async function backUpBeside(file: string, copy: string) {
  const worker = new Worker(new URL('./backup.worker.ts', import.meta.url), { workerData: { file, copy } });
  let isOver = false;
  const over = new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  }).finally(() => (isOver = true));
  const syncing = (async () => {
    for (; !isOver; await sleep(SYNC_EVERY_MS)) await syncIfThere(halfOf(copy));
  })();
  const [copied, synced] = await Promise.allSettled([over, syncing]);
  if (copied.status === 'rejected') throw copied.reason;
  // A failed fsync reports an error only once: the last fsync would succeed and hide it.
  if (synced.status === 'rejected') {
    rmSync(copy, { force: true });
    throw synced.reason;
  }
}

/** The temporary file does not exist before the first page, nor after the last, when it is renamed. */
async function syncIfThere(path: string) {
  const file = await open(path).catch(() => null);
  try {
    await file?.datasync();
  } finally {
    await file?.close();
  }
}

/** The problems that SQLite's own checks find; empty if there are none. */
export function problemsIn(file: string): string[] {
  const sqlite = new BetterSqlite(file, { readonly: true, timeout: 5_000 });
  try {
    const said = sqlite.pragma('integrity_check') as { integrity_check: string }[];
    const broken = sqlite.pragma('foreign_key_check') as { table: string }[];
    return [
      ...said.map((line) => line.integrity_check).filter((line) => line !== 'ok'),
      ...broken.map(({ table }) => `A row of ${table} refers to one that is not there.`),
    ];
  } finally {
    sqlite.close();
  }
}

/** Syncs a file, or the names in a folder, to disk. */
export function sync(path: string) {
  const fd = openSync(path, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
