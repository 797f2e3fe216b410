import BetterSqlite from 'better-sqlite3';
import { join } from 'node:path';
import { prepareDataFolder } from '../data-folder.ts';
import { sqliteCode } from './connection.ts';

/**
 * Allows one process per data folder. The operating system holds the lock on `lock.db`, so it ends with the process, even
 * after a crash. Throws if another process holds it.
 */
export function holdFolder(dataDir: string): { release(): void } {
  prepareDataFolder(dataDir);
  const sqlite = new BetterSqlite(join(dataDir, 'lock.db'), { timeout: 0 });
  try {
    sqlite.pragma('locking_mode = EXCLUSIVE');
    sqlite.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    sqlite.close();
    if (sqliteCode(error) !== 'SQLITE_BUSY') throw error;
    throw new Error(`Another Answerback runs on the folder ${dataDir}. Stop it, or set DATA_DIR to another folder.`, {
      cause: error,
    });
  }
  return { release: () => void sqlite.close() };
}
