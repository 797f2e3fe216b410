import { and, eq } from 'drizzle-orm';
import { links } from '../../db/schema/tickets.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, notFound } from '../errors.ts';
import { accessTicket, accessTicketToChange } from '../tickets/access.ts';
import type { Actor } from '../auth/actor.ts';
import type { Access } from '../auth/policy.ts';
import type { TicketRef } from '../tickets/contract.ts';
import type { TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';
import { linkedWith } from './queries.ts';

/** Per ticket, because all linked tickets are shown beside the conversation. */
const LINKED_MOST = 20;

const access: Access = { needs: ['update', 'tickets'], only: 'staff' };

interface Pair {
  ticketId: string;
  otherId: string;
}

/** Returns all tickets linked with the ticket. Linking twice changes nothing. */
export const link = command(access, async (unit, actor, input: Pair): Promise<TicketView[]> => {
  const { ticket, other } = await pairFor(unit, actor, input);
  refuseOtherCustomer(ticket, other);
  const linked = await linkedWith(unit.tx, ticket.id);
  if (linked.some(({ id }) => id === other.id)) return linked;
  await addLink(unit, actor, ticket, other);
  await tellBoth('ticket.linked', new Change(unit, actor, ticket), new Change(unit, actor, other));
  return linkedWith(unit.tx, ticket.id);
});

/** For two tickets that are not linked yet. The limit holds for both, because a ticket shows all its links. */
export async function addLink(unit: Unit, actor: Actor, one: TicketRef, two: TicketRef) {
  for (const { id, number } of [one, two])
    if ((await linkedWith(unit.tx, id)).length >= LINKED_MOST)
      throw new AppError(
        409,
        'tickets.linked_most',
        `Ticket ${number} has ${LINKED_MOST} links already. Take one away first.`,
      );
  await unit.tx.insert(links).values({ ...inOrder(one.id, two.id), byId: actor.id, at: unit.now });
}

export const unlink = command(access, async (unit, actor, input: Pair): Promise<TicketView[]> => {
  const { ticket, other } = await pairFor(unit, actor, input);
  const pair = inOrder(ticket.id, other.id);
  const gone = await unit.tx
    .delete(links)
    .where(and(eq(links.ticketId, pair.ticketId), eq(links.otherId, pair.otherId)))
    .returning({ at: links.at });
  if (gone.length > 0)
    await tellBoth('ticket.unlinked', new Change(unit, actor, ticket), new Change(unit, actor, other));
  return linkedWith(unit.tx, ticket.id);
});

async function pairFor(unit: Unit, actor: Actor, { ticketId, otherId }: Pair) {
  const ticket = await accessTicketToChange(unit.tx, actor, ticketId);
  const other = await accessTicket(unit.tx, actor, otherId);
  if (other.id === ticket.id) throw notFound();
  return { ticket, other };
}

export function refuseOtherCustomer(ticket: TicketView, other: TicketView) {
  if (ticket.customerId === other.customerId) return;
  throw new AppError(
    409,
    'tickets.other_customer',
    `Ticket ${other.number} is of ${other.customerName}, and this one of ${ticket.customerName}. Choose a ticket of the same customer.`,
  );
}

async function tellBoth(type: 'ticket.linked' | 'ticket.unlinked', one: Change, two: Change) {
  for (const [change, { id, number }] of [
    [one, two.ticket],
    [two, one.ticket],
  ] as const) {
    await change.record(type, { other: { id, number } });
    await change.save();
  }
}

const inOrder = (a: string, b: string): Pair => (a < b ? { ticketId: a, otherId: b } : { ticketId: b, otherId: a });
