import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../db/database.ts';
import { NOT_WAITING, tickets } from '../../db/schema/tickets.ts';

const first = prepared((db) =>
  db
    .select({ id: tickets.id, customerId: tickets.customerId, waitingSince: tickets.waitingSince })
    .from(tickets)
    .where(
      and(
        eq(tickets.active, true),
        lt(tickets.waitingSince, NOT_WAITING),
        or(isNull(tickets.assigneeId), isNull(tickets.firstResponseAt)),
      ),
    )
    .orderBy(asc(tickets.waitingSince), asc(tickets.id))
    .limit(sql.placeholder('limit')),
);

/**
 * The waiting tickets, longest wait first. Snoozed tickets are included: customers must not learn of a snooze, and a
 * disappearing place would reveal it.
 */
export const firstInLine = (db: Db, limit: number) => first(db).execute({ limit });

/** The same condition for one ticket. */
export const isInLine = (ticket: typeof tickets.$inferSelect) =>
  ticket.active && ticket.waitingSince < NOT_WAITING && (ticket.assigneeId === null || ticket.firstResponseAt === null);
