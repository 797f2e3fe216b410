import { and, desc, eq, exists, isNotNull, or, type SQL } from 'drizzle-orm';
import { alias, bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { messages, notes } from '../../db/schema/messages.ts';
import { users } from '../../db/schema/people.ts';
import { holds, isPersonHold, isTicketHold } from '../../db/schema/privacy.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { Actor } from '../auth/actor.ts';
import { can } from '../auth/policy.ts';
import { AppError, tooLate } from '../errors.ts';
import { type Hold, type HoldList, HOLDS_SHOWN } from './contract.ts';

type Held = { id: string; number: number; customerId: string };

const onTicket = prepared((db) =>
  db
    .select({ id: holds.id, userId: holds.userId })
    .from(holds)
    .where(
      or(
        and(isTicketHold, eq(holds.ticketId, bound('ticketId'))),
        and(isPersonHold, eq(holds.userId, bound('customerId'))),
      ),
    ),
);

/** The hold that keeps a ticket: its own, or that on its customer. */
export async function holdOn(db: Db, { id, customerId }: Pick<Held, 'id' | 'customerId'>) {
  const found = await onTicket(db).execute({ ticketId: id, customerId });
  return found.find(({ userId }) => userId === null) ?? found[0] ?? null;
}

/** A customer is not told that there is a hold: they get the refusal of somebody who may not do it. */
export async function refuseOnHold(
  db: Db,
  ticket: Held,
  { kind, forCustomer = tooLate }: Pick<Actor, 'kind'> & { forCustomer?: () => AppError },
): Promise<void> {
  const found = await holdOn(db, ticket);
  if (!found) return;
  if (kind === 'customer') throw forCustomer();
  const what = found.userId === null ? `Ticket ${ticket.number}` : `The customer of ticket ${ticket.number}`;
  throw new AppError(
    409,
    'holds.held',
    `${what} is on legal hold, so nothing of it can be changed or deleted. An admin can end the hold.`,
  );
}

/** Whether the person, a ticket of theirs, or a ticket that they wrote on is held: their name is a part of it. */
export async function hasHold(db: Db, userId: string): Promise<boolean> {
  const written = (texts: typeof messages | typeof notes) =>
    exists(
      db
        .select({ id: texts.id })
        .from(texts)
        .where(and(eq(texts.ticketId, holds.ticketId), eq(texts.authorId, userId))),
    );
  const [found] = await db
    .select({ id: holds.id })
    .from(holds)
    .leftJoin(tickets, eq(tickets.id, holds.ticketId))
    .where(
      or(
        eq(holds.userId, userId),
        eq(tickets.customerId, userId),
        and(isNotNull(holds.ticketId), or(written(messages), written(notes))),
      ),
    )
    .limit(1);
  return found !== undefined;
}

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

export const holdsOf = (db: Db, actor: Pick<Actor, 'rights'>, { id, customerId }: Pick<Held, 'id' | 'customerId'>) =>
  holdsWith(db, actor, or(eq(holds.ticketId, id), eq(holds.userId, customerId)));

export async function holdOfPerson(db: Db, actor: Pick<Actor, 'rights'>, userId: string): Promise<Hold | null> {
  const [found] = await holdsWith(db, actor, eq(holds.userId, userId));
  return found ?? null;
}
