import { int, json, table, text } from '#dialect';

/** Counters such as `ticket_number` and `waiting`, updated in the transaction of the change. */
export const counters = table('counters', { name: text().primaryKey(), value: int().notNull() });

/** The settings of the installation; server/settings/contract.ts has the defaults. */
export const settings = table('settings', { name: text().primaryKey(), value: json<unknown>().notNull() });

export const meta = table('meta', { key: text().primaryKey(), value: text().notNull() });
