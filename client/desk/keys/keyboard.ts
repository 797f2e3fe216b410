import { createEffect, on, onCleanup, untrack } from 'solid-js';
import { isList, placeIn } from '../address.ts';
import { type CommandId, commandOf, hasFirst, isRegistered, offered, whyNot } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { isDialogOpen } from './dialog-open.ts';
import { isInSearchBox } from '../search/open-search.ts';
import { isTyping } from './early-keys.ts';
import { giveBack, watchEscapes } from './give-back.ts';
import { createHeldKeys } from './held-keys.ts';
import { goIntoList } from './into-list.ts';
import { bindings } from './keymap.ts';
import { watchMenus } from './menu-keys.ts';
import { isChord } from './notation.ts';
import { createSequence } from './sequence.ts';
import { createWaitingKeys } from './waiting-keys.ts';
import { t } from './words.ts';

/**
 * Renders nothing. Single keys never fire while somebody types or composes, in a dialog or menu, on a focused select, or
 * with a modifier. `early` gives the keys that were pressed before this was loaded.
 */
export function Keyboard(props: { early: () => KeyboardEvent[] }) {
  const desk = useDesk();
  const { overlay, hide, toast, say } = desk;
  const sequence = createSequence<CommandId>();
  const held = createHeldKeys((how) => {
    const coming = overlay();
    if (how === 'cancelled' && coming) hide(coming);
    if (how === 'missing') waiting.drop();
  });
  const waiting = createWaitingKeys({
    run: (id) => run(id),
    isOpening: held.isHolding,
    dropped(text) {
      sequence.forget();
      const words = text.trim() === '' ? t('dropped') : t('droppedText', { text });
      const now = toast();
      // Behind the reason for which an act was refused.
      if (now && !now.undo) say({ text: `${now.text} ${words}` });
      else desk.sayToo(words);
    },
  });
  /** Whether something is open, or about to be, that has not taken the focus yet. */
  const isComing = (id: CommandId) =>
    (id === 'search' && !isInSearchBox()) || (overlay() !== null && !isDialogOpen()) || isMenuUnfocused();

  function run(id: CommandId) {
    const handler = offered(id);
    if (handler && commandOf(id).opens) held.begin();
    if (handler) handler.run();
    else {
      const why = whyNot(id);
      if (why) desk.sayToo(why);
      // What follows was meant for something that does not open.
      if (waiting.isPlaying()) waiting.drop();
    }
    // A box that is there already takes the focus before this.
    const settle = () => isComing(id) || held.end();
    queueMicrotask(settle);
    if (handler && commandOf(id).place) goIntoList();
    return handler !== null;
  }
  // The overlay failed to load.
  createEffect(on(overlay, (now) => now === null && held.end('missing'), { defer: true }));

  function isHeld(event: KeyboardEvent) {
    if (event.isComposing || event.keyCode === 229) return;
    if (waiting.take(event)) return;
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
        if (!target.closest(':popover-open')) giveBack(target);
      }
      return sequence.forget();
    }
    if (!withModifier && (isInMenu(target, event) || belongsTo(target, event))) return sequence.forget();

    const all = bindings().filter(([, keys]) => keys !== '' && isChord(keys) === withModifier);
    const found = sequence.press(event, all);
    if (found === null || found === 'begun') return;
    const { group, repeats } = commandOf(found.run);
    if (event.repeat && !repeats) return;
    const place = placeIn(location.pathname);
    const row = group === 'ticket' && !hasFirst() ? focusedRow() : null;
    if (row && row.dataset['id'] !== place?.ticketId) {
      // A key acts on the ticket with the focus, and never unseen.
      row.querySelector('a')?.click();
      waiting.want(found.run);
    } else if (group === 'ticket' && !isRegistered(found.run) && place?.ticketId && isList(place.list)) {
      waiting.want(found.run);
    } else if (!run(found.run)) return;
    event.preventDefault();
  }

  const pasted = (event: ClipboardEvent) => waiting.paste(event);
  const clicked = () => waiting.drop();
  addEventListener('keydown', isHeld, true);
  addEventListener('keydown', pressed);
  addEventListener('paste', pasted, true);
  addEventListener('pointerdown', clicked, true);
  onCleanup(watchEscapes());
  onCleanup(watchMenus());
  onCleanup(() => {
    removeEventListener('keydown', isHeld, true);
    removeEventListener('keydown', pressed);
    removeEventListener('paste', pasted, true);
    removeEventListener('pointerdown', clicked, true);
  });
  for (const event of untrack(() => props.early())) waiting.keep(event);
  return null;
}

/** The row of the list that has the focus. */
const focusedRow = () => document.activeElement?.closest<HTMLElement>('li[data-id]') ?? null;

/** A menu opens before its content is loaded. */
function isMenuUnfocused() {
  const menu = document.querySelector(':popover-open');
  return menu !== null && !menu.contains(document.activeElement);
}

/** The next key after closing a dialog can still come from inside it. */
const isLeft = (target: HTMLElement) => target.closest('[data-part="dialog"]:not(:popover-open)') !== null;

/** Escape belongs to the open menu. */
const isInMenu = (target: HTMLElement, { key }: KeyboardEvent) =>
  (key === 'Escape' ? document.querySelector(':popover-open') : target.closest(':popover-open')) !== null;

/** Enter and space operate the focused control; arrows scroll. */
const belongsTo = (target: HTMLElement, { key }: KeyboardEvent) =>
  (key === 'Enter' || key === ' ') &&
  target.closest('a, button, input, summary, [role="button"], [role="option"]') !== null;
