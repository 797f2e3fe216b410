/** Whose account somebody may act on: the one place of this rule. */
import type { Db } from '../../db/database.ts';
import type { Unit } from '../commit.ts';
import { AppError, notFound } from '../errors.ts';
import { findUser } from '../people/queries.ts';
import type { Actor } from './actor.ts';
import { findActor, findHolder, holdsAll, lacking } from './policy.ts';

export const isAbove = (target: Pick<Actor, 'rights'>, actor: Actor) => !holdsAll(actor, target.rights);
/** Deactivated members of the team too: they may come back. */
export async function requireNotAbove(db: Db, actor: Actor, userId: string): Promise<void> {
  const target = await findHolder(db, userId);
  if (target?.kind === 'staff' && isAbove(target, actor)) throw mayDoMore(actor, target);
}
export const mayDoMore = (actor: Actor, { rights }: Pick<Actor, 'rights'>) =>
  lacking(actor, rights, 'This person may do more than you.');

/** For every change of an account, by `accountCommand`; `changeRights` holds the same for a change of a whole role. */
export async function requireMayActOn(unit: Unit, actor: Actor, userId: string): Promise<void> {
  if (userId !== actor.id) await requireNotAbove(unit.tx, actor, userId);
}

/**
 * Whoever resets a person's way in can act as them, so it needs every right that the person has, a customer too. One's own is
 * changed after a recent sign-in: a stolen session must not replace it.
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
