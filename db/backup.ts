import BetterSqlite from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Copies the database as it is at one moment, while others write to it, into a new file that holds all of it. Blocks its
 * thread for as long as that takes. The file is there whole or not at all.
 */
export function backUp(file: string, copy: string) {
  if (existsSync(copy)) throw new Error(`${copy} is there already. Choose another name.`);
  const half = `${copy}.half`;
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
