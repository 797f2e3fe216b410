/** A worker with its own connection: checkpoints the log on request. */
import BetterSqlite from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';

const sqlite = new BetterSqlite(String(workerData), { timeout: 5_000 });
sqlite.pragma('synchronous = FULL');
parentPort?.on('message', () => {
  sqlite.pragma('wal_checkpoint(PASSIVE)');
  parentPort?.postMessage('done');
});
