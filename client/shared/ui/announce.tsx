import { createSignal } from 'solid-js';

const EMPTY_AFTER_MS = 4_000;
const [sentence, setSentence] = createSignal('');
let timer: ReturnType<typeof setTimeout> | undefined;

/** One short sentence, said once and politely. The region is emptied after, so that nothing is ever read again. */
export function announce(text: string) {
  clearTimeout(timer);
  setSentence(text);
  timer = setTimeout(setSentence, EMPTY_AFTER_MS, '');
}

/** Stands once in each app. */
export function Announcer() {
  return (
    <p class="sr" role="status" aria-live="polite" aria-atomic="true">
      {sentence()}
    </p>
  );
}
