import { and, eq, inArray, isNotNull, ne, or } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { holds, isTicketHold } from '../../db/schema/privacy.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { TicketRef } from '../tickets/contract.ts';
import type { TicketView } from '../tickets/queries.ts';

export type Merged = Pick<TicketView, 'id' | 'number' | 'mergedInto' | 'mergedFrom'>;

const columns = {
  ...{ id: tickets.id, number: tickets.number },
  ...{ mergedInto: tickets.mergedInto, mergedFrom: tickets.mergedFrom },
};

/**
 * For each ticket the tickets of its conversation: itself, the one that shows it, and all that were merged into that one. The
 * conversation goes on in the ticket that shows it, so a hold on one of them keeps them all.
 */
export async function conversationsOf(db: Db, all: Merged[]): Promise<TicketRef[][]> {
  const ids = all.flatMap(({ mergedInto }) => mergedInto?.id ?? []);
  const rows = ids.length === 0 ? [] : await db.select(columns).from(tickets).where(inArray(tickets.id, ids));
  const shows = new Map(rows.map((row) => [row.id, row]));
  return all.map((one) => {
    const { id, number, mergedFrom } = shows.get(one.mergedInto?.id ?? '') ?? one;
    return [{ id, number }, ...mergedFrom];
  });
}

export async function conversationOf(db: Db, ticket: Merged): Promise<TicketRef[]> {
  return (await conversationsOf(db, [ticket])).flat();
}

/** The ids of the tickets in the conversations of tickets that are on hold and were merged. */
export async function idsMergedWithHeld(db: Db): Promise<string[]> {
  const found = await db
    .select(columns)
    .from(holds)
    .innerJoin(tickets, eq(tickets.id, holds.ticketId))
    .where(and(isTicketHold, or(isNotNull(tickets.mergedInto), ne(tickets.mergedFrom, []))));
  return (await conversationsOf(db, found)).flat().map(({ id }) => id);
}
