import { AppError } from '../errors.ts';
import type { Unit } from '../commit.ts';
import { ACTIONS, AREAS, type Rights } from '../people/contract.ts';
import type { Actor } from './actor.ts';
import { holdsAll, lackingOf } from './policy.ts';
import { wayInOf } from '../sign-in/last-way.ts';
import { isManager, rightsOfDeactivated, rightsOfStaff } from './who-may.ts';

/** The rights of `now` that are not in `before`. */
export function rightsAdded(before: Rights, now: Rights): Rights {
  const added: Rights = {};
  for (const area of AREAS) {
    const some = (now[area] ?? []).filter((action) => !before[area]?.includes(action));
    if (some.length > 0) added[area] = some;
  }
  return added;
}

/** `tickets.view`, as the audit log names rights. */
export const rightNames = (rights: Rights): string[] =>
  AREAS.flatMap((area) => ACTIONS.filter((one) => rights[area]?.includes(one)).map((action) => `${area}.${action}`));

/** Refuses to give rights that the caller lacks, and to change the rights of people who may do more than the caller. */
export function requireMayChange(
  of: 'people' | 'roles',
  actor: Actor,
  { before, now }: { before: Rights; now: Rights },
) {
  const added = rightsAdded(before, now);
  if (!holdsAll(actor, added))
    throw lackingOf(of, { actor, rights: added, message: 'You cannot give a right that you do not have.' });
  if (!holdsAll(actor, before)) throw lackingOf(of, { actor, rights: before, message: ABOVE });
}
const ABOVE = 'You cannot change the rights of those who may do more than you.';

/**
 * Runs a change that gives rights to members of the team or takes them: another role, other rights of a role or a person, or a
 * person activated or deactivated, who then has no rights. Refuses the change if it gives anybody a right that the caller
 * lacks, if it takes rights from people who may do more than the caller, deactivated ones too, or if nobody is left who may manage people and can
 * sign in.
 */
export async function changeRights(unit: Unit, actor: Actor, change: () => Promise<unknown>): Promise<void> {
  const before = await rightsOfStaff(unit.tx);
  const gone = await rightsOfDeactivated(unit.tx);
  const wayIn = await wayInOf(unit);
  await change();
  const now = await rightsOfStaff(unit.tx);
  for (const id of new Set([...before.keys(), ...now.keys()])) {
    const [had, has] = [before.get(id) ?? {}, now.get(id) ?? {}];
    // Callers may give up their own rights.
    if (differ(had, has)) requireMayChange('people', actor, { before: id === actor.id ? actor.rights : had, now: has });
  }
  // Who is deactivated may come back; being deactivated or activated was looked at above.
  for (const [id, has] of await rightsOfDeactivated(unit.tx)) {
    const had = gone.get(id);
    if (had && differ(had, has)) requireMayChange('people', actor, { before: had, now: has });
  }
  if ([...before.values()].some(isManager) && ![...now.values()].some(isManager))
    throw new AppError(
      409,
      'users.last_admin',
      'Nobody could manage people and roles any more. Give somebody else these rights first.',
    );
  await wayIn.requireStill();
}

const differ = (one: Rights, other: Rights) => rightNames(one).join() !== rightNames(other).join();
