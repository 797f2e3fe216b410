/** The notation of keys: one press as the browser names it (`e`, `?`, `Enter`), several separated by a space. */

const NAMED = ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Delete'];
const PRESSES_MOST = 3;

/** Parses what a person typed: `e`, `gw`, `g w`, `enter`. Empty for no key; null for an impossible key. */
export function parseKeys(text: string): string | null {
  const trimmed = text.trim();
  const named = NAMED.find((name) => name.toLowerCase() === trimmed.toLowerCase());
  if (named) return named;
  const presses = [...trimmed].filter((character) => character.trim() !== '');
  const isTypable = presses.every((press) => /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(press));
  return isTypable && presses.length <= PRESSES_MOST ? presses.join(' ') : null;
}

/** The other command that these keys conflict with: it has the same keys, or one begins with the other. */
export function conflictOf<Id extends string>(keys: string, others: [Id, string][]): Id | null {
  if (keys === '') return null;
  const collides = (other: string) =>
    other !== '' && (`${other} `.startsWith(`${keys} `) || `${keys} `.startsWith(`${other} `));
  return others.find(([, other]) => collides(other))?.[0] ?? null;
}

/** Plain characters such as `e`, which can be typed by accident; not `Escape`, and not with Ctrl. */
export const areCharacters = (keys: string) => keys !== '' && keys.split(' ').every((press) => [...press].length === 1);
export const isChord = (keys: string) => keys.startsWith('$mod+');

const PRINTED: Record<string, string> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
};

/** One entry per keycap. */
export function printed(keys: string, isApple: boolean): string[] {
  if (isChord(keys)) return [isApple ? '⌘' : 'Ctrl', keys.slice('$mod+'.length).toUpperCase()];
  return keys === '' ? [] : keys.split(' ').map((press) => PRINTED[press] ?? press);
}
