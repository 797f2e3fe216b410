import { int, json, table, text } from '#dialect';

/** Numbers that are kept in the transaction that changes them: `ticket_number`, `waiting`. */
export const counters = table('counters', { name: text().primaryKey(), value: int().notNull() });

/** The installation's choices; one that has no row is as server/settings/contract.ts says. */
export const settings = table('settings', { name: text().primaryKey(), value: json<unknown>().notNull() });

export const meta = table('meta', { key: text().primaryKey(), value: text().notNull() });
