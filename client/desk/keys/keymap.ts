/** The keys of a command: the defaults, unless this person changed them or switched single keys off. */
import { COMMANDS, type CommandId, commandIds } from '../commands.ts';
import { preferences } from '../preferences/preferences.ts';
import { areCharacters, conflictOf, printed } from './notation.ts';

/** A personal key wins, even over a default that was added later. */
export const keysOf = (id: CommandId): string => {
  const own = preferences().keys;
  const { keys } = COMMANDS[id];
  return own[id] ?? (conflictOf(keys, Object.entries(own)) ? '' : keys);
};

/** Empty when the keys are switched off. */
export const activeKeysOf = (id: CommandId): string => {
  const keys = keysOf(id);
  return preferences().singleKeys || !areCharacters(keys) ? keys : '';
};

export const bindings = () => commandIds.map((id): [CommandId, string] => [id, activeKeysOf(id)]);

export const conflictWith = (id: CommandId, keys: string) =>
  conflictOf(
    keys,
    commandIds.filter((other) => other !== id).map((other): [CommandId, string] => [other, keysOf(other)]),
  );

const isApple = /Mac|iPhone|iPad/u.test(navigator.platform);
export const capsOf = (keys: string) => printed(keys, isApple);
