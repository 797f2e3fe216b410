/** Who a customer is may change while they write: they say a name, or their site says who they are. */
import { and, eq, inArray } from 'drizzle-orm';
import { attachments, isUnsent } from '../../db/schema/attachments.ts';
import { drafts, messages, readMarks } from '../../db/schema/messages.ts';
import { events } from '../../db/schema/events.ts';
import { users } from '../../db/schema/people.ts';
import { visitors } from '../../db/schema/widget.ts';
import type { Unit } from '../commit.ts';
import type { Actor } from '../auth/actor.ts';
import { newestOfCustomer, type TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';

/**
 * In one unit, some 20 ms. Whoever wrote more tickets than these without a name in the life of one token is no shop's
 * customer: the older ones stay where they are, and the team still reads them.
 */
export const TICKETS_MOST = 50;

interface Changed {
  customer: Actor;
  /** Who wrote it until now; the same id where only the name is another. */
  was: string;
  verified: boolean;
}

/** Tells it on their tickets, the newest first. Answers their ids. */
export async function changeCustomer(unit: Unit, { customer, was, verified }: Changed): Promise<string[]> {
  const found = await newestOfCustomer(unit.tx, { customerId: was, limit: TICKETS_MOST });
  for (const ticket of found) {
    const change = new Change(unit, customer, ticket);
    change.set(...goesTo(customer, ticket));
    const person = { id: customer.id, name: customer.name, kind: customer.kind };
    await change.record('ticket.customer_changed', { customer: person, verified, was });
    await change.save();
  }
  return found.map(({ id }) => id);
}

function goesTo(customer: Actor, ticket: TicketView): Parameters<Change['set']> {
  const [creates, wroteLast] = [ticket.creatorId === ticket.customerId, ticket.lastAuthorId === ticket.customerId];
  const names = { customerName: customer.name, ...(wroteLast && { lastAuthorName: customer.name }) };
  if (customer.id === ticket.customerId) return [{}, names];
  const columns = {
    customerId: customer.id,
    ...(creates && { creatorId: customer.id }),
    ...(wroteLast && { lastAuthorId: customer.id }),
  };
  return [columns, names];
}

/**
 * What somebody wrote before they were known becomes theirs: as if they had been known from the start, so that a message
 * that was under way is found again under its id. Their old self is nobody after it, and what is in flight from there is
 * answered with 401. Answers how many tickets came along.
 */
export async function mergeVisitor(unit: Unit, { from, to }: { from: string; to: Actor }): Promise<number> {
  const { tx } = unit;
  // The tickets first: a trigger takes their messages out of the search index as they went in.
  const ids = await changeCustomer(unit, { customer: to, was: from, verified: true });
  await tx
    .update(messages)
    .set({ authorId: to.id })
    .where(and(inArray(messages.ticketId, ids), eq(messages.authorId, from)));
  await tx.update(events).set({ customerId: to.id }).where(inArray(events.ticketId, ids));
  await tx
    .update(events)
    .set({ actorId: to.id })
    .where(and(inArray(events.ticketId, ids), eq(events.actorId, from)));
  await tx
    .update(readMarks)
    .set({ userId: to.id })
    .where(and(eq(readMarks.userId, from), inArray(readMarks.ticketId, ids)));
  await moveFiles(unit, { from, to: to.id, ids });
  await moveDrafts(unit, { from, to: to.id, ids });
  await tx.update(users).set({ active: false }).where(eq(users.id, from));
  await tx.delete(visitors).where(eq(visitors.userId, from));
  return ids.length;
}

interface Move {
  from: string;
  to: string;
  ids: string[];
}

async function moveFiles({ tx }: Unit, { from, to, ids }: Move) {
  const ofThem = eq(attachments.uploaderId, from);
  await tx
    .update(attachments)
    .set({ uploaderId: to })
    .where(and(inArray(attachments.ticketId, ids), ofThem));
  await tx.update(attachments).set({ uploaderId: to }).where(and(isUnsent, ofThem));
}

async function moveDrafts(unit: Unit, { from, to, ids }: Move) {
  const moved = await unit.tx
    .update(drafts)
    .set({ userId: to })
    .where(and(eq(drafts.userId, from), inArray(drafts.ticketId, ids)))
    .returning();
  for (const { userId, ...draft } of moved) unit.tell({ kind: 'draft', userId, draft });
}
