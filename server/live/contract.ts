import * as v from 'valibot';
import type { Category, Priority, Status } from '../ticket-fields/contract.ts';
import type { Counts, Facts } from '../contract.ts';
import type { DraftPlace } from '../drafts/contract.ts';
import type { Mentioned } from '../mentions/contract.ts';
import type { Colleague, Me } from '../people/contract.ts';
import type { Tag } from '../tags/contract.ts';
import type { TicketRow } from '../tickets/contract.ts';
import type { ViewLists } from '../views/contract.ts';

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
  /** Where this person is mentioned and has not looked, newest first; their rows are among `rows`. */
  mentions: Mentioned[];
  /** Where this person has a draft. */
  drafts: DraftPlace[];
  colleagues: Colleague[];
  statuses: Status[];
  priorities: Priority[];
  categories: Category[];
  /** Staff only. */
  tags: Tag[];
  /** Their own, and those that all of the staff share. */
  views: ViewLists;
  /** Milliseconds since 1970 by the server's clock, so that waits are right on a clock that is wrong. */
  serverTime: number;
}

export const listCatchUp = v.strictObject({
  after: v.pipe(v.string(), v.regex(/^\d{1,15}$/u, 'Use the cursor of a snapshot.'), v.transform(Number)),
  epoch: v.pipe(v.string(), v.maxLength(64)),
});
/** `GET /api/events`: the same catch-up over plain HTTP. */
export type CatchUp = { resync: false; facts: Facts } | { resync: true; reason: 'epoch' | 'too_far' | 'future' };
