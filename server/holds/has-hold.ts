import { and, eq, exists, inArray, ne, or, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { events } from '../../db/schema/events.ts';
import { mentions, notes } from '../../db/schema/messages.ts';
import { holds, isPersonHold, isTicketHold } from '../../db/schema/privacy.ts';
import { assignments, tickets } from '../../db/schema/tickets.ts';
import { idsMergedWithHeld } from './merged-with.ts';

/**
 * Whether the person is held, or a ticket that is theirs or names them: there they wrote, were mentioned, were assigned or
 * changed it. Reads the held tickets alone.
 */
export async function hasHold(db: Db, userId: string): Promise<boolean> {
  const [own] = await db.select({ id: holds.id }).from(holds).where(eq(holds.userId, userId)).limit(1);
  if (own) return true;
  const [found] = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(await isAmongHeld(db), or(eq(tickets.customerId, userId), namesThere(db, userId))))
    .limit(1);
  return found !== undefined;
}

/** The tickets on hold, those that are one conversation with them, and the tickets of customers on hold. */
async function isAmongHeld(db: Db): Promise<SQL | undefined> {
  const own = db.select({ id: holds.ticketId }).from(holds).where(isTicketHold);
  const customers = db.select({ id: holds.userId }).from(holds).where(isPersonHold);
  return or(
    inArray(tickets.id, own),
    inArray(tickets.id, await idsMergedWithHeld(db)),
    inArray(tickets.customerId, customers),
  );
}

/**
 * Whether something on the ticket is by the person or names them. That they only read it is no part of it. The event of a message
 * or note names its author, and the customer of the ticket is asked for before; the messages themselves are long to read.
 */
function namesThere(db: Db, userId: string): SQL | undefined {
  const assigned = db
    .select({ id: assignments.id })
    .from(assignments)
    .where(and(eq(assignments.ticketId, tickets.id), eq(assignments.assigneeId, userId)));
  const mentioned = db
    .select({ id: notes.id })
    .from(notes)
    .innerJoin(mentions, eq(mentions.noteId, notes.id))
    .where(and(eq(notes.ticketId, tickets.id), eq(mentions.userId, userId)));
  const did = db
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.ticketId, tickets.id), eq(events.actorId, userId), ne(events.type, 'ticket.read')));
  return or(exists(assigned), exists(mentioned), exists(did));
}
