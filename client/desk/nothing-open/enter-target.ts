import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { firstShown } from '../queue/first-shown.ts';

const CONTROL = 'a, button, input, select, textarea, summary, [role="button"], [role="option"]';

/** What Enter does here: the id of the row that it opens, and whether it opens one; other controls take the key themselves. */
export function createEnterTarget(): { id: Accessor<string | null>; isOurs: Accessor<boolean> } {
  const read = () => {
    const at = document.activeElement;
    const row = at?.closest<HTMLElement>('li[data-id] > a')?.parentElement;
    return {
      framed: row?.dataset['id'] ?? null,
      isOurs: !at?.closest(CONTROL) || Boolean(row ?? at.closest('[data-start]')),
    };
  };
  const [now, setNow] = createSignal(read());
  const look = () => setNow(read());
  // The next element has the focus after this event.
  const left = () => queueMicrotask(look);
  document.addEventListener('focusin', look);
  document.addEventListener('focusout', left);
  onCleanup(() => {
    document.removeEventListener('focusin', look);
    document.removeEventListener('focusout', left);
  });
  return { id: () => now().framed ?? firstShown(), isOurs: () => now().isOurs };
}
