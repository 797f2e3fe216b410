import type { Unit } from '../commit.ts';
import { notFound } from '../errors.ts';
import type { User } from '../people/contract.ts';
import { findUser } from '../people/queries.ts';
import type { Actor } from './actor.ts';
import { type Command, command } from './command.ts';
import { requireMayActOn } from './may-act-on.ts';

/**
 * A change of the account of the person `id`, whatever it changes: nobody changes that of a member of the team who may do more.
 * `work` receives the input with the person as stored `before`. `tests/hostile/lock-out.test.ts` tries every call on an account.
 */
export function accountCommand<Input extends { id: string }, Result = void>(
  work: (unit: Unit, actor: Actor, input: Input & { before: User }) => Promise<Result>,
): Command<Input, Result> {
  return command<Input, Result>({ needs: ['update', 'people'] }, async (unit, actor, input) => {
    const before = await findUser(unit.tx, input.id);
    if (!before) throw notFound();
    await requireMayActOn(unit, actor, input.id);
    return work(unit, actor, { ...input, before });
  });
}
