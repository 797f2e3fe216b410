import { and, asc, eq, gt, isNull, or } from 'drizzle-orm';
import { bound, contains } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { roles, users } from '../../db/schema/people.ts';
import type { Actor } from '../auth/actor.ts';
import { menuFor } from '../menu/queries.ts';
import { fold } from '../folding/contract.ts';
import { cursorAt, placeIn } from '../http/cursor.ts';
import { pictureAt } from '../pictures/contract.ts';
import type { Colleague, Me, Profile, RoleKind, User, Whereabouts } from './contract.ts';

const byId = prepared((db) =>
  db
    .select({ user: users, kind: roles.kind })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(eq(users.id, bound('id'))),
);
type Row = Awaited<ReturnType<ReturnType<typeof byId>['execute']>>[number];

export async function findUser(db: Db, id: string): Promise<User | null> {
  const [row] = await byId(db).execute({ id });
  return row ? toUser(row) : null;
}

const profileIn = ({ name, email, picture, locale, timeZone }: Row['user']): Profile => ({
  ...{ name, email, locale, timeZone },
  picture: pictureAt(picture),
});

const toUser = ({ user, kind }: Row): User => ({
  id: user.id,
  ...profileIn(user),
  role: user.role,
  kind,
  active: user.active,
  capacity: user.capacity,
  activeTickets: user.activeTickets,
  createdAt: user.createdAt,
  lastSeenAt: user.lastSeenAt,
});

export async function whereaboutsOf(db: Db, id: string): Promise<Whereabouts | null> {
  const [row] = await byId(db).execute({ id });
  if (!row) return null;
  const { name: _name, ...rest } = profileIn(row.user);
  return rest;
}

/** The list of one's own profile, of one item. */
export async function ownProfile(db: Db, { id }: Pick<Actor, 'id'>): Promise<Profile[]> {
  const [row] = await byId(db).execute({ id });
  return row ? [profileIn(row.user)] : [];
}

export async function meOf(db: Db, actor: Actor): Promise<Me> {
  const [row] = await byId(db).execute({ id: actor.id });
  if (!row) throw new Error('A signed-in person has no row.');
  const { id, role, capacity, availability } = row.user;
  return {
    ...{ id, ...profileIn(row.user), role, capacity, availability },
    kind: actor.kind,
    rights: actor.rights,
    menu: await menuFor(db, actor),
  };
}

const colleagues = prepared((db) =>
  db
    .select({
      id: users.id,
      name: users.name,
      role: users.role,
      capacity: users.capacity,
      activeTickets: users.activeTickets,
      availability: users.availability,
      picture: users.picture,
    })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(and(eq(roles.kind, 'staff'), eq(users.active, true), eq(users.machine, false)))
    .orderBy(asc(users.name)),
);
export const colleagueList = async (db: Db): Promise<Colleague[]> =>
  (await colleagues(db).execute()).map((one) => ({ ...one, picture: pictureAt(one.picture) }));

/** By the folded name and address; those that are not folded yet, as they are written. */
export const named = (q: string) =>
  or(contains(users.folded, fold(q)), and(isNull(users.folded), or(contains(users.name, q), contains(users.email, q))));

const USERS_PER_PAGE = 100;

/** A page ordered by id, oldest first. */
export async function userPage(
  db: Db,
  input: { kind?: RoleKind | undefined; q?: string | undefined; cursor?: string | undefined },
) {
  const { q } = input;
  const bind = [input.kind, q];
  const rows = await db
    .select({ user: users, kind: roles.kind })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(
      and(
        // Machines stand with their tokens.
        eq(users.machine, false),
        isNull(users.erasedAt),
        input.kind && eq(roles.kind, input.kind),
        q ? named(q) : undefined,
        input.cursor === undefined ? undefined : gt(users.id, placeIn(input.cursor, bind)),
      ),
    )
    .orderBy(asc(users.id))
    .limit(USERS_PER_PAGE + 1);
  const items = rows.slice(0, USERS_PER_PAGE).map(toUser);
  const last = rows.length > USERS_PER_PAGE ? items.at(-1) : undefined;
  return { items, next: last ? cursorAt(last.id, bind) : null };
}
