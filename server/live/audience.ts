/**
 * Who hears what. For customers it is an allow-list: an event type whose entry in the catalogue states no view for them
 * (events/customer-view.ts), and a field that `customerRow` does not name (tickets/row.ts), reaches no customer, neither
 * live nor in a catch-up.
 */
import type { Event, Handed } from '../contract.ts';
import type { TicketNews } from '../feed.ts';
import type { ListName } from '../lists/contract.ts';
import { LISTS } from '../lists/lists.ts';
import { customerEvents } from '../events/customer-view.ts';
import { customerRow, staffRow } from '../tickets/row.ts';
import type { TicketRow } from '../tickets/contract.ts';
import type { TicketView } from '../tickets/queries.ts';

export const rooms = {
  everyone: 'everyone',
  staff: 'staff',
  user: (id: string) => `user:${id}`,
  session: (publicId: string) => `session:${publicId}`,
  ticket: (id: string) => `ticket:${id}`,
};

/** `owner` is empty for a shared list. */
export function roomOfList(list: ListName, owner: string): string {
  if (LISTS[list].isOwn) return rooms.user(owner);
  return LISTS[list].readers === 'staff' ? rooms.staff : rooms.everyone;
}

/** The rooms that hear a change. The hub may hold back `queue.row`, which goes to all staff; it sends the rest at once. */
export interface Audience {
  open: { room: string; events: Event[] };
  queue: { room: string; events: Event[]; row: TicketRow | null };
  customer: { room: string; events: Event[]; row: TicketRow | null };
  /** The new assignee, if a colleague assigned the ticket: they get a notice wherever they are in the desk. */
  holder: { room: string; handed: Handed } | null;
}

export function audienceOf({ ticketId, customerId, events, ticket }: TicketNews): Audience {
  const forCustomer = customerEvents(events);
  return {
    open: { room: rooms.ticket(ticketId), events },
    queue: {
      room: rooms.staff,
      events: events.filter((event) => event.type === 'ticket.deleted'),
      row: ticket && staffRow(ticket),
    },
    customer: {
      room: rooms.user(customerId),
      events: forCustomer,
      row: ticket && forCustomer.length > 0 ? customerRow(ticket) : null,
    },
    holder: holderOf(events, ticket),
  };
}

function holderOf(events: Event[], ticket: TicketView | null): Audience['holder'] {
  const last = events.findLast((event) => event.type === 'ticket.assigned');
  if (!ticket || last?.type !== 'ticket.assigned') return null;
  const { actor, assignee, ticketId } = last;
  const isGiven = actor?.kind === 'staff' && assignee && assignee.id !== actor.id && assignee.id === ticket.assigneeId;
  return isGiven ? { room: rooms.user(assignee.id), handed: { ticketId, by: actor } } : null;
}
