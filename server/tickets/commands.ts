import { and, eq, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { counters } from '../../db/schema/settings.ts';
import { messages } from '../../db/schema/messages.ts';
import { NOT_WAITING, tickets } from '../../db/schema/tickets.ts';
import { visitors } from '../../db/schema/widget.ts';
import { requireUnsent } from '../attachments/commands.ts';
import { audit } from '../audit/commands.ts';
import { priorityColumns } from '../ticket-fields/priority-columns.ts';
import {
  defaultCategory,
  requireCategory,
  requirePriority,
  requireStatus,
  statusOfType,
} from '../ticket-fields/queries.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, forbidden, idReused, notFound } from '../errors.ts';
import { recordWithoutRow } from '../events/record.ts';
import { uuidv7 } from '../../db/ids.ts';
import { keepEarlier } from '../holds/earlier-texts.ts';
import { refuseOnHold } from '../holds/queries.ts';
import { partFromAll } from '../merge/commands.ts';
import { addMessage, sentHash } from '../messages/commands.ts';
import { findMessage } from '../messages/queries.ts';
import { accessTicket, accessTicketToChange } from './access.ts';
import type { Actor } from '../auth/actor.ts';
import { type Access, can, findActor, requireStaff } from '../auth/policy.ts';
import { type Channel, type EditTicket, isActive, type OpenTicket } from './contract.ts';
import { findTicketView, type TicketView } from './queries.ts';
import { defaultTeamOf } from '../teams/queries.ts';
import { requireUnchanged } from './seen.ts';
import { refuseUnusableDue } from './due.ts';
import { Change, changeAssignee, changeStatus, changeTeam, roomOf } from './transitions.ts';

interface Open extends OpenTicket {
  channel: Channel;
  /** The author of the first message, if another person opens the ticket, and the start of their wait. */
  author?: Actor;
  waitingSince?: number;
  /** The team that it waits for, if it comes from another ticket. */
  teamId?: string | null;
}

interface Opened {
  ticket: TicketView;
  /** False for a retry. */
  isNew: boolean;
}

const creates: Access = { needs: ['create', 'tickets'] };
const updates: Access = { needs: ['update', 'tickets'] };
const staffUpdates: Access = { needs: ['update', 'tickets'], only: 'staff' };
const deletes: Access = { needs: ['delete', 'tickets'] };

export const openTicket = command(creates, async (unit, actor, input: Open): Promise<Opened> => {
  const ids = { id: input.id ?? uuidv7(), messageId: input.messageId ?? uuidv7() };
  const known = await openedBefore(unit, { id: ids.id, messageId: input.messageId, actor, hash: sentHash(input) });
  if (known) return { ticket: known, isNew: false };

  const customer = await customerFor(unit, actor, input.customerId);
  const before = input.linkedTo ? await accessTicket(unit.tx, actor, input.linkedTo) : null;
  if (before && before.customerId !== customer.id) throw notFound();
  const status = await statusOfType(unit.tx, 'open');
  const priority = await requirePriority(unit.tx, input.priority);
  const category =
    input.category === undefined ? await defaultCategory(unit.tx) : await requireCategory(unit.tx, input.category);
  const sentTo = { category, channel: input.channel, customerId: customer.id };
  const stored = {
    id: ids.id,
    number: await nextNumber(unit),
    version: 0,
    customerVersion: 0,
    subject: input.subject,
    customerId: customer.id,
    creatorId: actor.id,
    assigneeId: null,
    status: status.code,
    statusType: status.type,
    active: true,
    ...priorityColumns(priority),
    category,
    teamId: input.teamId === undefined ? await defaultTeamOf(unit.tx, sentTo) : input.teamId,
    channel: input.channel,
    siteId: input.channel === 'widget' ? siteOf(unit, customer.id) : null,
    linkedTo: before?.id ?? null,
    mergedInto: null,
    mergedFrom: [],
    lastSeq: 0,
    lastAuthorId: actor.id,
    lastExcerpt: '',
    lastMessageAt: unit.now,
    waitingSince: input.waitingSince ?? NOT_WAITING,
    createdAt: unit.now,
    updatedAt: unit.now,
  };
  const [row] = await unit.tx.insert(tickets).values(stored).returning();
  if (!row) throw new Error('A ticket was inserted and gave no row.');
  const creatorName = actor.id === customer.id ? null : actor.name;
  const names = { customerName: customer.name, creatorName, assigneeName: null, lastAuthorName: actor.name };
  const files = { ids: input.attachmentIds ?? [], kind: 'message' as const, ticket: row };
  const attachments = await requireUnsent(unit, actor, files);
  const change = new Change(unit, actor, { ...row, ...names, linkedNumber: before?.number ?? null });
  const first = { id: ids.messageId, body: input.body, attachments, author: input.author ?? actor };
  await addMessage(change, first, 'ticket.opened');
  const ticket = await change.save();
  if (before) await pointTo(new Change(unit, actor, before), ticket);
  return { ticket, isNew: true };
});

/** A part of the statement that inserts the ticket. */
const siteOf = ({ tx }: Unit, userId: string) =>
  sql`(${tx.select({ id: visitors.siteId }).from(visitors).where(eq(visitors.userId, userId))})`;

/** Records on the old ticket which new ticket continues it. */
async function pointTo(change: Change, { id, number }: TicketView) {
  await change.record('ticket.continued', { in: { id, number } });
  await change.save();
}

async function openedBefore(
  unit: Unit,
  { id, messageId, actor, hash }: { id: string; messageId: string | undefined; actor: Actor; hash: string },
) {
  const ticket = await findTicketView(unit.tx, id);
  const firstId = messageId ?? (ticket && (await openingOf(unit.tx).execute({ ticketId: id }))[0]?.id);
  const first = firstId ? await findMessage(unit.tx, firstId) : null;
  if (!ticket && !first) return null;
  const same =
    ticket &&
    first &&
    first.message.ticketId === ticket.id &&
    first.message.seq === 1 &&
    ticket.creatorId === actor.id &&
    first.message.sentHash === hash;
  if (!same) throw idReused();
  return ticket;
}

const openingOf = prepared((db) =>
  db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.ticketId, bound('ticketId')), eq(messages.seq, 1))),
);

async function customerFor(unit: Unit, actor: Actor, customerId: string | undefined) {
  if (actor.kind === 'customer') {
    if (customerId && customerId !== actor.id) throw forbidden();
    return actor;
  }
  const customer = customerId ? await findActor(unit.tx, customerId) : null;
  if (customer?.kind !== 'customer') {
    throw new AppError(422, 'invalid', 'Choose the customer of this ticket.', {
      fields: { customerId: 'Choose a customer.' },
    });
  }
  return customer;
}

const countUp = prepared((db) =>
  db
    .update(counters)
    .set({ value: sql`${counters.value} + 1` })
    .where(eq(counters.name, bound('name')))
    .returning({ value: counters.value }),
);
async function nextNumber(unit: Unit) {
  const [counter] = await countUp(unit.tx).execute({ name: 'ticket_number' });
  if (!counter) throw new Error('The counter of ticket numbers is missing.');
  return counter.value;
}

export const editTicket = command(updates, async (unit, actor, input: EditTicket & { ticketId: string }) => {
  const ticket = await accessTicketToChange(unit.tx, actor, input.ticketId);
  // Checked even if the value would not change, so that the answer does not reveal the current value.
  if (input.escalated !== undefined || input.dueAt !== undefined) requireStaff(actor);
  const change = new Change(unit, actor, ticket);
  if (input.priority !== undefined && input.priority !== ticket.priority) {
    const wanted = await requirePriority(unit.tx, input.priority);
    await requireUnchanged(unit, actor, { ticket, what: 'priority', seen: input.seen });
    await change.record('ticket.prioritised', { priority: wanted.code, was: ticket.priority });
    change.set(priorityColumns(wanted));
  }
  if (input.escalated !== undefined && input.escalated !== ticket.escalated) {
    await requireUnchanged(unit, actor, { ticket, what: 'escalated', seen: input.seen });
    const { escalated } = input;
    await change.record('ticket.escalated', { escalated });
    change.set({ escalated });
  }
  const { dueAt = ticket.handDueAt } = input;
  if (dueAt !== ticket.handDueAt) {
    if (dueAt !== null) refuseUnusableDue(ticket, dueAt, unit.now);
    await requireUnchanged(unit, actor, { ticket, what: 'due', seen: input.seen });
    await change.record('ticket.due_set', { dueAt, was: ticket.handDueAt });
    change.set({ handDueAt: dueAt });
  }
  const category =
    input.category === undefined || input.category === ticket.category
      ? ticket.category
      : await requireCategory(unit.tx, input.category);
  if (category !== ticket.category) await requireUnchanged(unit, actor, { ticket, what: 'category', seen: input.seen });
  const subject = input.subject ?? ticket.subject;
  const fields = [
    ...(subject === ticket.subject ? [] : ['subject' as const]),
    ...(category === ticket.category ? [] : ['category' as const]),
  ];
  if (fields.length > 0) {
    const { id: eventId } = await change.record('ticket.edited', { fields });
    const was = fields.map((what) => ({ what, body: what === 'subject' ? ticket.subject : (ticket.category ?? '') }));
    await keepEarlier(unit, { ticket, eventId, was });
    change.set({ subject, category });
    if (category !== ticket.category) await followCategory(change, ticket);
  }
  return change.save();
});

/**
 * A ticket that nobody has and that still waits where its category sent it goes where the new one sends it. Somebody sent all
 * others where they are, or has them. By the place and not by a mark, so that an undo makes a ticket follow again.
 */
async function followCategory(change: Change, was: TicketView) {
  const { tx } = change.unit;
  if (was.assigneeId === null && was.teamId === (await defaultTeamOf(tx, was)))
    await changeTeam(change, await defaultTeamOf(tx, change.ticket));
}

interface NewStatus {
  ticketId: string;
  status: string;
  seen?: number | undefined;
}

export const setStatus = command(staffUpdates, async (unit, actor, input: NewStatus): Promise<TicketView> => {
  const ticket = await accessTicketToChange(unit.tx, actor, input.ticketId);
  if (ticket.status === input.status) return ticket;
  const status = await requireStatus(unit.tx, input.status);
  const hides = !isActive(status.type);
  await requireUnchanged(unit, actor, { ticket, what: 'status', seen: input.seen, hides });
  const change = new Change(unit, actor, ticket);
  await changeStatus(change, status);
  return change.save();
});

interface NewAssignee {
  ticketId: string;
  assigneeId: string | null;
  seen?: number | undefined;
}

export const setAssignee = command(staffUpdates, async (unit, actor, input: NewAssignee): Promise<TicketView> => {
  const seen = await accessTicket(unit.tx, actor, input.ticketId);
  if (seen.assigneeId === input.assigneeId) return seen;
  if (input.assigneeId === actor.id) refuseWhenTaken(actor, seen);
  const ticket = await accessTicketToChange(unit.tx, actor, input.ticketId);
  await requireUnchanged(unit, actor, { ticket, what: 'assignee', seen: input.seen });
  const change = new Change(unit, actor, ticket);
  await changeAssignee(change, input.assigneeId ? await assigneeFor(unit, ticket, input.assigneeId) : null);
  return change.save();
});

/** Refuses a take if a colleague was faster, and names them. */
function refuseWhenTaken(actor: Actor, ticket: TicketView) {
  if (!ticket.assigneeId || can(actor, 'update', 'others_tickets')) return;
  throw new AppError(409, 'tickets.taken', `${ticket.assigneeName ?? 'A colleague'} took this ticket.`, {
    details: { assignee: { id: ticket.assigneeId, name: ticket.assigneeName } },
  });
}

async function assigneeFor(unit: Unit, ticket: TicketView, id: string) {
  const assignee = await findActor(unit.tx, id);
  if (assignee?.kind !== 'staff' || !can(assignee, 'view', 'tickets')) {
    throw new AppError(422, 'invalid', 'Choose an active member of the team.', {
      fields: { assigneeId: 'Choose an active member of the team.' },
    });
  }
  if (!ticket.active)
    throw new AppError(409, 'tickets.not_active', 'This ticket is done. Reopen it before you assign it.');
  if ((await roomOf(unit, id)) === 0) {
    throw new AppError(
      409,
      'tickets.capacity',
      `${assignee.name} already holds ${assignee.capacity} active tickets, which is the limit.`,
      {
        details: { capacity: assignee.capacity },
      },
    );
  }
  return assignee;
}

/** Deletes the messages, notes and read marks too. Events stay, because they contain no text. */
export const deleteTicket = command(deletes, async (unit, actor, input: { ticketId: string }) =>
  removeTicket(unit, { ticket: await accessTicket(unit.tx, actor, input.ticketId), actor }),
);

/** `rule` names the rule that does it, without a person. */
export async function removeTicket(
  unit: Unit,
  { ticket, actor, rule }: { ticket: TicketView; actor: Actor | null; rule?: string },
) {
  await refuseOnHold(unit.tx, ticket, { kind: actor?.kind ?? 'staff', forCustomer: forbidden });
  await partFromAll(unit, actor, ticket);
  await recordWithoutRow({ unit, ticket, actor }, 'ticket.deleted', {});
  await unit.tx.delete(tickets).where(eq(tickets.id, ticket.id));
  const { number, customerId, lastSeq: messages } = ticket;
  const data = { number, customerId, messages, ...(rule !== undefined && { rule }) };
  await audit(unit, { actorId: actor?.id ?? null, action: 'ticket.deleted', targetId: ticket.id, data });
}
