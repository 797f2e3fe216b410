/**
 * The only file that writes into text boxes. Whatever arrives (a draft of another tab or device, an answer of the
 * server, another visitor or language) proposes a text; while a person has the focus in the box, no proposal takes a
 * character out of it.
 */
import { type Accessor, createMemo, createRenderEffect, createSignal, untrack } from 'solid-js';

export type TextBox = HTMLInputElement | HTMLTextAreaElement;

/** Whether a person has the focus in this box: in its window too, because a window behind keeps its active element. */
const isFocused = (box: Element) => document.activeElement === box && document.hasFocus();

/** Whether a person is writing in any box: it has the focus, and text. */
export function isWriting(): boolean {
  const at = document.activeElement;
  return (
    (at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.matches(TEXT))) &&
    at.value !== '' &&
    document.hasFocus()
  );
}
const TEXT = 'input:not([type="checkbox"], [type="radio"], [type="file"], [type="color"])';

export interface Box {
  /** The text in the box, or the proposed text that will replace it when the box loses the focus. */
  text(): string;
  /** Writes at once, because of an act of the person in the box, such as sending. */
  write(text: string): void;
  /** Writes at once if nobody who is writing loses text, otherwise when the box loses the focus. */
  propose(text: string): void;
  /** The text of a person who is writing now: it stays in the box when the box changes to another conversation. */
  underHands(): string;
}

/** Grows when a person may have stopped writing: they left a box, or sent what was in it. */
const [left, setLeft] = createSignal(0);
const leave = () => queueMicrotask(() => setLeft((n) => n + 1));
addEventListener('focusout', leave);

export function ownBox(box: TextBox, written: () => void = () => {}): Box {
  /** Waits for the focus to leave; typing makes it void. */
  let waiting: string | null = null;
  const isHeld = () => isFocused(box) && box.value !== '';

  function write(text: string) {
    waiting = null;
    if (box.value === text) return;
    box.value = text;
    written();
    leave();
  }
  box.addEventListener('input', () => (waiting = null));
  box.addEventListener('blur', () => waiting !== null && write(waiting));

  return {
    text: () => waiting ?? box.value,
    write,
    propose(text) {
      if (!isHeld() || box.value === text) return write(text);
      if (!(box instanceof HTMLTextAreaElement) || !text.startsWith(box.value)) return void (waiting = text);
      // The text goes on elsewhere: nothing is taken away, and the caret stays.
      waiting = null;
      box.setRangeText(text.slice(box.value.length), box.value.length, box.value.length, 'preserve');
      written();
    },
    underHands: () => (isHeld() && waiting === null ? box.value : ''),
  };
}

/** Shows a value in a box, for `ref`. A newer value waits while a person writes in the box. */
export function showIn(box: TextBox, value: Accessor<string>): Box {
  const own = ownBox(box);
  createRenderEffect(() => own.propose(value()));
  return own;
}

/** The value; its change waits as long as `waits` says. A view with a box stays until its writer has left the box. */
export function createAfterWriting<T>(
  value: Accessor<T>,
  waits: (now: T, was: T) => boolean = (now) => !now && isWriting(),
): Accessor<T> {
  return createMemo<T>((was) => {
    left();
    const now = value();
    return waits(now, was) ? was : now;
  }, untrack(value));
}
