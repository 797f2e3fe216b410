/** The only way to a ticket: through the actor who asks. */
import type { Db } from '../../db/database.ts';
import type { Actor } from '../auth/actor.ts';
import { AppError, notFound } from '../errors.ts';
import { can, requireRight } from '../auth/policy.ts';
import { findTicketView, type TicketView } from './queries.ts';

export async function accessTicket(db: Db, actor: Actor, id: string): Promise<TicketView> {
  requireRight(actor, 'view', 'tickets');
  const ticket = await findTicketView(db, id);
  if (!ticket || (actor.kind === 'customer' && ticket.customerId !== actor.id)) throw notFound();
  return ticket;
}

/** Its fields may be changed by: its customer while it is open; an agent who holds it or while nobody does; supervisors. */
export async function accessTicketToChange(db: Db, actor: Actor, id: string): Promise<TicketView> {
  const ticket = await accessTicket(db, actor, id);
  requireChange(actor, ticket);
  refuseOnMerged(ticket);
  return ticket;
}

export function requireChange(actor: Actor, ticket: TicketView) {
  requireRight(actor, 'update', 'tickets');
  if (actor.kind === 'customer' && ticket.statusType !== 'open') {
    throw new AppError(409, 'tickets.not_open', 'This ticket is already being worked on. Write a message instead.');
  }
  if (
    actor.kind === 'staff' &&
    ticket.assigneeId &&
    ticket.assigneeId !== actor.id &&
    !can(actor, 'update', 'others_tickets')
  ) {
    throw new AppError(
      403,
      'tickets.not_yours',
      `This ticket is assigned to ${ticket.assigneeName ?? 'a colleague'}. Ask them or a supervisor.`,
    );
  }
}

/** Nothing new goes there: our own clients follow with the same id, silently. */
export function refuseOnMerged({ mergedInto }: TicketView) {
  if (!mergedInto) return;
  const { id, number } = mergedInto;
  throw new AppError(409, 'tickets.merged', `This ticket was merged into ticket ${number}. Continue there.`, {
    details: { into: { id, number } },
  });
}
