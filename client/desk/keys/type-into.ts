type TextBox = HTMLInputElement | HTMLTextAreaElement;

/** Inserts text as typing does, so that the browser's undo works where possible. */
export function typeInto(box: TextBox, text: string) {
  // eslint-disable-next-line typescript/no-deprecated -- nothing else reaches the browser's own undo
  if (document.execCommand('insertText', false, text)) return;
  box.setRangeText(text, box.selectionStart ?? 0, box.selectionEnd ?? 0, 'end');
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
