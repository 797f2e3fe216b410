import { eq } from 'drizzle-orm';
import { type Db, prepared } from '../../db/connection.ts';
import { meta } from '../../db/schema.ts';
import { customerRow, staffRow } from '../audience.ts';
import { categoryList, priorityList, statusList } from '../catalogue/queries.ts';
import { CATCH_UP_LIMIT } from '../contract.ts';
import { customerEventsAfter, eventsAfter, head, ticketsDeletedAfter } from '../events.ts';
import { colleagueList, meOf } from '../people/queries.ts';
import type { Actor } from '../policy.ts';
import {
  longestWaiting,
  nextKey,
  ticketPage,
  ticketsChangedAfter,
  ticketsHeldBy,
  TICKETS_PER_PAGE,
  waitingCount,
} from '../tickets/queries.ts';
import type { CatchUp, Snapshot } from './contract.ts';

const epochRow = prepared((db) => db.select({ value: meta.value }).from(meta).where(eq(meta.key, 'epoch')));

export async function epochOf(db: Db): Promise<string> {
  const [row] = await epochRow(db).execute();
  return row?.value ?? '';
}

/** Run it in `readSnapshot`: what it holds and its cursor must be of one moment. */
export async function snapshotFor(db: Db, actor: Actor, now: number): Promise<Snapshot> {
  const shared = {
    me: await meOf(db, actor),
    cursor: await head(db),
    epoch: await epochOf(db),
    statuses: await statusList(db),
    priorities: await priorityList(db),
    categories: await categoryList(db),
    serverTime: now,
  };
  if (actor.kind === 'customer') {
    const { items, next } = await ticketPage(db, actor, { order: 'updated' });
    return { ...shared, rows: items.map(customerRow), next, colleagues: [] };
  }
  const waiting = await longestWaiting(db, TICKETS_PER_PAGE + 1);
  const shown = waiting.slice(0, TICKETS_PER_PAGE);
  const mine = await ticketsHeldBy(db, actor.id);
  return {
    ...shared,
    rows: [...shown, ...mine].map(staffRow),
    next: waiting.length > TICKETS_PER_PAGE ? nextKey(shown, 'waiting') : null,
    counts: { waiting: await waitingCount(db) },
    colleagues: await colleagueList(db),
  };
}

/** What this person may hear since a cursor, or that it is too much. Run it in `readSnapshot`. */
export async function catchUp(db: Db, actor: Actor, since: { cursor: number; epoch: string }): Promise<CatchUp> {
  const cursor = await head(db);
  if (since.epoch !== (await epochOf(db))) return { resync: true, reason: 'epoch' };
  if (since.cursor > cursor) return { resync: true, reason: 'future' };
  const past = { after: since.cursor, limit: CATCH_UP_LIMIT + 1 };
  const views = await ticketsChangedAfter(db, actor, past);
  const { events, read } =
    actor.kind === 'customer'
      ? await customerEventsAfter(db, { ...past, customerId: actor.id })
      : await ticketsDeletedAfter(db, past);
  if (views.length + read > CATCH_UP_LIMIT) return { resync: true, reason: 'too_far' };
  const rows = views.map(actor.kind === 'customer' ? customerRow : staffRow);
  const counts = actor.kind === 'staff' ? { counts: { waiting: await waitingCount(db) } } : {};
  return { resync: false, facts: { events, rows, cursor, ...counts } };
}

/** The events of a ticket that somebody has open, past what they applied. */
export async function watchedSince(db: Db, ticketId: string, after: number) {
  const events = await eventsAfter(db, { kind: 'staff', ticketId, after, limit: CATCH_UP_LIMIT + 1 });
  return events.length > CATCH_UP_LIMIT ? { events: [], resync: true } : { events, resync: false };
}
