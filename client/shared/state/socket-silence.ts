/** Remembers for this tab that a WebSocket opens and says nothing here, and when it is worth another try. */
import { spread } from './retry.ts';

const KEY = 'answerback:silent';
const FIRST_MS = 15_000;
const MOST_MS = 10 * 60_000;

interface Known {
  tries: number;
  /** When the last try ended, in milliseconds since 1970. */
  at: number;
}

export function createSilence() {
  let known: Known | null = stored();

  function put(next: Known | null) {
    known = next;
    try {
      if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
      else sessionStorage.removeItem(KEY);
    } catch {
      // Storage is blocked: the copy in memory stays.
    }
  }

  return {
    isKnown: () => known !== null,
    note: () => put({ tries: (known?.tries ?? 0) + 1, at: Date.now() }),
    forget: () => known && put(null),
    /** Until the next try; randomised, because a proxy that is silent for one browser is silent for all behind it. */
    waitMs() {
      const { tries, at } = known ?? { tries: 1, at: Date.now() };
      const wait = spread(Math.min(FIRST_MS * 2 ** (tries - 1), MOST_MS));
      return Math.max(0, at + wait - Date.now());
    },
  };
}

function stored(): Known | null {
  try {
    // Nobody else writes under this key.
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Known | null;
    return found && { tries: found.tries, at: Math.min(found.at, Date.now()) };
  } catch {
    return null;
  }
}
