/** What may be a due date that a person sets. */
import { AppError } from '../errors.ts';
import type { TicketView } from './queries.ts';

const DUE_MOST_MS = 5 * 366 * 86_400_000;

export function refuseUnusableDue({ active, breached }: TicketView, dueAt: number, now: number) {
  if (!active)
    throw new AppError(409, 'tickets.not_active', 'This ticket is done. Reopen it before you set a due date.');
  // A late ticket may get its former date back, by an undo: it is late already.
  const isPast = dueAt <= now && !breached;
  const problem = isPast
    ? 'This time is past. Choose one that is still to come.'
    : dueAt > now + DUE_MOST_MS
      ? 'Choose a time within five years.'
      : null;
  if (problem) throw new AppError(422, 'invalid', problem, { fields: { dueAt: problem } });
}
