/** Changes the customer of tickets: a visitor typed a name, or their site identified them. */
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
 * Per unit, about 20 ms. An honest visitor does not open more tickets with one token: older ones stay with the anonymous
 * visitor, and staff can still read them.
 */
export const TICKETS_MOST = 50;

interface Changed {
  customer: Actor;
  /** The id of the previous customer; the same id if only the name changes. */
  was: string;
  verified: boolean;
}

/** Updates and tells the customer's tickets, newest first. Returns the ticket ids. */
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
 * Moves everything that an anonymous visitor wrote to the identified one, so that a retried message is found under its id.
 * Deletes the anonymous visitor, whose running requests then get 401. Returns the number of moved tickets.
 */
export async function mergeVisitor(unit: Unit, { from, to }: { from: string; to: Actor }): Promise<number> {
  const { tx } = unit;
  // Tickets first: a trigger removes their messages from the search index, which needs the old author.
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
