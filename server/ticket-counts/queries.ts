import { and, count, eq, isNull } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { TicketCounts } from './contract.ts';

const counted = prepared((db) =>
  db
    .select({ status: tickets.status, statusType: tickets.statusType, priority: tickets.priority, count: count() })
    .from(tickets)
    .where(and(eq(tickets.customerId, bound('customerId')), isNull(tickets.mergedInto)))
    .groupBy(tickets.status, tickets.statusType, tickets.priority),
);

export const ticketCountsOf = (db: Db, customerId: string): Promise<TicketCounts> =>
  counted(db).execute({ customerId });
