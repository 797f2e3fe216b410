/** Access rules for HTTP and sockets. 404 for things that an actor may not see, 403 for forbidden actions on visible things. */
import { eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { rolePermissions, roles, userPermissions, users } from '../../db/schema/people.ts';
import type { Actor } from './actor.ts';
import type { Unit } from '../commit.ts';
import { blocked, forbidden, signedOut } from '../errors.ts';
import { type Action, AREAS, type Area, type Rights, type RoleKind } from '../people/contract.ts';
import { isBlocked } from '../widget/queries.ts';
import { rightsOf } from './rights.ts';

export const can = (actor: Pick<Actor, 'rights'>, action: Action, area: Area) =>
  actor.rights[area]?.includes(action) ?? false;

export const mayViewNotes = (actor: Pick<Actor, 'kind' | 'rights'>) =>
  actor.kind === 'staff' && can(actor, 'view', 'notes');

export function requireRight(actor: Pick<Actor, 'rights'>, action: Action, area: Area) {
  if (!can(actor, action, area)) throw forbidden();
}

/** The access that a route or command requires. */
export interface Access {
  needs: readonly [Action, Area] | 'signed-in';
  only?: RoleKind;
}

export function requireAccess(actor: Actor, { needs, only }: Access) {
  if (only) requireKind(actor, only);
  if (needs !== 'signed-in') requireRight(actor, needs[0], needs[1]);
}

const personById = prepared((db) =>
  db
    .select({
      id: users.id,
      name: users.name,
      role: users.role,
      kind: roles.kind,
      capacity: users.capacity,
      active: users.active,
    })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(eq(users.id, bound('id'))),
);
const rightsOfRole = prepared((db) =>
  db
    .select()
    .from(rolePermissions)
    .where(eq(rolePermissions.role, bound('role'))),
);
const ownRights = prepared((db) =>
  db
    .select()
    .from(userPermissions)
    .where(eq(userPermissions.userId, bound('id'))),
);

/** Loads a person with their current rights. `stamp` is `Writer.rights`, read before this call. */
export async function findActor(db: Db, id: string, stamp: number | null = null): Promise<Actor | null> {
  const [row] = await personById(db).execute({ id });
  if (!row?.active) return null;
  const rights = rightsOf(row.kind, [
    ...(await rightsOfRole(db).execute({ role: row.role })),
    ...(await ownRights(db).execute({ id })),
  ]);
  return { id: row.id, name: row.name, role: row.role, kind: row.kind, capacity: row.capacity, rights, stamp };
}

/** Whether the actor has every one of these rights. */
export const holdsAll = (actor: Pick<Actor, 'rights'>, rights: Rights) =>
  AREAS.every((area) => (rights[area] ?? []).every((action) => can(actor, action, area)));

export async function holdsRightsOf(db: Db, actor: Pick<Actor, 'rights'>, role: string): Promise<boolean> {
  return holdsAll(actor, rightsOf('staff', await rightsOfRole(db).execute({ role })));
}

/** Nobody gives a role with a right that they lack. */
export async function requireMayGive(db: Db, actor: Actor, role: string) {
  requireRight(actor, 'update', 'roles');
  if (!(await holdsRightsOf(db, actor, role))) throw forbidden('This role may do more than you.');
}

/** Loads the actor again inside a unit: rights can be lost between the route's check and the transaction. */
export async function reload({ tx, rights }: Pick<Unit, 'tx' | 'rights'>, actor: Actor): Promise<Actor> {
  if (actor.stamp === rights) return actor;
  const now = await findActor(tx, actor.id);
  if (!now) throw (await isBlocked(tx, actor.id)) ? blocked() : signedOut();
  return now;
}

export function requireKind(actor: Actor, kind: RoleKind) {
  if (actor.kind !== kind) throw forbidden();
}

export function requireStaff(actor: Actor) {
  if (actor.kind !== 'staff') throw forbidden();
}
