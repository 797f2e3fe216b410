import { eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { roles } from '../../db/schema/people.ts';
import { holdsAll, roleRights } from '../auth/policy.ts';
import type { StoredProvider } from './contract.ts';

/** Whether a role may do no more than the ceiling. */
export async function isWithin(db: Db, role: string, ceiling: string): Promise<boolean> {
  return holdsAll({ rights: await roleRights(db, ceiling) }, await roleRights(db, role));
}

const GROUPS_MOST = 1_000;

/** The groups of a person. The claim is a list or one word; a name with dots leads into an object. */
export function groupsIn(claims: Record<string, unknown>, claim: string): string[] {
  const found = Object.hasOwn(claims, claim) ? claims[claim] : inside(claims, claim.split('.'));
  const all = Array.isArray(found) ? found : [found];
  return all.filter((one) => typeof one === 'string').slice(0, GROUPS_MOST);
}

function inside(claims: unknown, steps: string[]): unknown {
  return steps.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    claims,
  );
}

/** Roles can change after they were named, so each is checked when it is given. */
export async function isGiven(db: Db, role: string, ceiling: string) {
  const [known] = await db.select({ kind: roles.kind }).from(roles).where(eq(roles.code, role));
  return known?.kind === 'staff' && (await isWithin(db, role, ceiling));
}

/** The role of each group, in the order of the lines; null for a group that gives nothing. */
export async function rolesOfGroups(db: Db, { roles: lines, ceiling }: StoredProvider, groups: string[]) {
  const given = new Map<string, string>();
  for (const { group, role } of lines)
    if (!given.has(group) && groups.includes(group) && (await isGiven(db, role, ceiling))) given.set(group, role);
  const nothing = groups.filter((group) => !given.has(group));
  return [...[...given].map(([group, role]) => ({ group, role })), ...nothing.map((group) => ({ group, role: null }))];
}

/** The role that follows from the claims of somebody; null: they cannot come in. */
export async function roleOf(
  db: Db,
  provider: StoredProvider,
  claims: Record<string, unknown>,
): Promise<string | null> {
  const [first] = await rolesOfGroups(db, provider, groupsIn(claims, provider.groupClaim));
  if (first?.role) return first.role;
  const { otherwise, ceiling } = provider;
  return otherwise !== null && (await isGiven(db, otherwise, ceiling)) ? otherwise : null;
}
