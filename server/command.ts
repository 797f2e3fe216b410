import type { Actor } from './auth/actor.ts';
import { type Access, reload, requireAccess } from './auth/policy.ts';
import type { Unit } from './commit.ts';

/** What changes something for a person. `access` says who may call it; a route reads it from here. */
export interface Command<Input, Result> {
  (unit: Unit, caller: Actor, input: Input): Promise<Result>;
  readonly access: Access;
}

/**
 * Every call, with or without a route, looks the caller up again inside its unit and checks `access` there, because rights
 * can vanish after the route's own check. `work` gets the person as they are now, and checks what depends on its input.
 */
export function command<Input = void, Result = void>(
  access: Access,
  work: (unit: Unit, actor: Actor, input: Input) => Promise<Result>,
): Command<Input, Result> {
  const checked = async (unit: Unit, caller: Actor, input: Input) => {
    const actor = await reload(unit, caller);
    requireAccess(actor, access);
    return work(unit, actor, input);
  };
  return Object.assign(checked, { access });
}
