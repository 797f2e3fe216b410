import { createSignal } from 'solid-js';

const EMPTY_AFTER_MS = 4_000;
const [sentence, setSentence] = createSignal('');
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Announces one short sentence to screen readers, politely. The region is emptied afterwards, so that it is never read
 * again.
 */
export function announce(text: string) {
  clearTimeout(timer);
  setSentence(text);
  timer = setTimeout(setSentence, EMPTY_AFTER_MS, '');
}

/** The live region; each app has one. */
export function Announcer() {
  return (
    <p class="sr" role="status" aria-live="polite" aria-atomic="true">
      {sentence()}
    </p>
  );
}
