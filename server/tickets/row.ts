/** The row of a ticket for staff and for its customer. Fields that `customerRow` does not set never reach customers. */
import { NOT_WAITING } from '../../db/schema/tickets.ts';
import { personIn } from '../people/person-in.ts';
import type { TicketRow } from './contract.ts';
import { takenPromises } from './deadlines.ts';
import type { TicketView } from './queries.ts';

export function staffRow(ticket: TicketView): TicketRow {
  const { breached, escalated, importance, snoozedUntil, tags, teamId } = ticket;
  const dueAt = ticket.dueAt === NOT_WAITING ? null : ticket.dueAt;
  const dueByHand = ticket.active && ticket.handDueAt !== null;
  const promised = takenPromises(ticket);
  const queue = { dueAt, dueByHand, promised, breached, escalated, importance, snoozedUntil, tags, teamId };
  return { ...rowOf(ticket), ...queue, unread: ticket.staffUnread };
}

/** Hidden from customers: how staff sort their work. */
const NO_QUEUE = {
  dueAt: null,
  dueByHand: false,
  promised: null,
  breached: false,
  escalated: false,
  importance: 0,
  snoozedUntil: null,
  tags: [],
  teamId: null,
};

export function customerRow(ticket: TicketView): TicketRow {
  const { customerVersion: version, customerUnread: unread, customerUpdatedAt: updatedAt } = ticket;
  const own = { version, unread, updatedAt };
  return { ...rowOf(ticket), ...NO_QUEUE, ...own };
}

function rowOf(ticket: TicketView): Omit<TicketRow, 'unread' | keyof typeof NO_QUEUE> {
  return {
    id: ticket.id,
    version: ticket.version,
    number: ticket.number,
    subject: ticket.subject,
    customer: { id: ticket.customerId, name: ticket.customerName, kind: 'customer' },
    creator: personIn(ticket, ticket.creatorId, ticket.creatorName ?? ticket.customerName),
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
    updatedAt: ticket.updatedAt,
  };
}
