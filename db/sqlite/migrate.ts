import BetterSqlite from 'better-sqlite3';
import { drizzle } from '#dialect';
import { migrate as runMigrations } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sync } from './backup.ts';
import { seeds } from '../seed.ts';
import { stamp } from './snapshots.ts';

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));
/** The number of migrations in this version of Answerback. */
export const known = readMigrationFiles({ migrationsFolder }).length;

/**
 * Migrates the file to the current schema, in one transaction. First copies an existing database to
 * `snapshots/before-<n>-<time>.db` beside it; returns the path of that copy, or null if there was nothing to do.
 */
export function migrate(file: string, now = Date.now()): string | null {
  mkdirSync(dirname(file), { recursive: true });
  const isThere = existsSync(file);
  const sqlite = new BetterSqlite(file, { timeout: 5_000 });
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    const done = applied(sqlite);
    if (done > known)
      throw new Error(
        'This database was written by a newer version of Answerback. Start that one, or restore a backup.',
      );
    if (done === known) return null;
    const copy = isThere && done > 0 ? snapshotOf(sqlite, { file, done, now }) : null;
    const db = drizzle(sqlite, { casing: 'snake_case' });
    runMigrations(db, { migrationsFolder });
    sqlite.transaction(() => {
      for (const insert of seeds(db, { epoch: randomUUID() })) insert.run();
    })();
    return copy;
  } finally {
    sqlite.close();
  }
}

/** The number of migrations that were applied to a database. */
export function applied(sqlite: BetterSqlite.Database): number {
  const table = sqlite.prepare(`SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'`).get();
  return table ? Number(sqlite.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get()) : 0;
}

function snapshotOf(sqlite: BetterSqlite.Database, { file, done, now }: { file: string; done: number; now: number }) {
  const folder = join(dirname(file), 'snapshots');
  mkdirSync(folder, { recursive: true });
  const copy = join(folder, `before-${done}-${stamp(now)}.db`);
  sqlite.prepare('VACUUM INTO ?').run(copy);
  sync(copy);
  return copy;
}
