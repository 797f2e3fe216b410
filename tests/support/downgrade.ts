import BetterSqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const migrations = fileURLToPath(new URL('../../db/migrations', import.meta.url));

/** Puts a closed database back to how the first migration made it: its rows, with the columns that there were then. */
export function downgrade(file: string) {
  const old = `${file}.old`;
  const folder = mkdtempSync(join(tmpdir(), 'answerback-migrations-'));
  cpSync(migrations, folder, { recursive: true });
  const journal = join(folder, 'meta', '_journal.json');
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: unknown[] };
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 1) }));

  const db = new BetterSqlite(old);
  migrate(drizzle(db), { migrationsFolder: folder });
  db.pragma('foreign_keys = OFF');
  db.exec(`ATTACH '${file}' AS new`);
  const tables = db
    .prepare<[], string>(
      `SELECT o.name FROM main.sqlite_master o JOIN new.sqlite_master n USING (name, type)
       WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '__drizzle*'`,
    )
    .pluck()
    .all();
  for (const table of tables) {
    const columns = db
      .prepare<[string, string], string>(
        `SELECT '"' || o.name || '"' FROM pragma_table_info(?, 'main') o JOIN pragma_table_info(?, 'new') n USING (name)`,
      )
      .pluck()
      .all(table, table)
      .join();
    db.exec(`INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM new."${table}"`);
  }
  db.exec(`DETACH new; DELETE FROM counters WHERE name NOT IN ('ticket_number', 'waiting')`);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  for (const rest of ['', '-wal', '-shm']) rmSync(file + rest, { force: true });
  renameSync(old, file);
  rmSync(folder, { recursive: true });
}
