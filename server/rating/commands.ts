import { eq } from 'drizzle-orm';
import { ratingComments } from '../../db/schema/tickets.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import { keepEarlier } from '../holds/earlier-texts.ts';
import { accessTicket, refuseOnMerged } from '../tickets/access.ts';
import type { Access } from '../auth/policy.ts';
import type { TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';
import { type Rate, RATING_WINDOW_MS } from './contract.ts';
import { ratingComment } from './queries.ts';

const access: Access = { needs: ['update', 'tickets'], only: 'customer' };

/** The customer rates a resolved or closed ticket. Repeating the same rating changes nothing. */
export const rateTicket = command(access, async (unit, actor, input: Rate & { ticketId: string }) => {
  const ticket = await accessTicket(unit.tx, actor, input.ticketId);
  const before = await ratingComment(unit.tx, ticket.id);
  const comment = input.comment === undefined ? before : input.comment;
  if (ticket.rating === input.score && comment === before) return ticket;
  refuseOnMerged(ticket);
  refuseWhileUnsettled(ticket);
  const isAnew = ratesAnew(ticket);
  if (!isAnew) refuseWhenTooLate(unit, ticket);

  const change = new Change(unit, actor, ticket);
  const rated = { score: input.score, commented: comment !== null, was: ticket.rating };
  const { id: eventId } = await change.record('ticket.rated', rated);
  change.set({ rating: input.score, ratedAt: isAnew ? unit.now : ticket.ratedAt });
  if (comment !== before) {
    if (before !== null) await keepEarlier(unit, { ticket, eventId, was: [{ what: 'rating_comment', body: before }] });
    await storeComment(unit, ticket.id, comment);
  }
  return change.save();
});

/** True for the first rating, and again after each new resolution. */
const ratesAnew = ({ ratedAt, resolvedAt }: TicketView) =>
  ratedAt === null || (resolvedAt !== null && resolvedAt > ratedAt);

function refuseWhileUnsettled({ statusType }: TicketView) {
  if (statusType === 'resolved' || statusType === 'closed') return;
  throw new AppError(409, 'tickets.not_done', 'Rate it once it is resolved.');
}

function refuseWhenTooLate(unit: Unit, { ratedAt }: TicketView) {
  if (ratedAt === null || unit.now - ratedAt <= RATING_WINDOW_MS) return;
  throw new AppError(409, 'tickets.rated', 'A rating can be changed for 7 days after it was given.');
}

async function storeComment({ tx, now }: Unit, ticketId: string, body: string | null) {
  if (body === null) {
    await tx.delete(ratingComments).where(eq(ratingComments.ticketId, ticketId));
    return;
  }
  await tx
    .insert(ratingComments)
    .values({ ticketId, body, at: now })
    .onConflictDoUpdate({ target: ratingComments.ticketId, set: { body, at: now } });
}
