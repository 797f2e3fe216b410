import { onCleanup } from 'solid-js';

/** A checkbox takes no letters. */
export const isTyping = (target: HTMLElement) =>
  target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');

/** Keeps the keys that are pressed before the code of the keyboard has arrived, which `load` asks for again. */
export function createEarlyKeys(load: () => void) {
  const keys: KeyboardEvent[] = [];
  function keep(event: KeyboardEvent) {
    const { key, target } = event;
    const at = target instanceof HTMLElement ? target : document.body;
    const isChord = event.ctrlKey || event.metaKey;
    // What controls and boxes do with a key needs no code.
    const isTheirs = isTyping(at) || (at !== document.body && (key === 'Enter' || key === ' '));
    const isOurs = isChord ? key === 'k' : !isTheirs && (key.length === 1 || key === 'Enter' || key === 'Escape');
    if (!isOurs || event.altKey || event.isComposing || document.querySelector(':popover-open')) return;
    event.preventDefault();
    keys.push(event);
    load();
  }
  const end = () => removeEventListener('keydown', keep);
  addEventListener('keydown', keep);
  onCleanup(end);
  return () => {
    end();
    return keys;
  };
}
