import type { Db } from '../../db/database.ts';
import { customerRow, staffRow } from '../tickets/row.ts';
import { readsAs } from './audience.ts';
import { CATCH_UP_LIMIT, CATCH_UP_TEXT_LIMIT, type Event, type Watched } from '../contract.ts';
import {
  customerEventsAfter,
  eventsAfter,
  handedAfter,
  heardByCustomer,
  ticketsDeletedAfter,
} from '../events/read-back.ts';
import { head } from '../events/places.ts';
import { listsSince } from '../lists/queries.ts';
import { mentionsFor } from '../mentions/queries.ts';
import type { Actor } from '../auth/actor.ts';
import { countsOf, ticketsChangedAfter } from '../tickets/queries.ts';
import type { CatchUp } from './contract.ts';

import { epochFor, mentioning } from './snapshot.ts';

export interface Since {
  cursor: number;
  epoch: string;
  /** `listsAt` of the last snapshot or catch-up; 0 returns every list. */
  listsAt?: number;
  /** The tickets that a member of staff has open, each with the id of the last event that the client applied. */
  watching?: { ticketId: string; after: number }[];
}

/** Everything that this person may hear since the cursor, or `resync` if it is too much. Call it in `readSnapshot`. */
export async function catchUp(
  db: Db,
  actor: Actor,
  { cursor, epoch, listsAt = 0, watching = [] }: Since,
): Promise<CatchUp> {
  if (epoch !== (await epochFor(db, actor))) return { resync: true, reason: 'epoch' };
  return actor.kind === 'customer'
    ? customerCatchUp(db, actor, { cursor, listsAt })
    : staffCatchUp(db, actor, { cursor, listsAt, watching });
}

async function customerCatchUp(
  db: Db,
  actor: Actor,
  { cursor, listsAt }: { cursor: number; listsAt: number },
): Promise<CatchUp> {
  // A customer's cursor is one of their own events: the global head would reveal every note that staff write.
  const { isThere, isPast } = await heardByCustomer(db, { customerId: actor.id, from: cursor });
  if (cursor > 0 && !isThere) return { resync: true, reason: 'future' };
  const past = { after: cursor, limit: CATCH_UP_LIMIT + 1 };
  const views = isPast ? await ticketsChangedAfter(db, actor, past) : [];
  const missed = createPortion(views.length);
  if (isPast) missed.add(await ticketsDeletedAfter(db, actor, past));
  // Without a changed ticket there are no events to read.
  if (views.length > 0) missed.add(await customerEventsAfter(db, { ...past, customerId: actor.id }));
  if (missed.isFull()) return { resync: true, reason: 'too_far' };
  const events = missed.inOrder();
  const heard = Math.max(cursor, events.at(-1)?.id ?? 0, ...views.map((view) => view.customerVersion));
  const lists = await listsSince(db, actor, listsAt);
  return { resync: false, facts: { events, rows: views.map(customerRow), cursor: heard, ...lists } };
}

async function staffCatchUp(
  db: Db,
  actor: Actor,
  { cursor, listsAt, watching }: Required<Omit<Since, 'epoch'>>,
): Promise<CatchUp> {
  const newest = await head(db);
  if (cursor > newest) return { resync: true, reason: 'future' };
  const past = { after: cursor, limit: CATCH_UP_LIMIT + 1 };
  const views = await ticketsChangedAfter(db, actor, past);
  const missed = createPortion(views.length);
  missed.add(await ticketsDeletedAfter(db, actor, past));
  for (const { ticketId, after } of watching)
    if (!missed.isFull()) missed.add(await ticketEventsAfter(db, actor, { ticketId, after }));
  if (missed.isFull()) return { resync: true, reason: 'too_far' };
  const { items: mentions, count } = await mentionsFor(db, actor);
  const counts = { ...(await countsOf(db)), mentions: count };
  const rows = [...views, ...(await mentioning(db, mentions))].map(staffRow);
  const held = views.filter(({ assigneeId }) => assigneeId === actor.id).map(({ id }) => id);
  const handed = await handedAfter(db, { userId: actor.id, ticketIds: held, after: cursor });
  const lists = await listsSince(db, actor, listsAt);
  return { resync: false, facts: { events: missed.inOrder(), rows, cursor: newest, counts, handed, ...lists } };
}

/** The events of an open ticket after the last one that the client applied. */
export async function watchedSince(
  db: Db,
  actor: Actor,
  watched: { ticketId: string; after: number },
): Promise<Watched> {
  const missed = createPortion(0);
  missed.add(await ticketEventsAfter(db, actor, watched));
  return missed.isFull() ? { events: [], resync: true } : { events: missed.inOrder(), resync: false };
}

const ticketEventsAfter = (db: Db, actor: Actor, { ticketId, after }: { ticketId: string; after: number }) =>
  eventsAfter(db, { readsAs: readsAs(actor), ticketId, after, limit: CATCH_UP_LIMIT + 1 });

/** Measures a catch-up. Text counts too, because a message that was edited often comes once per edit. */
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
