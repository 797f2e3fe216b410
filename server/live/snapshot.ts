import { eq } from 'drizzle-orm';
import { type Db, prepared } from '../../db/database.ts';
import { counters, meta } from '../../db/schema/settings.ts';
import { customerRow, staffRow } from '../tickets/row.ts';
import { head } from '../events/places.ts';
import type { Mentioned } from '../mentions/contract.ts';
import { allLists } from '../lists/queries.ts';
import { mentionsFor } from '../mentions/queries.ts';
import { ACTIONS, AREAS, type Rights } from '../people/contract.ts';
import { meOf } from '../people/queries.ts';
import type { Actor } from '../auth/actor.ts';
import {
  countsOf,
  longestWaiting,
  nextKey,
  ticketPage,
  ticketsByIds,
  ticketsHeldBy,
  TICKETS_PER_PAGE,
} from '../tickets/queries.ts';
import { BASES } from '../views/contract.ts';
import type { Snapshot } from './contract.ts';

const epochRow = prepared((db) => db.select({ value: meta.value }).from(meta).where(eq(meta.key, 'epoch')));

const epochs = new WeakMap<Db, string>();

/** Read once per database: only a restore changes the epoch, and the server is stopped for it. */
export async function epochOf(db: Db): Promise<string> {
  const known = epochs.get(db);
  if (known !== undefined) return known;
  const [row] = await epochRow(db).execute();
  const epoch = row?.value ?? '';
  epochs.set(db, epoch);
  return epoch;
}

const staffErased = prepared((db) =>
  db.select({ value: counters.value }).from(counters).where(eq(counters.name, 'staff_erased')),
);

/**
 * As this person gets it: it names their rights too, so that a client whose rights changed while it was away starts over,
 * without what it may not see any more and with what it may see now. So does one that may hold the name of a colleague who
 * was erased.
 */
export async function epochFor(db: Db, { rights }: Pick<Actor, 'rights'>): Promise<string> {
  const [erased] = await staffErased(db).execute();
  return `${await epochOf(db)}.${markOf(rights)}.${erased?.value ?? 0}`;
}

/** One hexadecimal digit for each area. */
const markOf = (rights: Rights) =>
  AREAS.map((area) =>
    ACTIONS.reduce((sum, action, at) => sum + (rights[area]?.includes(action) ? 2 ** at : 0), 0).toString(16),
  ).join('');

/** Call it in `readSnapshot`: the data and its cursor must be of one moment. */
export async function snapshotFor(db: Db, actor: Actor, now: number): Promise<Snapshot> {
  const shared = {
    me: await meOf(db, actor),
    epoch: await epochFor(db, actor),
    ...(await allLists(db, actor)),
    serverTime: now,
  };
  if (actor.kind === 'customer') {
    const { items, next } = await ticketPage(db, actor, { order: 'updated' });
    // One of their own events, so that the cursor does not reveal how busy the desk is.
    const cursor = items[0]?.customerVersion ?? 0;
    return { ...shared, cursor, rows: items.map(customerRow), next };
  }
  const waiting = await longestWaiting(db, TICKETS_PER_PAGE + 1);
  const shown = waiting.slice(0, TICKETS_PER_PAGE);
  const mine = await ticketsHeldBy(db, actor.id);
  const mentioned = await mentionsFor(db, actor);
  const about = await mentioning(db, mentioned.items);
  return {
    ...shared,
    cursor: await head(db),
    rows: [...shown, ...mine, ...about].map(staffRow),
    next: waiting.length > TICKETS_PER_PAGE ? nextKey(shown, 'waiting', BASES.waiting) : null,
    // `show` brings the counts of views, for those on the screen.
    counts: { ...(await countsOf(db)), mentions: mentioned.count, views: {} },
  };
}

/** The tickets of these mentions. A note does not change its ticket's row, so no cursor brings these rows. */
export const mentioning = (db: Db, mentions: Mentioned[]) =>
  ticketsByIds(
    db,
    mentions.map(({ ticketId }) => ticketId),
  );
