/** Why something was not done, in the words of whoever reads it. */
import type { BODY_MAX } from '../../server/text/contract.ts';
import { ApiError, Offline } from './request.ts';
import { clockTime } from './time.ts';
import { numberWords, t } from './words.ts';

/** The contract's value; a browser takes only types from it, so that its schemas stay on the server. */
const MOST: typeof BODY_MAX = 10_000;
const MINUTE_MS = 60_000;

/** The server's noes that somebody who writes can meet, by their code. */
const WORDS = new Map([
  ['too_large', 'tooLarge'],
  ['visitor.blocked', 'blocked'],
  ['tickets.closed', 'closed'],
  ['messages.too_late', 'tooLate'],
  ['not_found', 'notThere'],
  ['full', 'full'],
  ['busy', 'server'],
  ['stopping', 'server'],
  ['internal', 'server'],
] as const);

/** Of a code that is not known here the server's own words, which are English. */
export function problemWords(error: unknown): string {
  if (error instanceof Offline) return t('offline.noAnswer');
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.code === 'too_many') return t('refused.tooOften', { time: againAt(error) });
  if (error.code === 'messages.deleted') return t('message.deleted');
  const known = [...WORDS].find(([code]) => code === error.code)?.[1];
  return known ? t(`refused.${known}`) : error.message;
}

/** By the clock of whoever reads it, and by then it may. */
export const againAt = ({ retryAfterMs }: ApiError) => clockTime(Date.now() + (retryAfterMs ?? 0) + MINUTE_MS);

/** Empty where it is not. */
export function tooLongWords(text: string): string {
  const over = text.length - MOST;
  return over > 0 ? t.count('message.tooLong', over, { most: numberWords(MOST) }) : '';
}
