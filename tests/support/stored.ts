import BetterSqlite from 'better-sqlite3';
import { join } from 'node:path';
import type { Desk } from './desk.ts';

/** The database itself, past every line of ours. */
export function stored<T = Record<string, unknown>>(desk: Desk, query: string, ...values: unknown[]): T[] {
  const file = new BetterSqlite(join(desk.dataDir, 'answerback.db'), { readonly: true });
  try {
    return file.prepare(query).all(...values) as T[];
  } finally {
    file.close();
  }
}
