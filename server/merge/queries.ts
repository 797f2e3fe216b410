import { and, eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { events } from '../../db/schema/events.ts';

const merges = prepared((db) =>
  db
    .select({ data: events.data })
    .from(events)
    .where(and(eq(events.ticketId, bound('ticketId')), eq(events.type, 'ticket.merged'))),
);

/** Whether a ticket was ever merged into the other, even if it was unmerged since. */
export const wentInto = async (db: Db, ticketId: string, intoId: string) =>
  (await merges(db).execute({ ticketId })).some(({ data }) => data['intoId'] === intoId);
