import { asc, eq, or } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { links } from '../../db/schema/tickets.ts';
import { ticketsByIds, type TicketView } from '../tickets/queries.ts';

const linksOf = prepared((db) =>
  db
    .select()
    .from(links)
    .where(or(eq(links.ticketId, bound('id')), eq(links.otherId, bound('id'))))
    .orderBy(asc(links.at), asc(links.ticketId)),
);

/** The tickets linked with this one, oldest link first. */
export async function linkedWith(db: Db, id: string): Promise<TicketView[]> {
  const pairs = await linksOf(db).execute({ id });
  const ids = pairs.map((pair) => (pair.ticketId === id ? pair.otherId : pair.ticketId));
  const found = new Map((await ticketsByIds(db, ids)).map((ticket) => [ticket.id, ticket]));
  return ids.flatMap((other) => found.get(other) ?? []);
}
