/** The one place that decides on which accounts a person may act. */
import type { Db } from '../../db/database.ts';
import type { Unit } from '../commit.ts';
import { AppError, notFound } from '../errors.ts';
import { findUser } from '../people/queries.ts';
import type { Actor } from './actor.ts';
import { findActor, findHolder, holdsAll, lackingOf } from './policy.ts';
import { rightsOfHolders } from './who-may.ts';

/** For every change of an account, by `accountCommand`; `changeRights` holds the same for a change of a whole role. */
export async function requireMayActOn(unit: Unit, actor: Actor, userId: string): Promise<void> {
  if (userId !== actor.id) await requireNotAbove(unit.tx, actor, userId);
}

/** Refuses to act on staff with a right that the actor lacks. Deactivated staff count too: they may come back. */
export async function requireNotAbove(db: Db, actor: Actor, userId: string): Promise<void> {
  const target = await findHolder(db, userId);
  if (target?.kind === 'staff' && isAbove(target, actor)) throw mayDoMore(actor, target);
}

/** The same for all who have a role, such as one that they lose. */
export async function requireHoldersNotAbove({ tx }: Unit, actor: Actor, role: string): Promise<void> {
  for (const [id, rights] of await rightsOfHolders(tx, role))
    if (id !== actor.id && isAbove({ rights }, actor)) throw mayDoMore(actor, { rights }, SOMEBODY_WITH_ROLE);
}
const SOMEBODY_WITH_ROLE = 'Somebody with this role may do more than you.';

/**
 * A caller who resets the sign-in of a person can then act as that person. So the caller needs every right of the person, who
 * may be a customer. Nobody resets their own sign-in: they change it after a recent sign-in, so that a stolen session cannot.
 */
export async function requireMayResetFor(unit: Unit, actor: Actor, userId: string): Promise<void> {
  const person = await findUser(unit.tx, userId);
  if (!person) throw notFound();
  if (userId === actor.id)
    throw new AppError(409, 'users.own_password', 'Change your own sign-in under Settings, Sign-in and security.');
  if (person.email === null) throw new AppError(409, 'users.no_address', 'A visitor has no password.');
  const target = await findActor(unit.tx, userId);
  if (!target) throw new AppError(409, 'users.inactive', 'This person is deactivated. Activate them first.');
  if (isAbove(target, actor)) throw mayDoMore(actor, target);
}

export const isAbove = (target: Pick<Actor, 'rights'>, actor: Actor) => !holdsAll(actor, target.rights);

export const mayDoMore = (
  actor: Actor,
  { rights }: Pick<Actor, 'rights'>,
  message = 'This person may do more than you.',
) => lackingOf('people', { actor, rights, message });
