import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../db/database.ts';
import { categories, priorities, statuses } from '../../db/schema/ticket-fields.ts';
import { isNumbered, tickets } from '../../db/schema/tickets.ts';
import { AppError, notFound } from '../errors.ts';
import { type FieldList, type StatusType, type Uses, USES_MOST } from './contract.ts';

const allStatuses = prepared((db) => db.select().from(statuses).orderBy(asc(statuses.weight), asc(statuses.code)));
const allPriorities = prepared((db) =>
  db.select().from(priorities).orderBy(asc(priorities.weight), asc(priorities.code)),
);
const allCategories = prepared((db) =>
  db.select().from(categories).orderBy(asc(categories.weight), asc(categories.code)),
);

/** With archived and deleted ones, which tickets and the history name. */
export const statusList = async (db: Db) => allStatuses(db).execute();
export const priorityList = async (db: Db) => allPriorities(db).execute();
export const categoryList = async (db: Db) => allCategories(db).execute();

/** What the three tables share. `type` and the targets are of one of them. */
export type Value = typeof categories.$inferSelect & {
  type?: StatusType;
  responseMinutes?: number;
  resolutionMinutes?: number;
};
export function valuesOf(db: Db, list: FieldList): Promise<Value[]> {
  if (list === 'statuses') return statusList(db);
  return list === 'priorities' ? priorityList(db) : categoryList(db);
}

/** The boundary of what the commands treat alike: the tables share these columns, and the builder reads the others by name. */
export const tableOf = (list: FieldList) =>
  ({ statuses, priorities, categories })[list] as unknown as typeof categories;

/** Throws 404 for a value that does not exist or is deleted. */
export async function requireValue(db: Db, list: FieldList, code: string): Promise<Value> {
  const found = (await valuesOf(db, list)).find((one) => one.code === code && !one.deleted);
  if (!found) throw notFound();
  return found;
}

/** What a person chooses must be offered; `now` is the value that the ticket has. */
export async function requireStatus(db: Db, code: string) {
  return offered('status', await statusList(db), code);
}

/** The default status of a type. */
export async function statusOfType(db: Db, type: StatusType) {
  const found = (await statusList(db)).find((status) => status.type === type && status.isDefault);
  if (!found) throw new Error(`No status of type ${type} is marked as the default.`);
  return found;
}

/** The default priority if `code` is undefined. */
export async function requirePriority(db: Db, code: string | undefined) {
  const all = await priorityList(db);
  return offered('priority', all, code ?? all.find(({ isDefault }) => isDefault)?.code);
}

/** The priority that a ticket has, also if it is archived. */
export async function priorityOf(db: Db, code: string) {
  const found = (await priorityList(db)).find((one) => one.code === code);
  if (!found) throw new Error(`There is no priority ${code}.`);
  return found;
}

export async function requireCategory(db: Db, code: string | null): Promise<string | null> {
  return code === null ? null : offered('category', await categoryList(db), code).code;
}

/** What a ticket gets that names no category. */
export async function defaultCategory(db: Db): Promise<string | null> {
  return (await categoryList(db)).find(({ isDefault }) => isDefault)?.code ?? null;
}

function offered<V extends Value>(field: 'status' | 'priority' | 'category', all: V[], code: string | undefined): V {
  const found = all.find((one) => one.code === code && !one.deleted);
  if (found && !found.archived) return found;
  const codes = all.filter(({ archived, deleted }) => !archived && !deleted).map((one) => one.code);
  const choices = codes.length > 0 ? ` Use one of: ${codes.join(', ')}.` : '';
  const message = found
    ? `“${found.name}” is archived. Choose another ${field}.`
    : `There is no such ${field}.${choices}`;
  throw new AppError(422, 'invalid', message, { fields: { [field]: message } });
}

const OF_TICKET = { statuses: tickets.status, priorities: tickets.priority, categories: tickets.category };

/** The condition of the upkeep's indexes. */
export const hasValue = (list: FieldList, code: SQL | string | typeof categories.code) =>
  and(isNumbered, eq(OF_TICKET[list], code));

/** The number of tickets of each value, from an index that holds nothing else. */
export async function usesOf(db: Db, list: FieldList): Promise<Map<string, Uses>> {
  const table = tableOf(list);
  const some = db
    .select({ one: sql`1` })
    .from(tickets)
    .where(hasValue(list, table.code))
    .limit(USES_MOST + 1);
  const rows = await db.select({ code: table.code, n: sql<number>`(SELECT count(*) FROM (${some}))` }).from(table);
  return new Map(rows.map(({ code, n }) => [code, { n: Math.min(n, USES_MOST), more: n > USES_MOST }]));
}
