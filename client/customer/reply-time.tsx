import { createSignal, onMount, Show } from 'solid-js';
import { api } from '../shared/api.ts';
import { roughly } from '../shared/time.ts';
import { t } from '../portal/words.ts';

const SHORT_MS = 60_000;

/** Only what is true: nothing before enough people were answered, nor where nobody could be asked. */
export function ReplyTime() {
  const [usual, setUsual] = createSignal<number | null>(null);
  onMount(() => {
    api.replyTimes().then(
      ({ medianMs }) => setUsual(medianMs),
      () => {},
    );
  });
  return (
    <Show when={usual()}>
      {(ms) => (
        <p class="quiet">{ms() < SHORT_MS ? t('replyTime.soon') : t('replyTime.usual', { time: roughly(ms()) })}</p>
      )}
    </Show>
  );
}
