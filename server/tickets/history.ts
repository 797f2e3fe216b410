import type * as v from 'valibot';
import type { Db } from '../../db/database.ts';
import { eventsAfter, eventsBefore } from '../events/read-back.ts';
import { head } from '../events/places.ts';
import type { ReadsAs } from '../events/readers.ts';
import type { listEvents } from './contract.ts';
import type { TicketView } from './queries.ts';

const EVENTS_PER_PAGE = 50;

interface Viewpoint {
  readsAs: ReadsAs;
  ticketId: string;
  /** The last event of the ticket that its customer may hear. */
  customerVersion: number;
}

/** One page of a ticket's history, in either direction or around an event. Call it in `readSnapshot`. */
export async function historyPage(
  db: Db,
  { readsAs, ticket }: { readsAs: ReadsAs; ticket: TicketView },
  input: v.InferOutput<typeof listEvents>,
) {
  const viewpoint = { readsAs, ticketId: ticket.id, customerVersion: ticket.customerVersion };
  const { around, after, limit = EVENTS_PER_PAGE } = input;
  if (around !== undefined) return pageAround(db, viewpoint, { around, limit });
  if (after !== undefined) {
    const { items, edge } = await pageAfter(db, viewpoint, { after, limit });
    return { items, next: edge, newer: null, position: items.at(-1)?.id ?? after };
  }
  const { items, edge } = await pageBefore(db, viewpoint, { before: input.before ?? Number.MAX_SAFE_INTEGER, limit });
  return { items, next: edge, newer: null, position: items.at(-1)?.id ?? 0 };
}

/** Newer pages bring the events after this page, and live facts those after `position`, so that none is missed. */
async function pageAround(db: Db, viewpoint: Viewpoint, { around, limit }: { around: number; limit: number }) {
  const half = Math.ceil(limit / 2);
  const older = await pageBefore(db, viewpoint, { before: around + 1, limit: half });
  const newer = await pageAfter(db, viewpoint, { after: around, limit: limit - half });
  return {
    items: [...older.items, ...newer.items],
    next: older.edge,
    newer: newer.edge,
    // The head moves with every note, so a customer gets the last event that they may hear.
    position: viewpoint.readsAs === 'customer' ? viewpoint.customerVersion : await head(db),
  };
}

async function pageBefore(db: Db, viewpoint: Viewpoint, { before, limit }: { before: number; limit: number }) {
  const found = await eventsBefore(db, { ...viewpoint, before, limit: limit + 1 });
  const items = found.slice(Math.max(0, found.length - limit));
  return { items, edge: found.length > limit ? String(items[0]?.id ?? before) : null };
}

async function pageAfter(db: Db, viewpoint: Viewpoint, { after, limit }: { after: number; limit: number }) {
  const found = await eventsAfter(db, { ...viewpoint, after, limit: limit + 1 });
  const items = found.slice(0, limit);
  return { items, edge: found.length > limit ? String(items.at(-1)?.id ?? after) : null };
}
