import { and, eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { drafts } from '../../db/schema/messages.ts';
import type { Draft, DraftPlace } from './contract.ts';

const mine = eq(drafts.userId, bound('userId'));
const placesOf = prepared((db) =>
  db
    .select({ ticketId: drafts.ticketId, kind: drafts.kind })
    .from(drafts)
    .where(mine)
    .orderBy(drafts.ticketId, drafts.kind),
);
const ofTicket = prepared((db) =>
  db
    .select({ ticketId: drafts.ticketId, kind: drafts.kind, body: drafts.body, version: drafts.version })
    .from(drafts)
    .where(and(mine, eq(drafts.ticketId, bound('ticketId'))))
    .orderBy(drafts.kind),
);

/** The places of this person's own drafts. */
export const draftPlaces = async (db: Db, userId: string): Promise<DraftPlace[]> => placesOf(db).execute({ userId });

export const draftsOn = async (db: Db, input: { userId: string; ticketId: string }): Promise<Draft[]> =>
  ofTicket(db).execute(input);
