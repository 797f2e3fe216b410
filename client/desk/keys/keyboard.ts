import { createEffect, createSignal, on, untrack } from 'solid-js';
import { isDialogOpen } from '../../shared/ui/dialog-open.ts';
import { placeIn } from '../address.ts';
import { type CommandId, commandOf, isRegistered, offered, whyNot } from '../commands.ts';
import type { Desk } from '../desk.ts';
import { isInSearchBox } from '../search/open-search.ts';
import { createHeldKeys } from './held-keys.ts';
import { bindings } from './keymap.ts';
import { isChord } from './notation.ts';
import { createSequence } from './sequence.ts';

/**
 * Single keys never fire while somebody types or composes, in a dialog or menu, on a focused select, or with a
 * modifier.
 */
export function listenToKeys({ overlay, hide, sayToo }: Pick<Desk, 'overlay' | 'hide' | 'sayToo'>) {
  const sequence = createSequence<CommandId>();
  const wanted = createWanted((id) => run(id));
  const held = createHeldKeys((isCancelled) => {
    wanted.set(null);
    const coming = overlay();
    if (isCancelled && coming) hide(coming);
  });
  /** Whether something is open, or about to be, that has not taken the focus yet. */
  const isComing = (id: CommandId) =>
    (id === 'search' && !isInSearchBox()) ||
    wanted.isSet() ||
    (overlay() !== null && !isDialogOpen()) ||
    isMenuUnfocused();

  function run(id: CommandId) {
    const handler = offered(id);
    if (handler && commandOf(id).opens) held.begin();
    if (handler) handler.run();
    else {
      const why = whyNot(id);
      if (why) sayToo(why);
    }
    // A box that is there already takes the focus before this.
    const settle = () => isComing(id) || held.end();
    queueMicrotask(settle);
    return handler !== null;
  }
  // The overlay failed to load.
  createEffect(on(overlay, (now) => now === null && held.end(), { defer: true }));

  function isHeld(event: KeyboardEvent) {
    if (event.isComposing || event.keyCode === 229) return;
    if (overlay() && !isDialogOpen()) held.begin();
    if (held.take(event)) sequence.forget();
  }

  function pressed(event: KeyboardEvent) {
    // 229: some browsers end a composition before they report this key.
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    const target = event.target instanceof HTMLElement && !isLeft(event.target) ? event.target : document.body;
    const withModifier = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');
    if (isDialogOpen() || overlay()) return sequence.forget();
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

    const all = bindings().filter(([, keys]) => keys !== '' && isChord(keys) === withModifier);
    const found = sequence.press(event, all);
    if (found === null || found === 'begun') return;
    const { opens, group, repeats } = commandOf(found.run);
    if (event.repeat && !repeats) return;
    if (opens && group === 'ticket' && !isRegistered(found.run) && placeIn(location.pathname)?.ticketId) {
      held.begin();
      wanted.set(found.run);
    } else if (!run(found.run)) return;
    event.preventDefault();
  }

  addEventListener('keydown', isHeld, true);
  addEventListener('keydown', pressed);
  return () => {
    removeEventListener('keydown', isHeld, true);
    removeEventListener('keydown', pressed);
  };
}

/** A command of a ticket whose code is still loading: it runs as soon as a view of the ticket can run it. */
function createWanted(run: (id: CommandId) => void) {
  const [wanted, set] = createSignal<CommandId | null>(null);
  createEffect(() => {
    const id = wanted();
    if (!id || !isRegistered(id)) return;
    set(null);
    untrack(() => run(id));
  });
  return { set, isSet: () => untrack(wanted) !== null };
}

/** A menu opens before its content is loaded. */
function isMenuUnfocused() {
  const menu = document.querySelector(':popover-open');
  return menu !== null && !menu.contains(document.activeElement);
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
