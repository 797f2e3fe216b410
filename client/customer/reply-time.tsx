import { createSignal, onMount, Show } from 'solid-js';
import { request } from '../shared/request.ts';
import { roughly } from '../shared/time.ts';
import { t } from './words.ts';

const SHORT_MS = 60_000;

export const replyTimeWords = (ms: number) =>
  ms < SHORT_MS ? t('replyTime.soon') : t('replyTime.usual', { time: roughly(ms) });

/** The usual reply time; null before enough replies exist, and without a connection. */
export function createUsualReply() {
  const [usual, setUsual] = createSignal<number | null>(null);
  onMount(() => {
    request('GET', '/reply-times').then(
      ({ medianMs }) => setUsual(medianMs),
      () => {},
    );
  });
  return usual;
}

export function ReplyTime() {
  const usual = createUsualReply();
  return <Show when={usual()}>{(ms) => <p class="quiet">{replyTimeWords(ms())}.</p>}</Show>;
}
