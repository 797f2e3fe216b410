import type { Priority } from '../../../server/ticket-fields/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { momentWords, shortTime, waited } from '../../shared/time.ts';
import { t } from '../words.ts';
import { isActive } from './views.ts';
import { wakeTime } from './wake-time.ts';

const MINUTE_MS = 60_000;
/** A promise is coloured in the last quarter of its time. */
const SOON = 0.25;

export interface Promised {
  kind: 'answer' | 'resolve';
  from: number;
  dueAt: number;
  /** A person set this date. */
  byHand?: true;
}

/** The running promises of a ticket, from the targets of its priority or a date set by hand, the next one first. */
export function promisesOf(row: TicketRow, priorities: Priority[]): Promised[] {
  const target = priorities.find(({ code }) => code === row.priority);
  if (!target || !isActive(row)) return [];
  const running = (kind: Promised['kind'], from: number, minutes: number) => ({
    ...{ kind, from, dueAt: from + minutes * MINUTE_MS },
  });
  const { waitingSince, createdAt, dueByHand, dueAt, promised } = row;
  const taken = (kind: Promised['kind']) => {
    const span = promised?.[kind];
    return span && { kind, from: span.from, dueAt: span.by };
  };
  return [
    ...(waitingSince === null ? [] : [taken('answer') ?? running('answer', waitingSince, target.responseMinutes)]),
    dueByHand && dueAt !== null
      ? { kind: 'resolve' as const, from: createdAt, dueAt, byHand: true as const }
      : (taken('resolve') ?? running('resolve', createdAt, target.resolutionMinutes)),
  ].toSorted((a, b) => a.dueAt - b.dueAt);
}

const leftOf = ({ dueAt }: Promised, now: number) => dueAt - now;

/** Warm and hot repeat what the words say. */
export function toneOf(promise: Promised, now: number): '' | 'warm' | 'hot' {
  const left = leftOf(promise, now);
  if (left <= -MINUTE_MS) return 'hot';
  return left < (promise.dueAt - promise.from) * SOON ? 'warm' : '';
}

/** "57m", "2h", "3d": one unit. */
function coarse(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes}m`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)}h` : `${Math.floor(minutes / 1440)}d`;
}

/** "answer in 9m", "resolve in 2h", "late 42m": whole hours from one hour up, so that it fits its column. */
export function promiseWords(promise: Promised, now: number): string {
  const left = leftOf(promise, now);
  if (left <= -MINUTE_MS) return t('queue.late', { time: coarse(-left) });
  if (left < MINUTE_MS) return t(`queue.now.${promise.kind}`);
  return t(`queue.due.${promise.kind}`, { time: coarse(left) });
}

export interface Standing {
  /** The leading figure: how long the customer waits, or when something happened or happens. */
  time: string;
  words: string;
  tone: '' | 'warm' | 'hot';
  /** How long the customer waits, in milliseconds; null when they do not. */
  waits: number | null;
}

/** What a row and the header of its conversation say about time. */
export function standingOf(row: TicketRow, priorities: Priority[], now: number): Standing {
  if (row.snoozedUntil !== null && isActive(row))
    return { time: wakeTime(row.snoozedUntil, now), words: t('queue.snoozed'), tone: '', waits: null };
  const [next] = promisesOf(row, priorities);
  const tone = next ? toneOf(next, now) : '';
  if (next && row.waitingSince !== null) {
    const waits = now - row.waitingSince;
    return { time: waited(waits), words: promiseWords(next, now), tone, waits };
  }
  const time = shortTime(row.lastMessage.at, now);
  // Answered: the resolution is named once it is near.
  if (next && tone !== '') return { time, words: promiseWords(next, now), tone, waits: null };
  return { time, words: t(next ? 'queue.answered' : 'queue.done'), tone: '', waits: null };
}

/** The exact moment behind the words, for a tooltip. */
export function standingTitle(row: TicketRow, priorities: Priority[]): string | undefined {
  if (row.snoozedUntil !== null) return t('queue.snoozedUntil', { time: momentWords(row.snoozedUntil) });
  const [next] = promisesOf(row, priorities);
  return next && t(`queue.promised.${next.kind}`, { time: momentWords(next.dueAt) });
}
