/** A person's preferences on this device. */
import { createSignal, onCleanup } from 'solid-js';
import { keep } from '../../shared/keep.ts';
import { type CommandId, isCommand } from '../commands.ts';

export interface Preferences {
  singleKeys: boolean;
  /** Keys that differ from the default; empty text for no key. */
  keys: Partial<Record<CommandId, string>>;
  sound: boolean;
  desktop: boolean;
  /** Whether a desktop notification shows the text of the message. */
  excerpt: boolean;
  /** Rows of the queue without the last message. */
  compact: boolean;
  /** Waiting shows only what waits for one's own teams. */
  myTeams: boolean;
}

const AS_IT_COMES: Preferences = {
  singleKeys: true,
  keys: {},
  sound: true,
  desktop: false,
  excerpt: true,
  compact: false,
  myTeams: false,
};

const [preferences, set] = createSignal(AS_IT_COMES);
export { preferences };

let name = '';

/** Loads the preferences of the signed-in person; two tabs share the latest. */
export function usePreferencesOf(userId: string) {
  name = `preferences:${userId}`;
  set(parsePreferences(keep.get(name)));
  onCleanup(keep.onChange(name, (key, value) => key === name && set(parsePreferences(value))));
}

export function prefer(change: Partial<Preferences>) {
  set((before) => ({ ...before, ...change }));
  keep.set(name, JSON.stringify(preferences()));
}

/** Stored text may come from an older version or be broken: unreadable parts become defaults. */
export function parsePreferences(kept: string | null): Preferences {
  const found = kept === null ? null : parse(kept);
  if (typeof found !== 'object' || found === null) return AS_IT_COMES;
  const flag = (key: 'singleKeys' | 'sound' | 'desktop' | 'excerpt' | 'compact' | 'myTeams') => {
    const value: unknown = Reflect.get(found, key);
    return typeof value === 'boolean' ? value : AS_IT_COMES[key];
  };
  const keys: unknown = Reflect.get(found, 'keys');
  const own = typeof keys === 'object' && keys !== null ? Object.entries(keys) : [];
  return {
    singleKeys: flag('singleKeys'),
    keys: Object.fromEntries(own.filter(([id, value]) => isCommand(id) && typeof value === 'string')),
    sound: flag('sound'),
    desktop: flag('desktop'),
    excerpt: flag('excerpt'),
    compact: flag('compact'),
    myTeams: flag('myTeams'),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
