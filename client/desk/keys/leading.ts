/** Acts on their way to another ticket: until it is shown, the keyboard keeps the keys that are meant for it. */
import { createSignal } from 'solid-js';

const [underWay, setUnderWay] = createSignal(0);
const [refused, setRefused] = createSignal(0);

export const isLeading = () => underWay() > 0;
/** Grows with each act that was refused, and so led nowhere. */
export const refusals = refused;

/** `act` answers false when it was refused. */
export async function leading(act: () => Promise<boolean>): Promise<boolean> {
  let box: HTMLElement | null = null;
  // Keys can be kept, but not what an input method composes: the box of the ticket that is left loses the focus, also
  // when a sent message or a closed dialog returns it.
  function leave() {
    const { activeElement: at } = document;
    if (!(at instanceof HTMLElement && at.matches('input, textarea') && at.closest('#talk, aside'))) return;
    box = at;
    at.blur();
    // The browser would go on composing at the caret that it remembers.
    getSelection()?.removeAllRanges();
  }
  const focused = () => queueMicrotask(leave);
  addEventListener('focusin', focused);
  focused();
  setUnderWay((n) => n + 1);
  let isDone = false;
  try {
    isDone = await act();
  } finally {
    removeEventListener('focusin', focused);
    if (document.activeElement === document.body) comeBackTo(box);
    if (!isDone) setRefused((n) => n + 1);
    setUnderWay((n) => n - 1);
  }
  return isDone;
}

function comeBackTo(box: HTMLElement | null) {
  if (box?.isConnected) box.focus();
}
