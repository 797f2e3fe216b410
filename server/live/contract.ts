import * as v from 'valibot';
import type { Counts, Facts } from '../contract.ts';
import type { Lists } from '../lists/contract.ts';
import type { Me } from '../people/contract.ts';
import type { TicketRow } from '../tickets/contract.ts';

/**
 * What a person's app needs to start, read in one transaction with its cursor. For customers: their latest tickets, no
 * counts, no colleagues. For staff: the head of the waiting queue, and every active ticket of their own.
 */
export interface Snapshot {
  me: Me;
  cursor: number;
  /** Changes when a backup is restored; another epoch means that nothing known so far can be trusted. */
  epoch: string;
  rows: TicketRow[];
  /** The key for the next page of the list (`GET /api/tickets`), or null: `rows` holds all of it. */
  next: string | null;
  counts?: Counts;
  /** Every list, as this person may read it. Their `drafts` and `mentions` are among them, and the rows of the latter among `rows`. */
  lists: Lists;
  /** `sync` goes on from there. */
  listsAt: number;
  /** Milliseconds since 1970 by the server's clock, so that waits are right on a clock that is wrong. */
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
