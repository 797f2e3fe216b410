import { bool, int, table, text, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { Colour, StatusType } from '../../server/ticket-fields/contract.ts';

const isDefault = sql`is_default`;

const colour = () => text().$type<Colour>();

/** Rows are never deleted, because tickets and the history name them: `deleted` ones are offered and listed nowhere. */
const shared = () => ({
  code: text().primaryKey(),
  name: text().notNull(),
  description: text().notNull().default(''),
  weight: int().notNull(),
  isDefault: bool().notNull().default(false),
  archived: bool().notNull().default(false),
  deleted: bool().notNull().default(false),
  /** The value that its tickets got when it was deleted. */
  replacedBy: text(),
});

export const statuses = table(
  'statuses',
  { ...shared(), colour: colour().notNull(), type: text().$type<StatusType>().notNull() },
  (t) => [uniqueIndex('statuses_default').on(t.type).where(isDefault)],
);

export const priorities = table(
  'priorities',
  { ...shared(), colour: colour().notNull(), responseMinutes: int().notNull(), resolutionMinutes: int().notNull() },
  (t) => [uniqueIndex('priorities_default').on(t.isDefault).where(isDefault)],
);

export const categories = table('categories', { ...shared(), colour: colour().notNull().default('ink') }, (t) => [
  uniqueIndex('categories_default').on(t.isDefault).where(isDefault),
]);
