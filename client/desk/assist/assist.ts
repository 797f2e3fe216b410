/**
 * What helps while one writes: a mark (`/`, `@`) at the start of a word asks for suggestions, and a blank that is not filled
 * in keeps a text from going out. The list itself comes when it is first asked for.
 */
import { createSignal } from 'solid-js';
import type { Assist } from '../../shared/conversation/composer.tsx';
import { blankIn } from './blanks.ts';

export type DeskAssist = ReturnType<typeof createAssist>;

interface Options {
  mark: '/' | '@';
  /** Of what stands behind the mark; a name has spaces in it. */
  query: RegExp;
  refusal?: (blank: string) => string;
}

export function createAssist({ mark, query: pattern, refusal }: Options) {
  const [query, setQuery] = createSignal<string | null>(null);
  /** The text, while there is a blank in it. */
  const [unfilled, setUnfilled] = createSignal<string | null>(null);
  const [active, setActive] = createSignal<{ list: string; option: string } | null>(null);
  let box: HTMLTextAreaElement | undefined;
  let keys: ((event: KeyboardEvent) => boolean) | null = null;
  /** Where a list was closed: it does not come back for the same mark. */
  let dismissed = -1;

  /** Where the mark stands, if the caret is in a word that it began. */
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
    /** In place of the mark and what stands behind it. The first blank is selected, ready to be typed over. */
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

/** As if it was typed, so that undo takes it back where the browser can. */
function typeInto(box: HTMLTextAreaElement, text: string) {
  // eslint-disable-next-line typescript/no-deprecated -- nothing else reaches the browser's own undo
  if (document.execCommand('insertText', false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
