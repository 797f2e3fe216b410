import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rolePermissions, roles, userPermissions, users } from '../../db/schema/people.ts';
import type { Action, Area, Rights } from '../people/contract.ts';
import { rightsOf } from './rights.ts';

/** The rights of the active staff by their ids, without machines, in three queries for all of them. */
export async function rightsOfStaff(db: Db, among?: string[]): Promise<Map<string, Rights>> {
  const people = await db
    .select({ id: users.id, role: users.role })
    .from(users)
    .innerJoin(roles, and(eq(roles.code, users.role), eq(roles.kind, 'staff')))
    .where(and(eq(users.active, true), eq(users.machine, false), among && inArray(users.id, among)));
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
