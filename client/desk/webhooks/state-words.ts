import { type Delivery, type Webhook, EVENT_WORDS } from '../../../server/webhooks/contract.ts';
import { momentWords } from '../../shared/time.ts';
import { t } from './words.ts';

/** Whether it is on, and since when it fails. */
export function stateOf({ active, offReason, failingSince }: Webhook): string {
  if (!active) return t(`off.${offReason ?? 'person'}`);
  return failingSince === null ? t('on') : t('failing', { since: momentWords(failingSince) });
}

export const isInTrouble = ({ active, offReason, failingSince }: Webhook) =>
  active ? failingSince !== null : offReason !== 'person';

export function toldOf({ told }: Webhook): string {
  return [
    t('told.day', { n: String(told.delivered) }),
    ...(told.waiting > 0 ? [t('told.waits', { n: String(told.waiting) })] : []),
    ...(told.failed > 0 ? [t('told.failed', { n: String(told.failed) })] : []),
  ].join(', ');
}

export function heardBy({ events }: Webhook): string {
  if (events === null) return t('everything');
  const [first, ...rest] = events.map((type) => EVENT_WORDS[type].when);
  return rest.length === 0 ? (first ?? '') : `${first} (+${rest.length})`;
}

/** What the receiver said to the last attempt. */
export function answerOf({ status, error, attempts, state, dueAt }: Delivery): string {
  if (attempts === 0) return state === 'waiting' && dueAt === null ? t('behind') : t('notSent');
  const answer = status === null ? (error ?? t('noAnswer')) : String(status);
  return attempts === 1 ? answer : t('attempt', { answer, n: String(attempts) });
}
