import * as v from 'valibot';
import type { Counts, Facts } from '../contract.ts';
import type { Lists } from '../lists/contract.ts';
import type { Me } from '../people/contract.ts';
import type { TicketRow } from '../tickets/contract.ts';

/**
 * The data that an app needs to start, read in one transaction with its cursor. Customers get their latest tickets, no
 * counts and no colleagues. Staff get the first page of the waiting queue and every active ticket of their own.
 */
export interface Snapshot {
  me: Me;
  cursor: number;
  /** Changes when a backup is restored: discard everything that came from another epoch. */
  epoch: string;
  rows: TicketRow[];
  /** The key for the next page of the list (`GET /api/tickets`), or null: `rows` holds all of it. */
  next: string | null;
  counts?: Counts;
  /** Every list that this person may read, with their own `drafts` and `mentions`; `rows` holds the tickets of the mentions. */
  lists: Lists;
  /** Send it with `sync`. */
  listsAt: number;
  /** Milliseconds since 1970 by the server's clock, so that waiting times are right when the client's clock is wrong. */
  serverTime: number;
}

export const listCatchUp = v.strictObject({
  after: v.pipe(v.string(), v.regex(/^\d{1,15}$/u, 'Use the cursor of a snapshot.'), v.transform(Number)),
  epoch: v.pipe(v.string(), v.maxLength(64)),
  lists: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,15}$/u, 'Use the `listsAt` of a snapshot.'), v.transform(Number)),
    '0',
  ),
});
/** `GET /api/events`: the same catch-up over plain HTTP. */
export type CatchUp = { resync: false; facts: Facts } | { resync: true; reason: 'epoch' | 'too_far' | 'future' };
