/** How keys are written down: one press as the browser names it (`e`, `?`, `Enter`), several with a space between. */

const NAMED = ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Delete'];
const PRESSES_MOST = 3;

/** What somebody typed for a command: `e`, `gw`, `g w`, `enter`. Empty for no key; null where no keyboard could. */
export function parseKeys(text: string): string | null {
  const trimmed = text.trim();
  const named = NAMED.find((name) => name.toLowerCase() === trimmed.toLowerCase());
  if (named) return named;
  const presses = [...trimmed].filter((character) => character.trim() !== '');
  const isTypable = presses.every((press) => /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(press));
  return isTypable && presses.length <= PRESSES_MOST ? presses.join(' ') : null;
}

/** Which other command these keys would get in the way of: it has the same, or one begins with the other. */
export function conflictOf<Id extends string>(keys: string, others: [Id, string][]): Id | null {
  if (keys === '') return null;
  const collides = (other: string) =>
    other !== '' && (`${other} `.startsWith(`${keys} `) || `${keys} `.startsWith(`${other} `));
  return others.find(([, other]) => collides(other))?.[0] ?? null;
}

/** Typed by somebody in passing, such as `e`; not `Escape`, and not with Ctrl. */
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

/** One cap each. */
export function printed(keys: string, isApple: boolean): string[] {
  if (isChord(keys)) return [isApple ? '⌘' : 'Ctrl', keys.slice('$mod+'.length).toUpperCase()];
  return keys === '' ? [] : keys.split(' ').map((press) => PRINTED[press] ?? press);
}
