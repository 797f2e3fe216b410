import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../db/database.ts';
import { NOT_WAITING, tickets } from '../../db/schema/tickets.ts';

const first = prepared((db) =>
  db
    .select({ id: tickets.id, customerId: tickets.customerId })
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
 * Who waits for somebody to answer, or to take them on again, the longest wait first. Snoozed ones stay in it: what the
 * team puts off is theirs to know, and a place that vanished would tell.
 */
export const firstInLine = (db: Db, limit: number) => first(db).execute({ limit });

/** The same condition, of one ticket. */
export const isInLine = (ticket: typeof tickets.$inferSelect) =>
  ticket.active && ticket.waitingSince < NOT_WAITING && (ticket.assigneeId === null || ticket.firstResponseAt === null);
