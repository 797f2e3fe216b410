import { and, count, eq, gt, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { messages } from '../../db/schema/messages.ts';

/** How much was written past a place, and how much of it by the customer. */
export const messagesPast = prepared((db) =>
  db
    .select({
      all: count(),
      byCustomer: sql<number>`count(CASE WHEN ${messages.authorId} = ${sql.placeholder('customerId')} THEN 1 END)`,
    })
    .from(messages)
    .where(and(eq(messages.ticketId, bound('ticketId')), gt(messages.seq, bound('seq')))),
);
