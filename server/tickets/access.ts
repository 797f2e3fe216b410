/** Loads tickets through the actor: forbidden and missing tickets give the same 404. */
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

/** The customer may change the fields of an open ticket, an agent those of an own or unassigned one, a supervisor all. */
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

/** Refuses writes on a merged ticket. Our clients then send the same id to the target. */
export function refuseOnMerged({ mergedInto }: TicketView) {
  if (!mergedInto) return;
  const { id, number } = mergedInto;
  throw new AppError(409, 'tickets.merged', `This ticket was merged into ticket ${number}. Continue there.`, {
    details: { into: { id, number } },
  });
}
