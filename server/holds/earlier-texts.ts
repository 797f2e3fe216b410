/** Texts of a held ticket can be changed, because work on it goes on. The earlier text is kept until the hold ends. */
import { asc, eq, inArray, or, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { events } from '../../db/schema/events.ts';
import { users } from '../../db/schema/people.ts';
import { earlierTexts, holds } from '../../db/schema/privacy.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { Unit } from '../commit.ts';
import type { TicketView } from '../tickets/queries.ts';
import type { EarlierText } from './contract.ts';
import { earlierNamesOf, forgetEarlierNames } from './earlier-names.ts';
import { conversationOf, conversationsOf } from './merged-with.ts';
import { isHeld } from './queries.ts';

interface Changing {
  ticket: TicketView;
  /** The event of the change. */
  eventId: number;
  was: { what: (typeof earlierTexts.$inferSelect)['what']; body: string }[];
}

/** Does nothing for a ticket that is not held. */
export async function keepEarlier({ tx }: Unit, { ticket, eventId, was }: Changing): Promise<void> {
  if (was.length === 0 || !(await isHeld(tx, ticket))) return;
  await tx.insert(earlierTexts).values(was.map((text) => ({ ...text, eventId, ticketId: ticket.id })));
}

export async function earlierTextsOf(db: Db, { id: ticketId, customerId }: TicketView): Promise<EarlierText[]> {
  const { what, body } = earlierTexts;
  const rows = await db
    .select({ what, body, byId: users.id, name: users.name, at: events.at })
    .from(earlierTexts)
    .innerJoin(events, eq(events.id, earlierTexts.eventId))
    .leftJoin(users, eq(users.id, events.actorId))
    .where(eq(earlierTexts.ticketId, ticketId))
    .orderBy(asc(earlierTexts.eventId), asc(what));
  const texts = rows.map(({ byId, name, ...text }) => ({
    ...text,
    by: byId === null ? null : { id: byId, name: name ?? '' },
  }));
  return [...texts, ...(await earlierNamesOf(db, customerId))].toSorted((a, b) => a.at - b.at);
}

export async function forgetEarlierOfTicket(unit: Unit, ticket: TicketView): Promise<void> {
  const all = (await conversationOf(unit.tx, ticket)).map(({ id }) => id);
  await forgetEarlier(unit, inArray(tickets.id, all));
  await forgetEarlierNames(unit, ticket.customerId);
}

export async function forgetEarlierOfCustomer(unit: Unit, customerId: string): Promise<void> {
  await forgetEarlier(unit, eq(tickets.customerId, customerId));
  await forgetEarlierNames(unit, customerId);
}

/** After a hold ended. Another one may still keep some of the tickets. */
async function forgetEarlier({ tx }: Unit, which: SQL): Promise<void> {
  const { id, number, customerId, mergedInto, mergedFrom } = tickets;
  const found = await tx
    .selectDistinct({ id, number, customerId, mergedInto, mergedFrom })
    .from(earlierTexts)
    .innerJoin(tickets, eq(tickets.id, earlierTexts.ticketId))
    .where(which);
  if (found.length === 0) return;
  const together = await conversationsOf(tx, found);
  const keepers = found.map((one, at) => [one.customerId, ...(together[at] ?? []).map((ticket) => ticket.id)]);
  const all = keepers.flat();
  const left = await tx
    .select({ ticketId: holds.ticketId, userId: holds.userId })
    .from(holds)
    .where(or(inArray(holds.ticketId, all), inArray(holds.userId, all)));
  const held = new Set(left.map(({ ticketId, userId }) => ticketId ?? userId));
  const free = found.filter((_one, at) => !keepers[at]?.some((keeper) => held.has(keeper)));
  const ids = free.map((one) => one.id);
  await tx.delete(earlierTexts).where(inArray(earlierTexts.ticketId, ids));
}
