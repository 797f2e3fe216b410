import BetterSqlite from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const SYNC_EVERY_MS = 50;
const halfOf = (copy: string) => `${copy}.half`;

/**
 * Copies the database as it is at one moment, while others write to it, into a new file that holds all of it. Blocks its
 * thread for as long as that takes. The file is there whole or not at all.
 */
export function backUp(file: string, copy: string) {
  if (existsSync(copy)) throw new Error(`${copy} is there already. Choose another name.`);
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
 * The same in a thread of its own. What is written goes to the disk all the while: a file system that had to write all of
 * a copy at once would keep everybody's COMMIT waiting for it.
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
  // A disk that refused a page refuses it once: the sync at the end would know nothing of it.
  if (synced.status === 'rejected') {
    rmSync(copy, { force: true });
    throw synced.reason;
  }
}

/** It is not there before the first page, nor after the last, when it has its own name. */
async function syncIfThere(path: string) {
  const file = await open(path).catch(() => null);
  try {
    await file?.datasync();
  } finally {
    await file?.close();
  }
}

/** What is wrong with a database, by its own check; an empty list where nothing is. */
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

/** Until the disk has it, of a file or of a folder's names. */
export function sync(path: string) {
  const fd = openSync(path, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
