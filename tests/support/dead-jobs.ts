import BetterSqlite from 'better-sqlite3';
import { join } from 'node:path';
import { uuidv7 } from '../../db/ids.ts';

/** Jobs that failed for good: `gone 0` first, and each next one a moment later. */
export function addDeadJobs(dataDir: string, count: number): void {
  const db = new BetterSqlite(join(dataDir, 'answerback.db'), { timeout: 5_000 });
  const add = db.prepare(
    `INSERT INTO jobs (id, kind, key, payload, due_at, created_at, dead_at) VALUES (?, 'files.remove', ?, '{}', 0, 0, ?)`,
  );
  for (let n = 0; n < count; n += 1) add.run(uuidv7(), `gone ${n}`, 1 + n);
  db.close();
}
