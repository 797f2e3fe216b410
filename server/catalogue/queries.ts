import { asc } from 'drizzle-orm';
import { type Db, prepared } from '../../db/connection.ts';
import { categories, priorities, statuses } from '../../db/schema.ts';

const allStatuses = prepared((db) => db.select().from(statuses).orderBy(asc(statuses.weight)));
const allPriorities = prepared((db) => db.select().from(priorities).orderBy(asc(priorities.weight)));
const allCategories = prepared((db) => db.select().from(categories).orderBy(asc(categories.weight)));

export const statusList = async (db: Db) => allStatuses(db).execute();
export const priorityList = async (db: Db) => allPriorities(db).execute();
export const categoryList = async (db: Db) => allCategories(db).execute();
