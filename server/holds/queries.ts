import { and, desc, eq, inArray, or, type SQL } from 'drizzle-orm';
import { alias } from '#dialect';
import type { Db } from '../../db/database.ts';
import { users } from '../../db/schema/people.ts';
import { holds, isPersonHold, isTicketHold } from '../../db/schema/privacy.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { Actor } from '../auth/actor.ts';
import { can } from '../auth/policy.ts';
import { AppError, tooLate } from '../errors.ts';
import type { TicketRef } from '../tickets/contract.ts';
import type { TicketView } from '../tickets/queries.ts';
import { type Hold, type HoldList, HOLDS_SHOWN } from './contract.ts';
import { type Merged, conversationOf } from './merged-with.ts';

type Held = Merged & Pick<TicketView, 'customerId'>;

/** The holds that keep a ticket: its own, those on the tickets that are one conversation with it, and that on its customer. */
async function holdsOn(db: Db, ticket: Held): Promise<{ onTickets: TicketRef[]; onCustomer: boolean }> {
  const all = await conversationOf(db, ticket);
  const found = await db.select({ ticketId: holds.ticketId }).from(holds).where(keeping(ticket.customerId, all));
  const ids = new Set(found.map(({ ticketId }) => ticketId));
  return { onTickets: all.filter(({ id }) => ids.has(id)), onCustomer: ids.has(null) };
}

const keeping = (customerId: string, all: TicketRef[]) =>
  or(
    and(
      isTicketHold,
      inArray(
        holds.ticketId,
        all.map(({ id }) => id),
      ),
    ),
    and(isPersonHold, eq(holds.userId, customerId)),
  );

export async function isHeld(db: Db, ticket: Held): Promise<boolean> {
  const { onTickets, onCustomer } = await holdsOn(db, ticket);
  return onCustomer || onTickets.length > 0;
}

/** A customer is not told that there is a hold: they get the refusal that a customer without the right gets. */
export async function refuseOnHold(
  db: Db,
  ticket: Held,
  { kind, forCustomer = tooLate }: Pick<Actor, 'kind'> & { forCustomer?: () => AppError },
): Promise<void> {
  const { onTickets, onCustomer } = await holdsOn(db, ticket);
  if (!onCustomer && onTickets.length === 0) return;
  if (kind === 'customer') throw forCustomer();
  const { id, number, mergedInto } = ticket;
  if (onTickets.some((one) => one.id === id)) throw held(`Ticket ${number} is`);
  const [other] = onTickets;
  if (!other) throw held(`The customer of ticket ${number} is`);
  throw held(
    other.id === mergedInto?.id
      ? `Ticket ${other.number}, which shows ticket ${number}, is`
      : `Ticket ${other.number}, which was merged with ticket ${number}, is`,
  );
}

/** A conversation with a ticket on hold stays as it is: apart, the other tickets would be free. */
export async function refuseToPart(db: Db, ticket: Held): Promise<void> {
  if (!ticket.mergedInto) return;
  const [first] = (await holdsOn(db, ticket)).onTickets;
  if (first) throw held(`Ticket ${first.number} is`);
}

const held = (what: string) =>
  new AppError(
    409,
    'holds.held',
    `${what} on legal hold, so nothing of it can be changed or deleted. An admin can end the hold.`,
  );

const people = alias(users, 'held_people');
const makers = alias(users, 'hold_makers');

async function holdsWith(db: Db, actor: Pick<Actor, 'rights'>, condition?: SQL): Promise<Hold[]> {
  const rows = await db
    .select({
      row: holds,
      number: tickets.number,
      subject: tickets.subject,
      person: people.name,
      by: makers.name,
    })
    .from(holds)
    .innerJoin(makers, eq(makers.id, holds.byId))
    .leftJoin(tickets, eq(tickets.id, holds.ticketId))
    .leftJoin(people, eq(people.id, holds.userId))
    .where(condition)
    .orderBy(desc(holds.id))
    .limit(HOLDS_SHOWN + 1);
  return rows.map(({ row: { id, ticketId, userId, reason, byId, createdAt }, number, subject, person, by }) => ({
    id,
    ticket: ticketId === null ? null : { id: ticketId, number: number ?? 0, subject: subject ?? '' },
    person: userId === null ? null : { id: userId, name: person ?? '' },
    reason: can(actor, 'view', 'settings') ? reason : null,
    by: { id: byId, name: by },
    createdAt,
  }));
}

export async function allHolds(db: Db, actor: Pick<Actor, 'rights'>): Promise<HoldList> {
  const found = await holdsWith(db, actor);
  return { items: found.slice(0, HOLDS_SHOWN), complete: found.length <= HOLDS_SHOWN };
}

export const holdsOf = async (db: Db, actor: Pick<Actor, 'rights'>, ticket: Held) =>
  holdsWith(db, actor, keeping(ticket.customerId, await conversationOf(db, ticket)));

export async function holdOfPerson(db: Db, actor: Pick<Actor, 'rights'>, userId: string): Promise<Hold | null> {
  const [found] = await holdsWith(db, actor, eq(holds.userId, userId));
  return found ?? null;
}
