import { and, eq, inArray, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rolePermissions, roles, userPermissions, users } from '../../db/schema/people.ts';
import type { Action, Area, Rights } from '../people/contract.ts';
import { rightsOf } from './rights.ts';

/** The rights of the active staff by their ids, without machines, in three queries for all of them. */
export const rightsOfStaff = async (db: Db, among?: string[]): Promise<Map<string, Rights>> =>
  rightsWhere(db, and(eq(users.active, true), eq(users.machine, false), among && inArray(users.id, among)), among);

/** Of deactivated staff: the rights that they would have again. */
export const rightsOfDeactivated = async (db: Db): Promise<Map<string, Rights>> =>
  rightsWhere(db, eq(users.active, false));

/** Of all who have a role of the team, with machines and with those who are deactivated. */
export const rightsOfHolders = async (db: Db, role: string): Promise<Map<string, Rights>> =>
  rightsWhere(db, eq(users.role, role));

async function rightsWhere(db: Db, condition: SQL | undefined, among?: string[]): Promise<Map<string, Rights>> {
  const people = await db
    .select({ id: users.id, role: users.role })
    .from(users)
    .innerJoin(roles, and(eq(roles.code, users.role), eq(roles.kind, 'staff')))
    .where(condition);
  const ofRoles = Map.groupBy(await db.select().from(rolePermissions), ({ role }) => role);
  const own = await db
    .select()
    .from(userPermissions)
    .where(among && inArray(userPermissions.userId, among));
  const ofPeople = Map.groupBy(own, ({ userId }) => userId);
  return new Map(
    people.map(({ id, role }) => [id, rightsOf('staff', [...(ofRoles.get(role) ?? []), ...(ofPeople.get(id) ?? [])])]),
  );
}

/** May give others rights, so that the team is never without somebody who can. */
export const isManager = (rights: Rights) =>
  (['people', 'roles'] as const).every((area) =>
    (['view', 'update'] as const).every((action) => rights[area]?.includes(action)),
  );

/** Those of these people who are active staff with this right. */
export async function staffWhoMay(db: Db, [action, area]: readonly [Action, Area], among: string[]): Promise<string[]> {
  const rights = await rightsOfStaff(db, among);
  return among.filter((id) => rights.get(id)?.[area]?.includes(action));
}
