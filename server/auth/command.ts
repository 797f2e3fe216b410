import type { Actor } from './actor.ts';
import { type Access, reload, requireAccess, requirePerson } from './policy.ts';
import type { Unit } from '../commit.ts';

/** A change that a person makes. `access` says who may call it; the command's route reads it from here. */
export interface Command<Input, Result> {
  (unit: Unit, caller: Actor, input: Input): Promise<Result>;
  readonly access: Access;
}

/**
 * Every call, with or without a route, loads the caller again inside its unit and checks `access` there, because rights can
 * be lost after the route's check. `work` receives the reloaded caller and checks everything that depends on the input.
 */
export function command<Input = void, Result = void>(
  access: Access,
  work: (unit: Unit, actor: Actor, input: Input) => Promise<Result>,
): Command<Input, Result> {
  const checked = async (unit: Unit, caller: Actor, input: Input) => {
    const actor = await reload(unit, caller);
    requirePerson(actor, access);
    requireAccess(actor, access);
    return work(unit, actor, input);
  };
  return Object.assign(checked, { access });
}
