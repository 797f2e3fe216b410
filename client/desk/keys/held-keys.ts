/**
 * The keys that are pressed after a command opened a view, and before the view has the focus. They become text in its
 * box and never commands; Escape cancels the command.
 */
import { createSignal, onCleanup } from 'solid-js';
import { typeInto } from './type-into.ts';
import { OF_BROWSER } from './waiting-keys.ts';

/** A view that has not opened by then will not open: its code could not be loaded. */
const LONGEST_MS = 8_000;

export type HeldKeys = ReturnType<typeof createHeldKeys>;

/** Why keys are no longer held: `opened` also when the command opened nothing. */
type End = 'opened' | 'cancelled' | 'missing';

export function createHeldKeys(ended: (how: End) => void) {
  const [isHolding, setIsHolding] = createSignal(false);
  let held: { text: string; timer: ReturnType<typeof setTimeout> } | null = null;

  function end(how: End = 'opened') {
    if (!held) return;
    clearTimeout(held.timer);
    held = null;
    ended(how);
    setIsHolding(false);
  }
  function focused({ target }: FocusEvent) {
    const text = held?.text;
    end();
    if (!text) return;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement))
      return target?.dispatchEvent(new CustomEvent('held', { detail: text, bubbles: true }));
    // After the opened view has handled the focus, for which it may select or change the text of its box.
    queueMicrotask(() => document.activeElement === target && !NO_TEXT.has(target.type) && typeInto(target, text));
  }
  const clicked = () => end();
  addEventListener('focusin', focused);
  addEventListener('pointerdown', clicked, true);
  onCleanup(() => {
    removeEventListener('focusin', focused);
    removeEventListener('pointerdown', clicked, true);
    end();
  });

  return {
    begin() {
      held ??= { text: '', timer: setTimeout(end, LONGEST_MS, 'missing') };
      setIsHolding(true);
    },
    end,
    isHolding,
    /** True when the key was taken. */
    take(event: KeyboardEvent): boolean {
      if (!held || ((event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph')))
        return false;
      if (OF_BROWSER.test(event.key)) return false;
      if (event.key === 'Escape') end('cancelled');
      else if (event.key === 'Backspace') held.text = [...held.text].slice(0, -1).join('');
      // The key of the command may be held down, which is no text.
      else if (event.key.length === 1 && !(event.repeat && held.text === '')) held.text += event.key;
      event.preventDefault();
      event.stopImmediatePropagation();
      return true;
    },
  };
}

const NO_TEXT = new Set(['checkbox', 'radio', 'file', 'color', 'button', 'submit']);
