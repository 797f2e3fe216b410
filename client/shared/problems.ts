/** Errors of the API in the language of the reader. */
import type { BODY_MAX } from '../../server/text/contract.ts';
import { ApiError, Offline } from './request.ts';
import { clockTime } from './time.ts';
import { numberWords, t } from './words.ts';

/** The contract's value; a browser takes only types from it, so that its schemas stay on the server. */
const MOST: typeof BODY_MAX = 10_000;
const MINUTE_MS = 60_000;

/** Error codes that a person who writes can meet, with their keys in the catalogue. */
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

/** For an unknown code, the server's own message, which is English. */
export function problemWords(error: unknown): string {
  if (error instanceof Offline) return t('offline.noAnswer');
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.code === 'too_many') return t('refused.tooOften', { time: againAt(error) });
  if (error.code === 'messages.deleted') return t('message.deleted');
  const known = [...WORDS].find(([code]) => code === error.code)?.[1];
  return known ? t(`refused.${known}`) : error.message;
}

/** The clock time after which a new attempt is allowed, rounded up by a minute. */
export const againAt = ({ retryAfterMs }: ApiError) => clockTime(Date.now() + (retryAfterMs ?? 0) + MINUTE_MS);

/** Empty when the text is short enough. */
export function tooLongWords(text: string): string {
  const over = text.length - MOST;
  return over > 0 ? t.count('message.tooLong', over, { most: numberWords(MOST) }) : '';
}
