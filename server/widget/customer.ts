/** Changes the customer of tickets: a visitor typed a name, or their site identified them. */
import { and, count, eq, inArray } from 'drizzle-orm';
import { attachments, isUnsent } from '../../db/schema/attachments.ts';
import { drafts, messages, readMarks } from '../../db/schema/messages.ts';
import { events } from '../../db/schema/events.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { users } from '../../db/schema/people.ts';
import { personExports } from '../../db/schema/privacy.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { visitors } from '../../db/schema/widget.ts';
import type { Unit } from '../commit.ts';
import type { Actor } from '../auth/actor.ts';
import { endHoldOfVisitor, holdWhomTheyAre } from '../holds/joining.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { RestOfCustomer } from '../jobs/payloads.ts';
import { newestOfCustomer, type TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';

/** Per unit, about 20 ms. A job changes the rest, part by part. */
export const TICKETS_MOST = 50;

interface Changed {
  customer: Actor;
  /** The id of the previous customer; the same id if only the name changes. */
  was: string;
  verified: boolean;
}

/** Updates and tells all tickets of the customer: the newest in this unit, the others by a job. Returns their number. */
export async function changeCustomer(unit: Unit, changed: Changed): Promise<number> {
  const { was } = changed;
  const [row] = await unit.tx.select({ n: count() }).from(tickets).where(eq(tickets.customerId, was));
  await changePart(unit, changed, Number.MAX_SAFE_INTEGER);
  return row?.n ?? 0;
}

/** One unit of the job. Reads the name again, because it can change meanwhile; the customer may be blocked by now. */
export async function continueChange(unit: Unit, was: string, rest: RestOfCustomer) {
  // Enqueued again while it ran: that job covers all tickets of this one.
  const newer = and(eq(jobs.kind, 'customer.change'), eq(jobs.key, was));
  if ((await unit.tx.select({ id: jobs.id }).from(jobs).where(newer)).length > 0) return;
  const [user] = await unit.tx.select({ name: users.name }).from(users).where(eq(users.id, rest.to));
  if (!user) return;
  const customer = asCustomer({ id: rest.to, name: user.name });
  await changePart(unit, { customer, was, verified: rest.verified }, rest.before);
}

/** An actor for events only, without rights: the customer may be blocked or gone. */
export const asCustomer = ({ id, name }: { id: string; name: string }): Actor => ({
  ...{ id, name, role: 'customer', kind: 'customer', capacity: 0 },
  ...{ rights: {}, stamp: null, tokenId: null, unscoped: null },
});

/** Changes the newest tickets whose `customerVersion` is below `before`, and enqueues the job if there may be more. */
async function changePart(unit: Unit, { customer, was, verified }: Changed, before: number) {
  const found = await newestOfCustomer(unit.tx, { customerId: was, before, limit: TICKETS_MOST });
  for (const ticket of found) {
    const change = new Change(unit, customer, ticket);
    change.set(...goesTo(customer, ticket));
    const person = { id: customer.id, name: customer.name, kind: customer.kind };
    await change.record('ticket.customer_changed', { customer: person, verified, was });
    await change.save();
  }
  const isMove = customer.id !== was;
  if (isMove) await moveWhatTheyWrote(unit, { from: was, to: customer.id, ids: found.map(({ id }) => id) });
  if (found.length < TICKETS_MOST) {
    if (isMove) await endHoldOfVisitor(unit, { from: was, to: customer.id });
    return;
  }
  // A moved ticket is not found again. A renamed one is, so the next part starts behind the last one.
  const next = isMove ? Number.MAX_SAFE_INTEGER : (found.at(-1)?.customerVersion ?? 0);
  const payload = { to: customer.id, verified, before: next };
  await enqueue(unit, { kind: 'customer.change', key: was, payload });
}

/**
 * Saves a change that takes a ticket away from a customer who stays, and gives it to somebody without a name. The event does
 * not say whose it was, so screens that show the ticket or belong to the customer load their data again.
 */
export async function moveTicket(change: Change, to: { id: string; name: string }): Promise<void> {
  const { unit, ticket } = change;
  const was = ticket.customerId;
  change.set(...goesTo(to, ticket));
  const customer = { ...to, kind: 'customer' as const };
  await change.record('ticket.customer_changed', { customer, verified: false, was: to.id });
  await change.save();
  await moveWhatTheyWrote(unit, { from: was, to: to.id, ids: [ticket.id] });
  unit.tell({ kind: 'start-over', of: [was], showing: ticket.id });
}

function goesTo(customer: Pick<Actor, 'id' | 'name'>, ticket: TicketView): Parameters<Change['set']> {
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
 * Deletes the anonymous visitor, whose running requests then get 401. `OF_A_VISITOR` lists what moves. Returns the number of
 * tickets that move.
 */
export async function mergeVisitor(unit: Unit, { from, to }: { from: string; to: Actor }): Promise<number> {
  const { tx } = unit;
  await holdWhomTheyAre(unit, { from, to: to.id });
  const joined = await changeCustomer(unit, { customer: to, was: from, verified: true });
  await tx
    .update(attachments)
    .set({ uploaderId: to.id })
    .where(and(isUnsent, eq(attachments.uploaderId, from)));
  await tx.update(personExports).set({ userId: to.id }).where(eq(personExports.userId, from));
  await tx.update(personExports).set({ byId: to.id }).where(eq(personExports.byId, from));
  await tx.update(users).set({ active: false }).where(eq(users.id, from));
  await tx.delete(visitors).where(eq(visitors.userId, from));
  return joined;
}

interface Move {
  from: string;
  to: string;
  ids: string[];
}

/** After the tickets: a trigger removes their messages from the search index, which needs the old author. */
async function moveWhatTheyWrote(unit: Unit, move: Move) {
  const { tx } = unit;
  const { from, to, ids } = move;
  await tx
    .update(messages)
    .set({ authorId: to })
    .where(and(inArray(messages.ticketId, ids), eq(messages.authorId, from)));
  await tx.update(events).set({ customerId: to }).where(inArray(events.ticketId, ids));
  await tx
    .update(events)
    .set({ actorId: to })
    .where(and(inArray(events.ticketId, ids), eq(events.actorId, from)));
  await tx
    .update(readMarks)
    .set({ userId: to })
    .where(and(eq(readMarks.userId, from), inArray(readMarks.ticketId, ids)));
  await tx
    .update(attachments)
    .set({ uploaderId: to })
    .where(and(inArray(attachments.ticketId, ids), eq(attachments.uploaderId, from)));
  await moveDrafts(unit, move);
}

async function moveDrafts(unit: Unit, { from, to, ids }: Move) {
  const moved = await unit.tx
    .update(drafts)
    .set({ userId: to })
    .where(and(eq(drafts.userId, from), inArray(drafts.ticketId, ids)))
    .returning();
  for (const { userId, ...draft } of moved) unit.tell({ kind: 'draft', userId, draft });
}
