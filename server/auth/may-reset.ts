import type { Unit } from '../commit.ts';
import { AppError, forbidden, notFound } from '../errors.ts';
import { findUser } from '../people/queries.ts';
import type { Actor } from './actor.ts';
import { findActor, holdsAll } from './policy.ts';

/**
 * Whoever resets a person's way in can act as them, so it needs every right that the person has. One's own is changed after
 * a recent sign-in: a stolen session must not replace it.
 */
export async function requireMayResetFor(unit: Unit, actor: Actor, userId: string): Promise<void> {
  const person = await findUser(unit.tx, userId);
  if (!person) throw notFound();
  if (userId === actor.id)
    throw new AppError(409, 'users.own_password', 'Change your own sign-in under Settings, Sign-in and security.');
  if (person.email === null) throw new AppError(409, 'users.no_address', 'A visitor has no password.');
  const target = await findActor(unit.tx, userId);
  if (!target) throw new AppError(409, 'users.inactive', 'This person is deactivated. Activate them first.');
  if (!holdsAll(actor, target.rights)) throw forbidden('This person may do more than you.');
}
