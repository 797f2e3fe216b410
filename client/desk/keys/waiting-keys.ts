/**
 * Keys that wait: for an act that leads to another ticket, for the view of a ticket that is still opening, or for keys
 * before them. They are played in order, so that each has the effect that it would have had in no hurry.
 */
import { createEffect, createSignal, on, onCleanup, untrack } from 'solid-js';
import { type CommandId, isRegistered } from '../commands.ts';
import { isLeading, refusals } from './leading.ts';
import { copyOf, focusedBox, playKey, playPaste } from './play.ts';
import { typeInto } from './type-into.ts';

type Waiting = { key: KeyboardEventInit & { key: string } } | { command: CommandId } | { paste: DataTransfer };

/** What has not come by then does not come: its code could not be loaded. */
const LONGEST_MS = 8_000;

interface Around {
  run: (id: CommandId) => void;
  /** Whether a view is opening that the keys in between belong to. */
  isOpening: () => boolean;
  /** Called with the text of keys that had to be dropped. */
  dropped: (text: string) => void;
}

export function createWaitingKeys({ run, isOpening, dropped }: Around) {
  const [waiting, setWaiting] = createSignal<Waiting[]>([]);
  let isPlaying = false;
  /** The key that was played last, and not as text. */
  let command: string | undefined;
  const add = (one: Waiting) => setWaiting((all) => (isPlaying ? [one, ...all] : [...all, one]));

  function drop() {
    const all = untrack(waiting);
    setWaiting([]);
    if (all.length > 0) dropped(all.map(textOf).join(''));
  }
  createEffect(() => {
    const [first] = waiting();
    if (!first || isLeading()) return;
    const isEarly = isOpening() || ('command' in first && !isRegistered(first.command));
    const timer = setTimeout(isEarly ? drop : play, isEarly ? LONGEST_MS : 0);
    onCleanup(() => clearTimeout(timer));
  });
  createEffect(on(refusals, drop, { defer: true }));

  /** Plays the first of them, or all letters at the beginning that a box takes. */
  function play() {
    const all = untrack(waiting);
    // A key that is held down repeats the command, which is no text.
    if (all[0] && 'key' in all[0] && all[0].key.repeat && all[0].key.code === command) return setWaiting(all.slice(1));
    const box = focusedBox();
    const end = all.findIndex((one) => !isLetter(one));
    const letters = box ? (end < 0 ? all.length : end) : 0;
    setWaiting(all.slice(Math.max(1, letters)));
    const [first] = all;
    isPlaying = true;
    try {
      if (box && letters > 0) typeInto(box, all.slice(0, letters).map(textOf).join(''));
      else if (first) playOne(first);
    } finally {
      isPlaying = false;
    }
  }
  function playOne(one: Waiting) {
    if ('command' in one) return run(one.command);
    if ('paste' in one) return playPaste(one.paste);
    command = one.key.code;
    playKey(one.key);
  }

  const mustWait = (target: EventTarget | null) =>
    !isPlaying && (untrack(waiting).length > 0 || (untrack(isLeading) && !isElsewhere(target)));
  return {
    isPlaying: () => isPlaying,
    drop,
    /** True when the key was taken. */
    take(event: KeyboardEvent): boolean {
      if (!mustWait(event.target) || !isOurs(event)) return false;
      add({ key: plain(event) });
      event.preventDefault();
      event.stopImmediatePropagation();
      return true;
    },
    paste(event: ClipboardEvent) {
      if (!event.clipboardData || !mustWait(event.target)) return;
      add({ paste: copyOf(event.clipboardData) });
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    keep: (event: KeyboardEvent) => add({ key: plain(event) }),
    /** Runs as soon as a view of the ticket can run it. */
    want: (command: CommandId) => add({ command }),
  };
}

/** A box that stays, whatever the act leads to. */
const isElsewhere = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, select') && !target.closest('#talk, aside');

/** AltGr writes, so it is no modifier. */
function plain(event: KeyboardEvent) {
  const { key, code, shiftKey, metaKey, repeat } = event;
  const writes = event.getModifierState('AltGraph');
  return { key, code, shiftKey, metaKey, repeat, ctrlKey: event.ctrlKey && !writes, altKey: event.altKey && !writes };
}

function isOurs(event: KeyboardEvent) {
  const { key, ctrlKey, metaKey, altKey } = plain(event);
  if (OF_BROWSER.test(key)) return false;
  // The browser's own, such as those that paste and copy.
  return !(ctrlKey || metaKey || altKey) || key === 'k' || key === 'Enter';
}
/** Such as F5, with which people load a page again whose code does not come; and keys that only change others. */
export const OF_BROWSER = /^(?:F\d|Browser|PrintScreen|Shift|Control|Alt|Meta|CapsLock)/u;

const isLetter = (one: Waiting) =>
  'key' in one && [...one.key.key].length === 1 && !one.key.ctrlKey && !one.key.metaKey && !one.key.altKey;

function textOf(one: Waiting): string {
  if ('paste' in one) return one.paste.getData('text/plain');
  return 'key' in one && isLetter(one) ? one.key.key : '';
}
