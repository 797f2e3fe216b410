import { eq } from 'drizzle-orm';
import { type Db, prepared } from '../../db/sqlite/connection.ts';
import { meta } from '../../db/schema.ts';
import { customerRow, staffRow } from './audience.ts';
import { categoryList, priorityList, statusList } from '../ticket-fields/queries.ts';
import { CATCH_UP_LIMIT, CATCH_UP_TEXT_LIMIT, type Event, type Watched } from '../contract.ts';
import { draftPlaces } from '../drafts/queries.ts';
import {
  customerEventsAfter,
  eventsAfter,
  handedAfter,
  heardByCustomer,
  ticketsDeletedAfter,
} from '../events/read-back.ts';
import { head } from '../events/record.ts';
import type { Mentioned } from '../mentions/contract.ts';
import { mentionsOf } from '../mentions/queries.ts';
import { colleagueList, meOf } from '../people/queries.ts';
import type { Actor } from '../auth/actor.ts';
import { tagList } from '../tags/queries.ts';
import {
  countsOf,
  longestWaiting,
  nextKey,
  ticketPage,
  ticketsByIds,
  ticketsChangedAfter,
  ticketsHeldBy,
  TICKETS_PER_PAGE,
} from '../tickets/queries.ts';
import { viewLists } from '../views/queries.ts';
import type { CatchUp, Snapshot } from './contract.ts';

const epochRow = prepared((db) => db.select({ value: meta.value }).from(meta).where(eq(meta.key, 'epoch')));

const epochs = new WeakMap<Db, string>();

/** Read once: only a restore changes it, and that wants the server stopped. */
export async function epochOf(db: Db): Promise<string> {
  const known = epochs.get(db);
  if (known !== undefined) return known;
  const [row] = await epochRow(db).execute();
  const epoch = row?.value ?? '';
  epochs.set(db, epoch);
  return epoch;
}

/** Run it in `readSnapshot`: what it holds and its cursor must be of one moment. */
export async function snapshotFor(db: Db, actor: Actor, now: number): Promise<Snapshot> {
  const shared = {
    me: await meOf(db, actor),
    epoch: await epochOf(db),
    statuses: await statusList(db),
    priorities: await priorityList(db),
    categories: await categoryList(db),
    drafts: await draftPlaces(db, actor.id),
    serverTime: now,
  };
  if (actor.kind === 'customer') {
    const { items, next } = await ticketPage(db, actor, { order: 'updated' });
    // Where their own tickets stand: how busy the desk is, is nothing to them.
    const cursor = items[0]?.customerVersion ?? 0;
    const none = { colleagues: [], tags: [], mentions: [], views: { own: [], shared: [] } };
    return { ...shared, cursor, rows: items.map(customerRow), next, ...none };
  }
  const waiting = await longestWaiting(db, TICKETS_PER_PAGE + 1);
  const shown = waiting.slice(0, TICKETS_PER_PAGE);
  const mine = await ticketsHeldBy(db, actor.id);
  const mentioned = await mentionsOf(db, actor.id);
  const about = await mentioning(db, mentioned.items);
  return {
    ...shared,
    cursor: await head(db),
    rows: [...shown, ...mine, ...about].map(staffRow),
    next: waiting.length > TICKETS_PER_PAGE ? nextKey(shown, 'waiting') : null,
    // What a view holds is counted apart, once a screen shows it.
    counts: { ...(await countsOf(db)), mentions: mentioned.count, views: {} },
    mentions: mentioned.items,
    tags: await tagList(db),
    views: await viewLists(db, actor),
    colleagues: await colleagueList(db),
  };
}

export interface Since {
  cursor: number;
  epoch: string;
  /** Tickets that a member of the staff has open, each with the last event that was applied to it. */
  watching?: { ticketId: string; after: number }[];
}

/** What this person may hear since a cursor, or that it is too much. Run it in `readSnapshot`. */
export async function catchUp(db: Db, actor: Actor, { cursor, epoch, watching = [] }: Since): Promise<CatchUp> {
  if (epoch !== (await epochOf(db))) return { resync: true, reason: 'epoch' };
  return actor.kind === 'customer' ? customerCatchUp(db, actor, cursor) : staffCatchUp(db, actor, { cursor, watching });
}

async function customerCatchUp(db: Db, actor: Actor, cursor: number): Promise<CatchUp> {
  // Their cursor names something of their own: whoever could ask for the head would see it move with every note.
  const { isThere, isPast } = await heardByCustomer(db, { customerId: actor.id, from: cursor });
  if (cursor > 0 && !isThere) return { resync: true, reason: 'future' };
  const past = { after: cursor, limit: CATCH_UP_LIMIT + 1 };
  const views = isPast ? await ticketsChangedAfter(db, actor, past) : [];
  const missed = createPortion(views.length);
  if (isPast) missed.add(await ticketsDeletedAfter(db, actor, past));
  // Nothing can have been said where no ticket changed.
  if (views.length > 0) missed.add(await customerEventsAfter(db, { ...past, customerId: actor.id }));
  if (missed.isFull()) return { resync: true, reason: 'too_far' };
  const events = missed.inOrder();
  const heard = Math.max(cursor, events.at(-1)?.id ?? 0, ...views.map((view) => view.customerVersion));
  const drafts = await draftPlaces(db, actor.id);
  return { resync: false, facts: { events, rows: views.map(customerRow), cursor: heard, drafts } };
}

async function staffCatchUp(
  db: Db,
  actor: Actor,
  { cursor, watching }: Required<Omit<Since, 'epoch'>>,
): Promise<CatchUp> {
  const newest = await head(db);
  if (cursor > newest) return { resync: true, reason: 'future' };
  const past = { after: cursor, limit: CATCH_UP_LIMIT + 1 };
  const views = await ticketsChangedAfter(db, actor, past);
  const missed = createPortion(views.length);
  missed.add(await ticketsDeletedAfter(db, actor, past));
  for (const { ticketId, after } of watching)
    if (!missed.isFull()) missed.add(await ticketEventsAfter(db, ticketId, after));
  if (missed.isFull()) return { resync: true, reason: 'too_far' };
  const { items: mentions, count } = await mentionsOf(db, actor.id);
  const counts = { ...(await countsOf(db)), mentions: count };
  const colleagues = await colleagueList(db);
  // A note leaves its ticket as it was: no cursor brings the row.
  const rows = [...views, ...(await mentioning(db, mentions))].map(staffRow);
  const held = views.filter(({ assigneeId }) => assigneeId === actor.id).map(({ id }) => id);
  const handed = await handedAfter(db, { userId: actor.id, ticketIds: held, after: cursor });
  const own = { drafts: await draftPlaces(db, actor.id), mentions, handed, views: await viewLists(db, actor) };
  return { resync: false, facts: { events: missed.inOrder(), rows, cursor: newest, counts, colleagues, ...own } };
}

const mentioning = (db: Db, mentions: Mentioned[]) =>
  ticketsByIds(
    db,
    mentions.map(({ ticketId }) => ticketId),
  );

/** The events of a ticket that somebody has open, past what they applied. */
export async function watchedSince(db: Db, ticketId: string, after: number): Promise<Watched> {
  const missed = createPortion(0);
  missed.add(await ticketEventsAfter(db, ticketId, after));
  return missed.isFull() ? { events: [], resync: true } : { events: missed.inOrder(), resync: false };
}

const ticketEventsAfter = (db: Db, ticketId: string, after: number) =>
  eventsAfter(db, { kind: 'staff', ticketId, after, limit: CATCH_UP_LIMIT + 1 });

/** What one catch-up holds; a message that was edited often comes with each edit, so its text counts too. */
function createPortion(rows: number) {
  const events: Event[] = [];
  let text = 0;
  return {
    inOrder: () => events.toSorted((a, b) => a.id - b.id),
    add(found: Event[]) {
      events.push(...found);
      for (const event of found) text += lengthOf(event);
    },
    isFull: () => rows + events.length > CATCH_UP_LIMIT || text > CATCH_UP_TEXT_LIMIT,
  };
}

const lengthOf = (event: Event) =>
  'message' in event ? event.message.body.length : 'note' in event ? event.note.body.length : 0;
