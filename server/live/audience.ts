/**
 * Who hears what. An allow-list: an event type whose entry in the catalogue states no view for customers, and a field that
 * `customerRow` does not name, reaches no customer, neither live nor in a catch-up.
 */
import { personIn } from '../people/person-in.ts';
import type { Event, EventOf, EventType, Handed } from '../contract.ts';
import { CATALOGUE, EVENT_TYPES } from '../events/catalogue.ts';
import type { TicketNews } from '../feed.ts';
import type { ListName } from '../lists/contract.ts';
import { LISTS } from '../lists/lists.ts';
import type { TicketRow } from '../tickets/contract.ts';
import type { TicketView } from '../tickets/queries.ts';
import { NOT_WAITING } from '../../db/schema/tickets.ts';

export const rooms = {
  everyone: 'everyone',
  staff: 'staff',
  user: (id: string) => `user:${id}`,
  session: (publicId: string) => `session:${publicId}`,
  ticket: (id: string) => `ticket:${id}`,
};

/** `owner` is empty for a list that many people share. */
export function roomOfList(list: ListName, owner: string): string {
  if (LISTS[list].isOwn) return rooms.user(owner);
  return LISTS[list].readers === 'staff' ? rooms.staff : rooms.everyone;
}

/** Where each part of it goes. `queueRow` is for all staff and may be held back; the rest goes at once. */
export interface Audience {
  open: { room: string; events: Event[] };
  queue: { room: string; events: Event[]; row: TicketRow | null };
  customer: { room: string; events: Event[]; row: TicketRow | null };
  /** Who was given it by a colleague, and no longer has to be looking to learn of it. */
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

/** What its customer is told of an event: the view that its entry in the catalogue states; where it states none, nothing. */
export function customerEvent<T extends EventType>(event: EventOf<T>): EventOf<T> | null {
  return CATALOGUE[event.type].toCustomer?.(event) ?? null;
}

export const customerEvents = (events: Event[]) => events.flatMap((event) => customerEvent(event) ?? []);

export const CUSTOMER_EVENT_TYPES = EVENT_TYPES.filter((type) => CATALOGUE[type].toCustomer !== null);

export function staffRow(ticket: TicketView): TicketRow {
  const { breached, escalated, importance, snoozedUntil, tags } = ticket;
  const dueAt = ticket.dueAt === NOT_WAITING ? null : ticket.dueAt;
  const queue = { dueAt, breached, escalated, importance, snoozedUntil, tags };
  return { ...rowOf(ticket), ...queue, unread: ticket.staffUnread };
}

/** How the team sorts its work is the team's. */
const NO_QUEUE = { dueAt: null, breached: false, escalated: false, importance: 0, snoozedUntil: null, tags: [] };

export function customerRow(ticket: TicketView): TicketRow {
  const own = { version: ticket.customerVersion, unread: ticket.customerUnread };
  return { ...rowOf(ticket), ...NO_QUEUE, ...own };
}

function rowOf(ticket: TicketView): Omit<TicketRow, 'unread' | keyof typeof NO_QUEUE> {
  return {
    id: ticket.id,
    version: ticket.version,
    number: ticket.number,
    subject: ticket.subject,
    customer: { id: ticket.customerId, name: ticket.customerName, kind: 'customer' },
    assignee: ticket.assigneeId ? { id: ticket.assigneeId, name: ticket.assigneeName ?? '', kind: 'staff' } : null,
    status: ticket.status,
    statusType: ticket.statusType,
    priority: ticket.priority,
    category: ticket.category,
    channel: ticket.channel,
    linkedTo: ticket.linkedTo,
    linkedNumber: ticket.linkedNumber,
    mergedInto: ticket.mergedInto && { id: ticket.mergedInto.id, number: ticket.mergedInto.number },
    mergedFrom: ticket.mergedFrom,
    lastSeq: ticket.lastSeq,
    lastMessage: {
      author: personIn(ticket, ticket.lastAuthorId, ticket.lastAuthorName),
      excerpt: ticket.lastExcerpt,
      at: ticket.lastMessageAt,
    },
    seen: {
      customer: { seq: ticket.customerSeq, at: ticket.customerSeenAt },
      staff: { seq: ticket.staffSeq, at: ticket.staffSeenAt },
    },
    waitingSince: ticket.waitingSince === NOT_WAITING ? null : ticket.waitingSince,
    firstResponseAt: ticket.firstResponseAt,
    resolvedAt: ticket.resolvedAt,
    closedAt: ticket.closedAt,
    rating: ticket.rating,
    ratedAt: ticket.ratedAt,
    createdAt: ticket.createdAt,
  };
}
