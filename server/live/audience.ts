/**
 * Who hears what, live, in a catch-up and in a history. For customers it is an allow-list: an event type whose entry in the
 * catalogue states no view for them (events/readers.ts), and a field that `customerRow` does not name (tickets/row.ts),
 * reaches no customer. Events of notes reach only staff who may view notes.
 */
import type { Actor } from '../auth/actor.ts';
import { mayViewNotes } from '../auth/policy.ts';
import type { Event, Handed } from '../contract.ts';
import type { TicketNews } from '../feed.ts';
import type { ListName } from '../lists/contract.ts';
import { LISTS } from '../lists/lists.ts';
import { customerEvents, isOfNote, type ReadsAs } from '../events/readers.ts';
import { customerRow, staffRow } from '../tickets/row.ts';
import type { TicketRow } from '../tickets/contract.ts';
import type { TicketView } from '../tickets/queries.ts';

export const rooms = {
  everyone: 'everyone',
  staff: 'staff',
  user: (id: string) => `user:${id}`,
  session: (publicId: string) => `session:${publicId}`,
  ticket: (id: string) => `ticket:${id}`,
  /** Those in the room of a ticket who may view its notes. */
  notes: (ticketId: string) => `notes:${ticketId}`,
};

export function readsAs(actor: Pick<Actor, 'kind' | 'rights'>): ReadsAs {
  if (actor.kind === 'customer') return 'customer';
  return mayViewNotes(actor) ? 'staff_with_notes' : 'staff';
}

/** `owner` is empty for a shared list. */
export function roomOfList(list: ListName, owner: string): string {
  if (LISTS[list].isOwn) return rooms.user(owner);
  return LISTS[list].readers === 'staff' ? rooms.staff : rooms.everyone;
}

/** The rooms that hear a change. The hub may hold back `queue.row`, which goes to all staff; it sends the rest at once. */
export interface Audience {
  /** `notesRoom` hears events of notes, and the rest of `room` hears the others; null if there are no events of notes. */
  open: { room: string; events: Event[]; notesRoom: string | null };
  queue: { room: string; events: Event[]; row: TicketRow | null };
  customer: { room: string; events: Event[]; row: TicketRow | null };
  /** The new assignee, if a colleague assigned the ticket: they get a notice wherever they are in the desk. */
  holder: { room: string; handed: Handed } | null;
}

export function audienceOf({ ticketId, customerId, events, ticket }: TicketNews): Audience {
  const forCustomer = customerEvents(events);
  return {
    open: { room: rooms.ticket(ticketId), events, notesRoom: events.some(isOfNote) ? rooms.notes(ticketId) : null },
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
