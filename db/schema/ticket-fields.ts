import { bool, int, table, text } from '#dialect';
import type { StatusType } from '../../server/ticket-fields/contract.ts';

export const statuses = table('statuses', {
  code: text().primaryKey(),
  name: text().notNull(),
  type: text().$type<StatusType>().notNull(),
  colour: text().notNull(),
  weight: int().notNull(),
  isDefault: bool().notNull().default(false),
});

export const priorities = table('priorities', {
  code: text().primaryKey(),
  name: text().notNull(),
  colour: text().notNull(),
  weight: int().notNull(),
  isDefault: bool().notNull().default(false),
  responseMinutes: int().notNull(),
  resolutionMinutes: int().notNull(),
});

export const categories = table('categories', {
  code: text().primaryKey(),
  name: text().notNull(),
  weight: int().notNull(),
});
