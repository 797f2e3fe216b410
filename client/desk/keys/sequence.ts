import { type KeybindingPress, matchKeybindingPress, parseKeybinding } from 'tinykeys';
import { isChord } from './notation.ts';

/** After this pause the first press is forgotten. */
const TOGETHER_MS = 1_000;

export interface Sequence<Id> {
  /** Returns the command, `begun` for the start of a longer sequence, or null. */
  press(event: KeyboardEvent, bindings: [Id, string][]): { run: Id } | 'begun' | null;
  forget(): void;
}

/**
 * Follows sequences such as `g w`. A press that does not complete a begun sequence is swallowed: a slip must not
 * resolve a ticket.
 */
export function createSequence<Id>(): Sequence<Id> {
  let begun: { presses: KeyboardEvent[]; at: number } | null = null;

  return {
    press(event, bindings) {
      if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'].includes(event.key)) return 'begun';
      // The time of the press itself: a busy page handles events late.
      const at = event.timeStamp;
      const before = begun && at - begun.at < TOGETHER_MS ? begun.presses : [];
      const presses = [...before, event];
      begun = null;
      const fitting = bindings.filter(([, keys]) => fits(presses, parsed(keys)));
      const whole = fitting.find(([, keys]) => parsed(keys).length === presses.length);
      if (whole) return { run: whole[0] };
      if (fitting.length > 0) begun = { presses, at };
      return fitting.length > 0 || before.length > 0 ? 'begun' : null;
    },
    forget: () => void (begun = null),
  };
}

const cache = new Map<string, KeybindingPress[]>();
function parsed(keys: string): KeybindingPress[] {
  const known = cache.get(keys);
  if (known) return known;
  const presses = keys === '' ? [] : parseKeybinding(isChord(keys) ? keys : keys.split(' ').map(pressed).join(' '));
  cache.set(keys, presses);
  return presses;
}

/** A sign may need Shift or AltGr on some layouts; only for a letter does a modifier mean another key. */
function pressed(key: string) {
  if (!/^\p{L}$/u.test(key)) return `[Shift]+[Alt]+[Control]+${key}`;
  return key === key.toLowerCase() ? key : `Shift+${key.toLowerCase()}`;
}

const fits = (events: KeyboardEvent[], presses: KeybindingPress[]) =>
  presses.length >= events.length && events.every((event, i) => matches(event, presses[i]));

function matches(event: KeyboardEvent, press: KeybindingPress | undefined): boolean {
  if (!press) return false;
  if (matchKeybindingPress(event, press)) return true;
  // On a keyboard of another script, the key at the place of the Latin letter counts.
  const [required, optional, key] = press;
  const isOtherScript = /^\p{L}$/u.test(event.key) && !/^\p{Script=Latin}$/u.test(event.key);
  return (
    isOtherScript &&
    typeof key === 'string' &&
    /^[a-z]$/u.test(key) &&
    matchKeybindingPress(event, [required, optional, `Key${key.toUpperCase()}`])
  );
}
