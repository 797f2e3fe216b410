import { type KeybindingPress, matchKeybindingPress, parseKeybinding } from 'tinykeys';
import { isChord } from './notation.ts';

/** Longer between two presses, and the first was meant for nothing. */
const TOGETHER_MS = 1_000;

export interface Sequence<Id> {
  /** What this press asks for: a command, the rest of a longer one (`begun`), or nothing that is known. */
  press(event: KeyboardEvent, bindings: [Id, string][]): { run: Id } | 'begun' | null;
  forget(): void;
}

/** Follows `g w` and its like. A press that ends no sequence which began is swallowed: a slip must not resolve a ticket. */
export function createSequence<Id>(): Sequence<Id> {
  let begun: { presses: KeyboardEvent[]; at: number } | null = null;

  return {
    press(event, bindings) {
      if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'].includes(event.key)) return 'begun';
      // By when the hand pressed: what a busy page hears late was not pressed late.
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

/** A sign may need Shift or AltGr, by the keyboard's own layout: only for a letter does it mean another key. */
function pressed(key: string) {
  if (!/^\p{L}$/u.test(key)) return `[Shift]+[Alt]+[Control]+${key}`;
  return key === key.toLowerCase() ? key : `Shift+${key.toLowerCase()}`;
}

const fits = (events: KeyboardEvent[], presses: KeybindingPress[]) =>
  presses.length >= events.length && events.every((event, i) => matches(event, presses[i]));

function matches(event: KeyboardEvent, press: KeybindingPress | undefined): boolean {
  if (!press) return false;
  if (matchKeybindingPress(event, press)) return true;
  // On a keyboard of another script, the key that stands where the letter does on a Latin one.
  const [required, optional, key] = press;
  const isOtherScript = /^\p{L}$/u.test(event.key) && !/^\p{Script=Latin}$/u.test(event.key);
  return (
    isOtherScript &&
    typeof key === 'string' &&
    /^[a-z]$/u.test(key) &&
    matchKeybindingPress(event, [required, optional, `Key${key.toUpperCase()}`])
  );
}
