import { command } from '../auth/command.ts';
import { AppError } from '../errors.ts';
import { accessTicketToChange } from '../tickets/access.ts';
import type { Access } from '../auth/policy.ts';
import type { TicketView } from '../tickets/queries.ts';
import { requireUnchanged } from '../tickets/seen.ts';
import { Change, endSnooze } from '../tickets/transitions.ts';
import { SNOOZE_MOST_MS } from './contract.ts';

const access: Access = { needs: ['update', 'tickets'], only: 'staff' };

interface Snooze {
  ticketId: string;
  until: number | null;
  seen?: number | undefined;
}

/** Hides a ticket from the queue until a time or until its customer writes. `null` ends the snooze. */
export const setSnooze = command(access, async (unit, actor, input: Snooze): Promise<TicketView> => {
  const ticket = await accessTicketToChange(unit.tx, actor, input.ticketId);
  if (ticket.snoozedUntil === input.until) return ticket;
  const hides = input.until !== null;
  await requireUnchanged(unit, actor, { ticket, what: 'snooze', seen: input.seen, hides });
  const change = new Change(unit, actor, ticket);
  if (input.until === null) {
    await endSnooze(change);
    return change.save();
  }
  refuseUnusable(input.until, unit.now);
  if (!ticket.active)
    throw new AppError(409, 'tickets.not_active', 'This ticket is done. Reopen it before you snooze it.');
  await change.record('ticket.snoozed', { until: input.until });
  change.set({ snoozedUntil: input.until });
  return change.save();
});

function refuseUnusable(until: number, now: number) {
  const problem =
    until <= now
      ? 'This time is past. Choose one that is still to come.'
      : until > now + SNOOZE_MOST_MS
        ? 'Choose a time within a year.'
        : null;
  if (problem) throw new AppError(422, 'invalid', problem, { fields: { until: problem } });
}
