import { eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rolePermissions, roles, userPermissions, users } from '../../db/schema/people.ts';
import { rightsOf } from '../auth/rights.ts';
import { ACTIONS, AREAS, type Rights } from '../people/contract.ts';

/** Null for a person who is not there. */
export async function rightsOfPerson(db: Db, id: string) {
  const [person] = await db
    .select({ role: users.role, kind: roles.kind, active: users.active })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(eq(users.id, id));
  if (!person) return null;
  const ofRole = await db.select().from(rolePermissions).where(eq(rolePermissions.role, person.role));
  const ownRows = await db.select().from(userPermissions).where(eq(userPermissions.userId, id));
  const own: Rights = {};
  for (const row of ownRows) {
    const area = AREAS.find((known) => known === row.area);
    if (area) own[area] = ACTIONS.filter((action) => row[action]);
  }
  return { ...person, ofRole, own, rights: rightsOf(person.kind, [...ofRole, ...ownRows]) };
}
