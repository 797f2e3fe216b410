import { asc } from 'drizzle-orm';
import { type Db, prepared } from '../../db/database.ts';
import { categories, priorities, statuses } from '../../db/schema/ticket-fields.ts';
import { AppError } from '../errors.ts';
import type { StatusType } from './contract.ts';

const allStatuses = prepared((db) => db.select().from(statuses).orderBy(asc(statuses.weight)));
const allPriorities = prepared((db) => db.select().from(priorities).orderBy(asc(priorities.weight)));
const allCategories = prepared((db) => db.select().from(categories).orderBy(asc(categories.weight)));

export const statusList = async (db: Db) => allStatuses(db).execute();
export const priorityList = async (db: Db) => allPriorities(db).execute();
export const categoryList = async (db: Db) => allCategories(db).execute();

/** Throws 422 if no status has this code. */
export async function requireStatus(db: Db, code: string) {
  const found = (await statusList(db)).find((status) => status.code === code);
  return found ?? missing('status');
}

/** The default status of a type. */
export async function statusOfType(db: Db, type: StatusType) {
  const found = (await statusList(db)).find((status) => status.type === type && status.isDefault);
  if (!found) throw new Error(`No status of type ${type} is marked as the default.`);
  return found;
}

/** The default priority if `code` is undefined. */
export async function requirePriority(db: Db, code: string | undefined) {
  const found = (await priorityList(db)).find((priority) => (code ? priority.code === code : priority.isDefault));
  return found ?? missing('priority');
}

export async function requireCategory(db: Db, code: string | null): Promise<string | null> {
  if (code === null) return null;
  const found = (await categoryList(db)).find((category) => category.code === code);
  return (found ?? missing('category')).code;
}

function missing(field: 'status' | 'priority' | 'category'): never {
  const message = `There is no such ${field}.`;
  throw new AppError(422, 'invalid', message, { fields: { [field]: message } });
}
