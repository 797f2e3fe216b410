import { typeInto } from '../keys/type-into.ts';

/** Writes the mark that opens the suggestions, as a word of its own. */
export function typeMark(box: HTMLTextAreaElement | undefined, mark: '/' | '@') {
  if (!box) return;
  box.focus();
  const before = box.value.slice(0, box.selectionStart);
  typeInto(box, /\S$/u.test(before) ? ` ${mark}` : mark);
}
