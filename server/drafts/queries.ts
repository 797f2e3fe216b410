import { and, eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { drafts } from '../../db/schema/messages.ts';
import type { Actor } from '../auth/actor.ts';
import { mayViewNotes } from '../auth/policy.ts';
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

type Reader = Pick<Actor, 'id' | 'kind' | 'rights'>;

/** A person who may no longer view notes has no drafts of notes either. */
const readableBy =
  (reader: Reader) =>
  ({ kind }: DraftPlace) =>
    kind === 'message' || mayViewNotes(reader);

/** The places of this person's own drafts. */
export const draftPlaces = async (db: Db, reader: Reader): Promise<DraftPlace[]> =>
  (await placesOf(db).execute({ userId: reader.id })).filter(readableBy(reader));

export const ownDraftsOn = async (db: Db, reader: Reader, ticketId: string): Promise<Draft[]> =>
  (await draftsOn(db, { userId: reader.id, ticketId })).filter(readableBy(reader));

export const draftsOn = async (db: Db, input: { userId: string; ticketId: string }): Promise<Draft[]> =>
  ofTicket(db).execute(input);
