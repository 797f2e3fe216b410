/**
 * The building blocks of the schema and all queries, for SQLite. Another database has a file with the same exports, and
 * keeps the promise in each comment here.
 */
import { type Column, type SQL, sql } from 'drizzle-orm';
import { integer, sqliteTable, text as textColumn } from 'drizzle-orm/sqlite-core';
import { containing } from './containing.ts';

export { alias, check, index, primaryKey, uniqueIndex } from 'drizzle-orm/sqlite-core';
export { compiled } from './compiled.ts';
export { drizzle } from 'drizzle-orm/better-sqlite3';
export type { BetterSQLite3Database as Database } from 'drizzle-orm/better-sqlite3';

export const table = sqliteTable;
/** Sorts by bytes: `A` before `a`, and an id before every later one. */
export const text = textColumn;
/** A 64-bit integer, read as a JavaScript number: NOT_WAITING and `slaRank` do not fit into 32 bits. */
export const int = () => integer();
/** Use it only as a condition and never as a number: `CASE WHEN breached`, not `breached * 2` or `sum(breached)`. */
export const bool = () => integer({ mode: 'boolean' });
/** Milliseconds since 1970, UTC, in 64 bits. */
export const timestamp = () => integer();
export const json = <T>() => textColumn({ mode: 'json' }).$type<T>();
/** Grows in commit order and never returns a number twice. */
export const sequence = () => integer().primaryKey({ autoIncrement: true });

/**
 * A parameter of a prepared statement: `eq(users.id, bound('id'))`. The plus hides the value from the planner: SQLite with
 * STAT4, which better-sqlite3 uses, would compile every join again for each value (measured: 25 µs per run instead of 2.4).
 */
export const bound = (name: string) => sql`+${sql.placeholder(name)}`;

/** Whether a column contains this text. Ignores the case of a to z; `part` has no wildcards. */
export const contains = (column: Column, part: string): SQL => sql`${column} LIKE ${containing(part)} ESCAPE '\\'`;
