import { asc, count, eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { rolePermissions, roles, users } from '../../db/schema/people.ts';
import { rightsOf } from '../auth/rights.ts';
import { isPredefined, type ListedRole, type Role } from './contract.ts';

const all = prepared((db) => db.select().from(roles).orderBy(asc(roles.name), asc(roles.code)));
export const roleList = async (db: Db): Promise<ListedRole[]> => all(db).execute();

const byCode = prepared((db) =>
  db
    .select()
    .from(roles)
    .where(eq(roles.code, bound('code'))),
);
export async function findListedRole(db: Db, code: string): Promise<ListedRole | null> {
  const [row] = await byCode(db).execute({ code });
  return row ?? null;
}

/** With what each may do and how many people have it. */
export async function wholeRoles(db: Db): Promise<Role[]> {
  const rows = await roleList(db);
  const rights = Map.groupBy(await db.select().from(rolePermissions), ({ role }) => role);
  const counted = await db.select({ role: users.role, n: count() }).from(users).groupBy(users.role);
  const people = new Map(counted.map(({ role, n }) => [role, n]));
  return rows.map((row) => ({
    ...row,
    predefined: isPredefined(row.code),
    people: people.get(row.code) ?? 0,
    rights: rightsOf(row.kind, rights.get(row.code) ?? []),
  }));
}

export const findRole = async (db: Db, code: string): Promise<Role | null> =>
  (await wholeRoles(db)).find((one) => one.code === code) ?? null;
