import { and, eq, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { readMarks } from '../../db/schema/messages.ts';
import { command } from '../auth/command.ts';
import { AppError } from '../errors.ts';
import { accessTicket, refuseOnMerged } from '../tickets/access.ts';
import type { TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';
import { messagesPast } from '../messages/queries.ts';

const markOf = prepared((db) =>
  db
    .select()
    .from(readMarks)
    .where(and(eq(readMarks.userId, bound('userId')), eq(readMarks.ticketId, bound('ticketId')))),
);
const putMark = prepared((db) =>
  db
    .insert(readMarks)
    .values({
      userId: sql.placeholder('userId'),
      ticketId: sql.placeholder('ticketId'),
      seq: sql.placeholder('seq'),
      at: sql.placeholder('at'),
    })
    .onConflictDoUpdate({
      target: [readMarks.userId, readMarks.ticketId],
      set: { seq: sql`excluded.seq`, at: sql`excluded.at` },
    }),
);
interface ReadUpTo {
  ticketId: string;
  seq: number;
}

/** Marks messages up to `seq` as read; never backwards. Staff share one unread count: the assignee's, or anybody's without one. */
export const markRead = command({ needs: ['view', 'tickets'] }, async (unit, actor, input: ReadUpTo) => {
  const ticket = await accessTicket(unit.tx, actor, input.ticketId);
  // Unread messages of a merged ticket count on its target.
  if (ticket.mergedInto) return ticket;
  const seq = Math.min(input.seq, ticket.lastSeq);
  const key = { userId: actor.id, ticketId: ticket.id };
  const [mark] = await markOf(unit.tx).execute(key);
  // Tickets merged into this one may have unread messages although all its own are read.
  const isEnd = seq === ticket.lastSeq && ticket.mergedFrom.length > 0;
  if (seq === 0 || (mark && mark.seq >= seq && !isEnd)) return ticket;
  await putMark(unit.tx).execute({ ...key, seq, at: unit.now });

  const [past] = await messagesPast(unit.tx).execute({ ticketId: ticket.id, seq, customerId: ticket.customerId });
  const unread = { byCustomer: past?.byCustomer ?? 0, byStaff: (past?.all ?? 0) - (past?.byCustomer ?? 0) };
  const isTheirs = ticket.assigneeId === null || ticket.assigneeId === actor.id;
  const isNews = seq > ticket.staffSeq;
  const columns =
    actor.kind === 'customer'
      ? {
          customerUnread: unread.byStaff,
          ...(seq > ticket.customerSeq && { customerSeq: seq, customerSeenAt: unit.now }),
        }
      : {
          ...(isTheirs && { staffUnread: unread.byCustomer }),
          ...(isNews && { staffSeq: seq, staffSeenAt: unit.now }),
        };
  const changed = Object.entries(columns).some(([column, value]) => ticket[column as keyof TicketView] !== value);
  if (!changed) return ticket;
  const change = new Change(unit, actor, ticket);
  const by = actor.kind === 'staff' && !isNews ? 'assignee' : actor.kind;
  await change.record('ticket.read', { by, seq });
  change.set(columns);
  return change.save();
});

/**
 * Marks messages from `seq` on as unread for the assignee, or for all staff without one. What the customer sees as read
 * stays read.
 */
export const markUnread = command({ ...markRead.access, only: 'staff' }, async (unit, actor, input: ReadUpTo) => {
  const ticket = await accessTicket(unit.tx, actor, input.ticketId);
  refuseOnMerged(ticket);
  if (ticket.assigneeId !== null && ticket.assigneeId !== actor.id) {
    const name = ticket.assigneeName ?? 'A colleague';
    throw new AppError(
      403,
      'tickets.not_yours',
      `This ticket is assigned to ${name}. Only they can mark it as unread.`,
    );
  }
  const seq = Math.min(input.seq, ticket.lastSeq) - 1;
  const key = { userId: actor.id, ticketId: ticket.id };
  const [past] = await messagesPast(unit.tx).execute({ ticketId: ticket.id, seq, customerId: ticket.customerId });
  const staffUnread = past?.byCustomer ?? 0;
  await putMark(unit.tx).execute({ ...key, seq, at: unit.now });
  if (staffUnread === ticket.staffUnread) return ticket;
  const change = new Change(unit, actor, ticket);
  await change.record('ticket.read', { by: 'assignee', seq });
  change.set({ staffUnread });
  return change.save();
});
