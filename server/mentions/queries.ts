import { and, desc, eq, inArray, max, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { isUnseen, mentions } from '../../db/schema/messages.ts';
import { users } from '../../db/schema/people.ts';
import type { Actor } from '../auth/actor.ts';
import { mayViewNotes } from '../auth/policy.ts';
import { type Mentioned, MENTIONS_SHOWN } from './contract.ts';

interface Mentions {
  items: Mentioned[];
  count: number;
}

const newest = max(mentions.eventId);
const unseenOf = prepared((db) =>
  db
    .select({ ticketId: mentions.ticketId, eventId: sql<number>`${newest}` })
    .from(mentions)
    .where(and(eq(mentions.userId, bound('userId')), isUnseen))
    .groupBy(mentions.ticketId)
    .orderBy(desc(newest))
    .limit(MENTIONS_SHOWN),
);
const counted = prepared((db) =>
  db
    .select({ count: users.mentioned })
    .from(users)
    .where(eq(users.id, bound('userId'))),
);

/**
 * The tickets with unseen mentions of this person, newest first, and the number of all such tickets; none for a person who
 * may not view notes.
 */
export async function mentionsFor(db: Db, actor: Pick<Actor, 'id' | 'kind' | 'rights'>): Promise<Mentions> {
  if (!mayViewNotes(actor)) return { items: [], count: 0 };
  const userId = actor.id;
  const [row] = await counted(db).execute({ userId });
  const count = row?.count ?? 0;
  return { count, items: count === 0 ? [] : await unseenOf(db).execute({ userId }) };
}

/** The newest unseen mention of each of these people on a ticket. */
export const standing = async (db: Db, ticketId: string, userIds: string[]) =>
  db
    .select({ userId: users.id, count: users.mentioned, eventId: newest })
    .from(users)
    .leftJoin(mentions, and(eq(mentions.userId, users.id), eq(mentions.ticketId, ticketId), isUnseen))
    .where(inArray(users.id, userIds))
    .groupBy(users.id);
