import { eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { ratingComments } from '../../db/schema/tickets.ts';

const commentById = prepared((db) =>
  db
    .select({ body: ratingComments.body })
    .from(ratingComments)
    .where(eq(ratingComments.ticketId, bound('ticketId'))),
);

export async function ratingComment(db: Db, ticketId: string): Promise<string | null> {
  const [row] = await commentById(db).execute({ ticketId });
  return row?.body ?? null;
}
