/** Access rules for HTTP and sockets. 404 for things that an actor may not see, 403 for forbidden actions on visible things. */
import { eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { rolePermissions, roles, userPermissions, users } from '../../db/schema/people.ts';
import type { Actor } from './actor.ts';
import { scopesOf } from './api-tokens.ts';
import type { Unit } from '../commit.ts';
import { AppError, blocked, forbidden, signedOut } from '../errors.ts';
import { type Action, AREAS, type Area, type Rights, type RoleKind } from '../people/contract.ts';
import { isBlocked } from '../widget/queries.ts';
import { rightsOf } from './rights.ts';

export const can = (actor: Pick<Actor, 'rights'>, action: Action, area: Area) =>
  actor.rights[area]?.includes(action) ?? false;

export const mayViewNotes = (actor: Pick<Actor, 'kind' | 'rights'>) =>
  actor.kind === 'staff' && can(actor, 'view', 'notes');

type Asking = Pick<Actor, 'rights' | 'unscoped'>;

export function requireRight(actor: Asking, action: Action, area: Area) {
  if (!can(actor, action, area)) throw lacking(actor, { [area]: [action] });
}

/** For an actor who lacks some of these rights. Where only the scopes of a token keep them from its person, it names those scopes. */
export function lacking(actor: Asking, rights: Rights, message?: string): AppError {
  if (!actor.unscoped || !holdsAll({ rights: actor.unscoped }, rights)) return forbidden(message);
  const scopes = AREAS.flatMap((area) =>
    (rights[area] ?? []).filter((action) => !can(actor, action, area)).map((action) => `${area}:${action}`),
  );
  const named = scopes.slice(0, SCOPES_NAMED).join(', ') + (scopes.length > SCOPES_NAMED ? ', …' : '');
  return forbidden(`This token lacks scopes that its role allows: ${named}.`, { scopes });
}
const SCOPES_NAMED = 5;

/** The same for rights of a person or a role. A token that may not view those learns none of them from the refusal. */
export const lackingOf = (of: 'people' | 'roles', { actor, rights, message }: LackingOf): AppError =>
  can(actor, 'view', of) ? lacking(actor, rights, message) : forbidden(message);

interface LackingOf {
  actor: Asking;
  rights: Rights;
  message: string;
}

/** The access that a route or command requires. */
export interface Access {
  needs: readonly [Action, Area] | 'signed-in';
  only?: RoleKind;
  /** A token cannot, whatever its scopes: with it a stolen token would outlive its end. */
  by?: 'person';
}

export const mayAccess = (actor: Actor, { needs, only }: Access) =>
  (only === undefined || actor.kind === only) && (needs === 'signed-in' || can(actor, needs[0], needs[1]));

export function requireAccess(actor: Actor, access: Access) {
  if (access.only !== undefined && actor.kind !== access.only) throw forbidden();
  if (access.needs !== 'signed-in') requireRight(actor, ...access.needs);
}

/** What is one's own (the password, sessions, tokens) belongs to no area, so no scope gives it to a token. */
export function requirePerson({ tokenId }: Actor, { needs, by }: Pick<Access, 'by'> & { needs: unknown }) {
  if (tokenId !== null && (by === 'person' || needs === 'signed-in'))
    throw new AppError(403, 'tokens.refused', 'An API token cannot do this. Sign in.');
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
export async function findActor(
  db: Db,
  id: string,
  { stamp = null, token = null }: { stamp?: number | null; token?: { id: string; scopes: Rights } | null } = {},
): Promise<Actor | null> {
  const person = await findHolder(db, id);
  if (!person?.active) return null;
  const { name, role, kind, capacity, rights } = person;
  return {
    ...{ id, name, role, kind, capacity, stamp },
    rights: token ? narrowed(rights, token.scopes) : rights,
    tokenId: token?.id ?? null,
    unscoped: token && rights,
  };
}

/** Also somebody who is deactivated, with the rights that they would have again. */
export async function findHolder(db: Db, id: string) {
  const [row] = await personById(db).execute({ id });
  if (!row) return null;
  const ofRole = await rightsOfRole(db).execute({ role: row.role });
  return { ...row, rights: rightsOf(row.kind, [...ofRole, ...(await ownRights(db).execute({ id }))]) };
}

/** What both allow. */
export function narrowed(rights: Rights, scopes: Rights): Rights {
  const kept: Rights = {};
  for (const area of AREAS) {
    const both = (rights[area] ?? []).filter((action) => scopes[area]?.includes(action));
    if (both.length > 0) kept[area] = both;
  }
  return kept;
}

/** Whether the actor has every one of these rights. */
export const holdsAll = (actor: Pick<Actor, 'rights'>, rights: Rights) =>
  AREAS.every((area) => (rights[area] ?? []).every((action) => can(actor, action, area)));

/** What a role of the team may do. */
export const roleRights = async (db: Db, role: string): Promise<Rights> =>
  rightsOf('staff', await rightsOfRole(db).execute({ role }));

export const holdsRightsOf = async (db: Db, actor: Pick<Actor, 'rights'>, role: string): Promise<boolean> =>
  holdsAll(actor, await roleRights(db, role));

/** Nobody gives a role with a right that they lack. */
export async function requireMayGive(db: Db, actor: Actor, role: string) {
  requireRight(actor, 'update', 'roles');
  const needed = await roleRights(db, role);
  if (!holdsAll(actor, needed))
    throw lackingOf('roles', { actor, rights: needed, message: 'This role may do more than you.' });
}

/** Loads the actor again inside a unit: rights can be lost between the route's check and the transaction. */
export async function reload({ tx, rights }: Pick<Unit, 'tx' | 'rights'>, actor: Actor): Promise<Actor> {
  if (actor.stamp === rights) return actor;
  const { tokenId } = actor;
  const scopes = tokenId && (await scopesOf(tx, tokenId));
  if (tokenId && !scopes) throw signedOut();
  const now = await findActor(tx, actor.id, { token: tokenId && scopes ? { id: tokenId, scopes } : null });
  if (!now) throw (await isBlocked(tx, actor.id)) ? blocked() : signedOut();
  return now;
}

export function requireStaff(actor: Actor) {
  if (actor.kind !== 'staff') throw forbidden();
}
