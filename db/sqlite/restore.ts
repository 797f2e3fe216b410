import BetterSqlite from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { problemsIn, sync } from './backup.ts';
import { migrate } from './migrate.ts';
import { stamp } from './snapshots.ts';

/**
 * Replaces the database by a backup with a new epoch, so that every client reloads its data. Moves the old database to
 * `replaced/<time>/` and returns that path, or null if there was none. Call `holdFolder` first.
 */
export function restore(backup: string, file: string, now = Date.now()): string | null {
  if (!existsSync(backup)) throw new Error(`There is no file ${backup}.`);
  const problems = problemsOf(backup);
  if (problems.length > 0) throw new Error(`${backup} cannot be restored: ${problems[0]}`);
  mkdirSync(dirname(file), { recursive: true });
  const incoming = `${file}.incoming`;
  copyFileSync(backup, incoming);
  // A copy has the permissions of its original, which an admin may have made anywhere.
  chmodSync(incoming, 0o600);
  // Everything that can fail happens to the copy, while the old database is still in place.
  migrate(incoming, now);
  renewEpoch(incoming);
  sync(incoming);
  const aside = existsSync(file) ? putAside(file, now) : null;
  renameSync(incoming, file);
  sync(dirname(file));
  return aside;
}

function problemsOf(backup: string): string[] {
  try {
    return problemsIn(backup);
  } catch {
    return ['it is not a database of Answerback.'];
  }
}

/** Sets a new epoch, so that clients discard their data. */
export function renewEpoch(file: string) {
  const sqlite = new BetterSqlite(file);
  sqlite.prepare(`UPDATE meta SET value = ? WHERE key = 'epoch'`).run(randomUUID());
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
  sqlite.pragma('journal_mode = DELETE');
  sqlite.close();
}

function putAside(file: string, now: number): string {
  const folder = join(dirname(file), 'replaced', stamp(now));
  mkdirSync(folder, { recursive: true });
  for (const name of [file, `${file}-wal`, `${file}-shm`])
    if (existsSync(name)) renameSync(name, join(folder, basename(name)));
  sync(folder);
  return folder;
}
