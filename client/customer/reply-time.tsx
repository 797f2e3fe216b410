import { createSignal, onMount, Show } from 'solid-js';
import type { ReplyTimes } from '../../server/reply-times/contract.ts';
import { request } from '../shared/request.ts';
import { roughly } from '../shared/time.ts';
import { t } from './words.ts';

const SHORT_MS = 60_000;

/** Empty while nobody can tell. */
export function replyTimeWords({ waitMs, isUsual }: ReplyTimes): string {
  if (waitMs === null) return '';
  if (!isUsual) return t('replyTime.now', { time: roughly(waitMs) });
  return waitMs < SHORT_MS ? t('replyTime.soon') : t('replyTime.usual', { time: roughly(waitMs) });
}

/** How long a question that is asked now waits, from the queue as it is; null without a connection. */
export function createReplyTime() {
  const [known, setKnown] = createSignal<ReplyTimes | null>(null);
  const ask = () => void request('GET', '/reply-times').then(setKnown, () => {});
  onMount(ask);
  return [known, ask] as const;
}

export function ReplyTime() {
  const [known] = createReplyTime();
  const words = () => {
    const one = known();
    return one ? replyTimeWords(one) : '';
  };
  return <Show when={words()}>{(said) => <p class="quiet">{said()}.</p>}</Show>;
}
