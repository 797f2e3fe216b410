import { and, desc, eq, inArray, or, type SQL } from 'drizzle-orm';
import { alias, bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { users } from '../../db/schema/people.ts';
import { holds, isPersonHold, isTicketHold } from '../../db/schema/privacy.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { Actor } from '../auth/actor.ts';
import { can } from '../auth/policy.ts';
import { AppError, tooLate } from '../errors.ts';
import type { TicketView } from '../tickets/queries.ts';
import { type Hold, type HoldList, HOLDS_SHOWN } from './contract.ts';

type Held = Pick<TicketView, 'id' | 'number' | 'customerId' | 'mergedInto'>;

const onTicket = prepared((db) =>
  db
    .select({ id: holds.id, ticketId: holds.ticketId })
    .from(holds)
    .where(
      or(
        and(isTicketHold, or(eq(holds.ticketId, bound('ticketId')), eq(holds.ticketId, bound('intoId')))),
        and(isPersonHold, eq(holds.userId, bound('customerId'))),
      ),
    ),
);

/** The holds that keep a ticket: its own, that on the ticket it was merged into, which shows it, and that on its customer. */
async function holdsOn(db: Db, { id, customerId, mergedInto }: Omit<Held, 'number'>) {
  return onTicket(db).execute({ ticketId: id, intoId: mergedInto?.id ?? id, customerId });
}

export const isHeld = async (db: Db, ticket: Omit<Held, 'number'>) => (await holdsOn(db, ticket)).length > 0;

/** A customer is not told that there is a hold: they get the refusal that a customer without the right gets. */
export async function refuseOnHold(
  db: Db,
  ticket: Held,
  { kind, forCustomer = tooLate }: Pick<Actor, 'kind'> & { forCustomer?: () => AppError },
): Promise<void> {
  const found = await holdsOn(db, ticket);
  if (found.length === 0) return;
  if (kind === 'customer') throw forCustomer();
  const { id, number, mergedInto } = ticket;
  if (found.some(({ ticketId }) => ticketId === id)) throw held(`Ticket ${number} is`);
  if (mergedInto && found.some(({ ticketId }) => ticketId === mergedInto.id))
    throw held(`Ticket ${mergedInto.number}, which shows ticket ${number}, is`);
  throw held(`The customer of ticket ${number} is`);
}

/** A ticket that is on hold keeps what was merged into it. */
export async function refuseToPart(db: Db, { mergedInto, ...ticket }: Held): Promise<void> {
  if (!mergedInto) return;
  const found = await holdsOn(db, { ...ticket, mergedInto });
  if (found.some(({ ticketId }) => ticketId === mergedInto.id)) throw held(`Ticket ${mergedInto.number} is`);
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

export const holdsOf = (db: Db, actor: Pick<Actor, 'rights'>, { id, customerId, mergedInto }: Omit<Held, 'number'>) =>
  holdsWith(db, actor, or(inArray(holds.ticketId, [id, mergedInto?.id ?? id]), eq(holds.userId, customerId)));

export async function holdOfPerson(db: Db, actor: Pick<Actor, 'rights'>, userId: string): Promise<Hold | null> {
  const [found] = await holdsWith(db, actor, eq(holds.userId, userId));
  return found ?? null;
}
