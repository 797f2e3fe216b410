/**
 * A merge moves no message: messages keep their ticket and number. It closes the source ticket, moves the customer's wait to
 * the target, and stores on each ticket a reference to the other.
 */
import { and, asc, eq, gt } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { messages } from '../../db/schema/messages.ts';
import { NOT_WAITING } from '../../db/schema/tickets.ts';
import { statusOfType } from '../ticket-fields/queries.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import type { ErrorCode } from '../error-codes.ts';
import { AppError } from '../errors.ts';
import { refuseToPart } from '../holds/queries.ts';
import { refuseOtherCustomer } from '../links/commands.ts';
import { messagesPast } from '../messages/queries.ts';
import { accessTicket, accessTicketToChange, requireChange } from '../tickets/access.ts';
import type { Actor } from '../auth/actor.ts';
import type { Access } from '../auth/policy.ts';
import { isActive, type TicketRef } from '../tickets/contract.ts';
import { findTicketView, type TicketView } from '../tickets/queries.ts';
import { Change, changeAssignee, endSnooze, roomOf } from '../tickets/transitions.ts';
import { type Both, MERGED_MOST, type MergedInto } from './contract.ts';
import { giveBack, takeOver } from './taking.ts';

const access: Access = { needs: ['update', 'tickets'], only: 'staff' };

export interface Merged {
  ticket: TicketView;
  into: TicketView;
}

interface Merging {
  ticketId: string;
  into: string;
}

/** Merging twice changes nothing. */
export const merge = command(access, async (unit, actor, input: Merging): Promise<Merged> => {
  const known = await accessTicket(unit.tx, actor, input.ticketId);
  if (known.mergedInto?.id === input.into)
    return { ticket: known, into: await accessTicket(unit.tx, actor, input.into) };
  const ticket = await accessTicketToChange(unit.tx, actor, input.ticketId);
  const into = await accessTicketToChange(unit.tx, actor, input.into);
  refuseUnfit(ticket, into);

  const { status, statusType, waitingSince, staffUnread, customerUnread, resolvedAt, closedAt, snoozedUntil } = ticket;
  const mergedInto: MergedInto = {
    id: into.id,
    number: into.number,
    was: { status, statusType, waitingSince, staffUnread, customerUnread, resolvedAt, closedAt, snoozedUntil },
    intoWas: { lastSeq: into.lastSeq, waitingSince: into.waitingSince, snoozedUntil: into.snoozedUntil },
  };
  const before = { source: ticket, target: into };
  const closed = await statusOfType(unit.tx, 'closed');
  const both = { source: new Change(unit, actor, ticket), target: new Change(unit, actor, into) };
  await recordOnBoth('ticket.merged', both);
  both.target.set({ waitingSince: Math.min(into.waitingSince, waitingSince) });
  const taken = await takeOver(both.target, before);
  both.source.set({
    ...{
      mergedInto: { ...mergedInto, taken },
      status: closed.code,
      statusType: closed.type,
      active: false,
      closedAt: unit.now,
    },
    ...{ waitingSince: NOT_WAITING, staffUnread: 0, customerUnread: 0, snoozedUntil: null },
  });
  both.target.set({
    mergedFrom: [...into.mergedFrom, refOf(ticket)],
    staffUnread: into.staffUnread + staffUnread,
    customerUnread: into.customerUnread + customerUnread,
  });
  // The customer now waits on the target.
  if (waitingSince !== NOT_WAITING) await endSnooze(both.target);
  return { ticket: await both.source.save(), into: await both.target.save() };
});

function refuseUnfit(ticket: TicketView, into: TicketView) {
  const refuse = (code: Extract<ErrorCode, `tickets.${string}`>, message: string) => {
    throw new AppError(409, code, message);
  };
  if (ticket.id === into.id) refuse('tickets.same', 'A ticket cannot be merged into itself. Choose another one.');
  refuseOtherCustomer(ticket, into);
  if (ticket.mergedFrom.length > 0)
    refuse(
      'tickets.merged_from',
      'Other tickets were merged into this ticket. Merge the other way round, or unmerge them first.',
    );
  if (into.mergedFrom.length >= MERGED_MOST)
    refuse(
      'tickets.merged_most',
      `${MERGED_MOST} tickets were merged into ${into.number} already. Choose another one.`,
    );
  if (ticket.active && !into.active)
    refuse('tickets.not_active', `Ticket ${into.number} is done, and this one is not. Reopen it first.`);
}

/** Restores the state before the merge, except what changed since. Does nothing if the ticket is not merged. */
export const unmerge = command(access, async (unit, actor, input: { ticketId: string }): Promise<TicketView> => {
  const ticket = await accessTicket(unit.tx, actor, input.ticketId);
  requireChange(actor, ticket);
  await refuseToPart(unit.tx, ticket);
  return part(unit, actor, ticket);
});

/** Before a ticket is deleted: unmerges every ticket merged with it. */
export async function partFromAll(unit: Unit, actor: Actor | null, ticket: TicketView): Promise<void> {
  await part(unit, actor, ticket);
  for (const { id } of ticket.mergedFrom) {
    const source = await findTicketView(unit.tx, id);
    if (source) await part(unit, actor, source);
  }
}

async function part(unit: Unit, actor: Actor | null, ticket: TicketView): Promise<TicketView> {
  const { mergedInto } = ticket;
  const into = mergedInto && (await findTicketView(unit.tx, mergedInto.id));
  if (!mergedInto || !into) return ticket;
  const { was, intoWas } = mergedInto;
  const both = { source: new Change(unit, actor, ticket), target: new Change(unit, actor, into) };
  const becomesActive = isActive(was.statusType);
  await recordOnBoth('ticket.unmerged', both);
  const others = into.mergedFrom.flatMap(({ id }) => (id === ticket.id ? [] : id));
  await giveBack(both.target, mergedInto, others);
  // The assignee may have no free capacity any more.
  const freed = into.assigneeId === ticket.assigneeId && both.target.ticket.assigneeId === null ? 1 : 0;
  if (becomesActive && ticket.assigneeId && (await roomOf(unit, ticket.assigneeId, freed)) === 0)
    await changeAssignee(both.source, null);
  const unread = await unreadApart(unit, into, mergedInto);
  both.source.set({ ...was, ...unread.source, active: becomesActive, mergedInto: null });
  both.target.set({
    mergedFrom: into.mergedFrom.filter(({ id }) => others.includes(id)),
    waitingSince: await waitAlone(unit, into, mergedInto),
    ...unread.target,
    ...(into.lastSeq === intoWas.lastSeq && into.active && { snoozedUntil: intoWas.snoozedUntil }),
  });
  await both.target.save();
  return both.source.save();
}

/** Divides the unread counts. If no more is unread than was written since the merge, everything before it was read. */
async function unreadApart(unit: Unit, into: TicketView, { was, intoWas }: MergedInto) {
  const [since] = await messagesPast(unit.tx).execute({
    ticketId: into.id,
    seq: intoWas.lastSeq,
    customerId: into.customerId,
  });
  const byCustomer = since?.byCustomer ?? 0;
  const byStaff = (since?.all ?? 0) - byCustomer;
  const staff = into.staffUnread > byCustomer ? was.staffUnread : 0;
  const customer = into.customerUnread > byStaff ? was.customerUnread : 0;
  return {
    source: { staffUnread: staff, customerUnread: customer },
    target: {
      staffUnread: Math.max(0, into.staffUnread - staff),
      customerUnread: Math.max(0, into.customerUnread - customer),
    },
  };
}

/** The start of the customer's wait for an answer on this ticket alone. */
async function waitAlone(unit: Unit, into: TicketView, { was, intoWas }: MergedInto): Promise<number> {
  const answeredSince = into.waitingSince !== Math.min(was.waitingSince, intoWas.waitingSince);
  if (answeredSince || intoWas.waitingSince !== NOT_WAITING)
    return answeredSince ? into.waitingSince : intoWas.waitingSince;
  const [written] = await firstWritten(unit.tx).execute({
    ticketId: into.id,
    customerId: into.customerId,
    seq: intoWas.lastSeq,
  });
  return written?.at ?? NOT_WAITING;
}

const firstWritten = prepared((db) =>
  db
    .select({ at: messages.createdAt })
    .from(messages)
    .where(
      and(
        eq(messages.ticketId, bound('ticketId')),
        gt(messages.seq, bound('seq')),
        eq(messages.authorId, bound('customerId')),
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(1),
);

async function recordOnBoth(type: 'ticket.merged' | 'ticket.unmerged', { source, target }: Both<Change>) {
  const [from, into] = [refOf(source.ticket), refOf(target.ticket)];
  for (const change of [source, target]) await change.record(type, { from, into });
}

const refOf = ({ id, number }: TicketRef): TicketRef => ({ id, number });
