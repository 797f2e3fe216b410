/**
 * Help in the text box: a mark (`/`, `@`) at the start of a word asks for suggestions, and an unfilled blank stops
 * sending. The list is loaded on first use.
 */
import { createSignal } from 'solid-js';
import type { Assist } from '../../shared/conversation/composer.tsx';
import { typeInto } from '../keys/type-into.ts';
import { blankIn } from './blanks.ts';

export type DeskAssist = ReturnType<typeof createAssist>;

interface Options {
  mark: '/' | '@';
  /** Matches the text after the mark; a name contains spaces. */
  query: RegExp;
  refusal?: (blank: string) => string;
}

export function createAssist({ mark, query: pattern, refusal }: Options) {
  const [query, setQuery] = createSignal<string | null>(null);
  /** The text while it contains a blank. */
  const [unfilled, setUnfilled] = createSignal<string | null>(null);
  const [active, setActive] = createSignal<{ list: string; option: string } | null>(null);
  let box: HTMLTextAreaElement | undefined;
  let keys: ((event: KeyboardEvent) => boolean) | null = null;
  /** The position of a mark whose list was closed: it does not open again for the same mark. */
  let dismissed = -1;

  /** The position of the mark whose word contains the caret, or -1. */
  function markBefore(text: string) {
    const at = text.lastIndexOf(mark);
    if (at < 0 || (at > 0 && /\S/u.test(text.charAt(at - 1)))) return -1;
    return pattern.test(text.slice(at + 1)) ? at : -1;
  }
  const beforeCaret = () =>
    box && box.selectionStart === box.selectionEnd ? box.value.slice(0, box.selectionEnd) : '';

  function look(element: HTMLTextAreaElement) {
    box = element;
    setUnfilled(refusal && blankIn(element.value) ? element.value : null);
    const text = beforeCaret();
    const at = document.activeElement === element ? markBefore(text) : -1;
    if (at !== dismissed) dismissed = -1;
    setQuery(at < 0 || at === dismissed ? null : text.slice(at + 1));
  }

  const assist: Assist = {
    look,
    leave: () => setQuery(null),
    pressed: (event) => query() !== null && (keys?.(event) ?? false),
    active,
    refuses(text) {
      const blank = refusal && blankIn(text);
      if (!blank || !box) return '';
      box.focus();
      box.setSelectionRange(blank.from, blank.to);
      return refusal(blank.text);
    },
  };

  return {
    ...assist,
    query,
    unfilled,
    setActive,
    box: () => box,
    listen: (next: typeof keys) => (keys = next),
    dismiss() {
      dismissed = markBefore(beforeCaret());
      setQuery(null);
    },
    /** Replaces the mark and its query, and selects the first blank. */
    insert(text: string) {
      const before = beforeCaret();
      const at = markBefore(before);
      if (!box || at < 0) return;
      box.focus();
      box.setSelectionRange(at, before.length);
      typeInto(box, text);
      const blank = refusal && blankIn(box.value);
      if (blank) box.setSelectionRange(blank.from, blank.to);
      setQuery(null);
    },
  };
}
