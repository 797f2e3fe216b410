/** Computes the time-dependent columns of a ticket: deadline, breach, importance, and when they change next. */
import { NOT_WAITING, type tickets } from '../../db/schema/tickets.ts';
import type { Span } from './contract.ts';

type Stored = typeof tickets.$inferSelect;
type Timed = Pick<
  Stored,
  | 'active'
  | 'breached'
  | 'createdAt'
  | 'escalated'
  | 'handDueAt'
  | 'priorityWeight'
  | 'resolutionMs'
  | 'responseMs'
  | 'snoozedUntil'
  | 'waitingSince'
> &
  Partial<Pick<Stored, 'promised'>>;
export type Standing = Pick<Stored, 'dueAt' | 'breached' | 'importance' | 'nextMoveAt'>;

/** A nearer deadline counts as soon. */
export const SOON_MS = 2 * 3_600_000;
const WEIGHT_MOST = 1_023;
/** Waits are ranked in tenths of a second, up to the year 2078. */
const TENTHS = 2 ** 35;

/**
 * Pure: the same time always gives the same row. `breached` stays true, also after a late answer. A due date set by hand
 * stands for the deadline of the resolution; the customer's wait keeps its own.
 */
export function standingAt(ticket: Timed, now: number): Standing {
  if (!ticket.active) return { dueAt: NOT_WAITING, breached: ticket.breached, importance: 0, nextMoveAt: null };
  const { answer, resolve } = promisesTo(ticket);
  const responseDue = answer?.by ?? NOT_WAITING;
  const resolutionDue = ticket.handDueAt ?? resolve.by;
  const nearest = Math.min(responseDue, resolutionDue);
  const breached = ticket.breached || resolutionDue <= now;
  const ahead = [responseDue, resolutionDue, nearest - SOON_MS].filter((at) => at > now && at < NOT_WAITING);
  // Also a past end of the snooze: the aging task must still wake the ticket.
  if (ticket.snoozedUntil !== null) ahead.push(ticket.snoozedUntil);
  return {
    dueAt: ticket.handDueAt ?? nearest,
    breached,
    importance: importanceOf({ ...ticket, breached, overdue: responseDue <= now, soon: nearest - now <= SOON_MS }),
    nextMoveAt: ahead.length > 0 ? Math.min(...ahead) : null,
  };
}

interface Ranked extends Timed {
  overdue: boolean;
  soon: boolean;
}

/** From when and by when an answer and the resolution are promised; no answer to a customer who does not wait. */
export function promisesTo(ticket: Omit<Timed, 'active'>): { answer: Span | null; resolve: Span } {
  const { waitingSince, responseMs, createdAt, resolutionMs } = ticket;
  const taken = takenPromises(ticket);
  const own = waitingSince === NOT_WAITING ? null : { from: waitingSince, by: waitingSince + responseMs };
  return { answer: taken?.answer ?? own, resolve: taken?.resolve ?? { from: createdAt, by: createdAt + resolutionMs } };
}

/** Those of a merge, as long as nobody answered or changed the priority. */
export function takenPromises({ promised, waitingSince, responseMs, resolutionMs }: Omit<Timed, 'active'>) {
  if (!promised) return null;
  const isSameWait = promised.waitingSince === waitingSince && promised.responseMs === responseMs;
  const answer = isSameWait ? promised.answer : null;
  const resolve = promised.resolutionMs === resolutionMs ? promised.resolve : null;
  return answer || resolve ? { answer, resolve } : null;
}

/** One number of 49 bits, so that the queue pages by key: breached, overdue, escalated, due soon, priority's weight, wait. */
function importanceOf({ breached, overdue, escalated, soon, priorityWeight, waitingSince }: Ranked): number {
  const flags = Number(breached) * 8 + Number(overdue) * 4 + Number(escalated) * 2 + Number(soon);
  const weight = Math.min(Math.max(priorityWeight, 0), WEIGHT_MOST);
  const waits = TENTHS - 1 - Math.min(Math.floor(waitingSince / 100), TENTHS - 1);
  return (flags * (WEIGHT_MOST + 1) + weight) * TENTHS + waits;
}
