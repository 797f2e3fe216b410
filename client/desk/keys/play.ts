/** Plays keys that had to wait: a key that is made by code has no effect of its own in the browser. */
import { isTyping } from './early-keys.ts';
import { typeInto } from './type-into.ts';

const STOPS = ':is(a[href], button, input, select, textarea, [tabindex="0"]):not(:disabled, [tabindex="-1"])';

const focused = () => (document.activeElement instanceof HTMLElement ? document.activeElement : document.body);
type TextBox = HTMLInputElement | HTMLTextAreaElement;
const boxOf = (at: HTMLElement): TextBox | null =>
  (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) && isTyping(at) ? at : null;

/** The box that has the focus. */
export const focusedBox = () => boxOf(focused());

export function playKey({ key, code, shiftKey, ctrlKey, metaKey, altKey, repeat }: KeyboardEventInit) {
  const at = focused();
  const press = (type: string) =>
    at.dispatchEvent(
      new KeyboardEvent(type, {
        ...{ key, code, shiftKey, ctrlKey, metaKey, altKey, repeat },
        ...{ bubbles: true, cancelable: true, composed: true },
      }),
    );
  if (press('keydown') && focused() === at && !ctrlKey && !metaKey && !altKey) act(at, key ?? '', shiftKey === true);
  press('keyup');
}

/** What the browser does by itself. */
function act(at: HTMLElement, key: string, isShifted: boolean) {
  const box = boxOf(at);
  if (key === 'Tab') return step(at, isShifted ? -1 : 1);
  if (!box) {
    const isPressed =
      (key === 'Enter' && at.matches('a, button, summary')) || (key === ' ' && at.matches('button, input'));
    if (isPressed) at.click();
    return;
  }
  if ([...key].length === 1) typeInto(box, key);
  else if (key === 'Enter' && box instanceof HTMLTextAreaElement) typeInto(box, '\n');
  else if (key === 'Enter') box.form?.requestSubmit();
  // eslint-disable-next-line typescript/no-deprecated -- nothing else reaches the browser's own undo
  else if (key === 'Backspace' || key === 'Delete') document.execCommand(key === 'Delete' ? 'forwardDelete' : 'delete');
}

function step(from: HTMLElement, by: 1 | -1) {
  const all = [...document.querySelectorAll<HTMLElement>(STOPS)].filter((stop) => stop.checkVisibility());
  const next = all.indexOf(from);
  if (next >= 0) all[next + by]?.focus();
}

/** The data of an event is gone with it. */
export function copyOf(data: DataTransfer): DataTransfer {
  const copy = new DataTransfer();
  copy.setData('text/plain', data.getData('text/plain'));
  for (const file of data.files) copy.items.add(file);
  return copy;
}

export function playPaste(clipboardData: DataTransfer) {
  const box = focusedBox();
  const isFree = focused().dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
  );
  if (isFree && box) typeInto(box, clipboardData.getData('text/plain'));
}
