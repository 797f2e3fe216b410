import { fit } from '../palette/fuzzy.ts';

const FORGOTTEN_AFTER_MS = 1_500;

/** Letters move the focus to the button of an open menu whose words match them best, as in every other list of choices. */
export function typesAhead(menu: HTMLElement) {
  let typed = '';
  let last = 0;

  function choose(text: string) {
    const now = performance.now();
    typed = now - last > FORGOTTEN_AFTER_MS ? text : typed + text;
    last = now;
    const scored = [...menu.querySelectorAll<HTMLElement>(':scope > button')].flatMap((button) => {
      const score = fit(typed, button.textContent ?? '');
      return score === null ? [] : [{ button, score }];
    });
    const [best] = scored.toSorted((a, b) => b.score - a.score);
    // The menu itself where nothing matches: Enter then does nothing.
    (best?.button ?? menu).focus();
  }

  menu.addEventListener('keydown', (event) => {
    if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement || (event.key === ' ' && typed === '')) return;
    event.preventDefault();
    event.stopPropagation();
    choose(event.key);
  });
  // What was typed before the menu was open.
  menu.addEventListener('held', (event) => event instanceof CustomEvent && choose(String(event.detail)));
  menu.addEventListener('toggle', () => (typed = ''));
}
