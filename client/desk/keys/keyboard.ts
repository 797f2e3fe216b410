import { isDialogOpen } from '../../shared/ui/dialog-open.ts';
import { type CommandId, commandOf, offered, whyNot } from '../commands.ts';
import type { Desk } from '../desk.ts';
import { bindings } from './keymap.ts';
import { isChord } from './notation.ts';
import { createSequence } from './sequence.ts';
import { typedAhead } from './typed-ahead.ts';

/**
 * Single keys never fire while somebody types or composes, in a dialog or menu, on a focused select, or with a
 * modifier.
 */
export function listenToKeys({ overlay, hide, sayToo }: Pick<Desk, 'overlay' | 'hide' | 'sayToo'>) {
  const sequence = createSequence<CommandId>();

  function pressed(event: KeyboardEvent) {
    // 229: some browsers end a composition before they report this key.
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    const target = event.target instanceof HTMLElement && !isLeft(event.target) ? event.target : document.body;
    const withModifier = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');
    if (isDialogOpen()) return sequence.forget();
    const coming = overlay();
    if (coming && !withModifier) {
      // The overlay's code is still loading. The palette collects typed letters; other overlays ignore commands
      // meanwhile.
      const isForIt = coming.name === 'palette';
      const isLetter = event.key.length === 1;
      if (event.key === 'Escape') hide(coming);
      else if (isForIt && isLetter) typedAhead.add(event.key);
      if ((isForIt || !isTyping(target)) && (isLetter || event.key === 'Enter')) event.preventDefault();
    }
    if (coming) return sequence.forget();
    // The overlay arrived or failed.
    typedAhead.forget();
    if (!withModifier && isTyping(target)) {
      if (event.key === 'Escape') {
        // Otherwise the browser would clear a search box but leave its results.
        if (target.matches('[type="search"]:not(:popover-open *)')) event.preventDefault();
        // A closing menu returns the focus itself if it still has it.
        if (!target.closest(':popover-open')) target.blur();
      }
      return sequence.forget();
    }
    if (!withModifier && (isInMenu(target, event) || belongsTo(target, event))) return sequence.forget();

    const wanted = bindings().filter(([, keys]) => keys !== '' && isChord(keys) === withModifier);
    const found = sequence.press(event, wanted);
    if (found === null || found === 'begun') return;
    if (event.repeat && !commandOf(found.run).repeats) return;
    const handler = offered(found.run);
    if (!handler) {
      const why = whyNot(found.run);
      if (why) sayToo(why);
      return;
    }
    event.preventDefault();
    handler.run();
  }

  addEventListener('keydown', pressed);
  return () => removeEventListener('keydown', pressed);
}

/** The next key after closing a dialog can still come from inside it. */
const isLeft = (target: HTMLElement) => target.closest('[data-part="dialog"]:not(:popover-open)') !== null;

/** A checkbox takes no letters. */
const isTyping = (target: HTMLElement) =>
  target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');

/** Escape belongs to the open menu. */
const isInMenu = (target: HTMLElement, { key }: KeyboardEvent) =>
  (key === 'Escape' ? document.querySelector(':popover-open') : target.closest(':popover-open')) !== null;

/** Enter and space operate the focused control; arrows scroll. */
const belongsTo = (target: HTMLElement, { key }: KeyboardEvent) =>
  (key === 'Enter' || key === ' ') &&
  target.closest('a, button, input, summary, [role="button"], [role="option"]') !== null;
