import * as v from 'valibot';
import type { Counts, Facts } from '../contract.ts';
import type { Lists } from '../lists/contract.ts';
import { type Me, me, person } from '../people/contract.ts';
import { shownAs, uuid, wholeNumber } from '../text/contract.ts';
import { event, type TicketRow, ticketRow } from '../tickets/contract.ts';

/**
 * The data that an app needs to start, read in one transaction with its cursor. Customers get their latest tickets, no
 * counts and no colleagues. Staff get the first page of the waiting queue and every active ticket of their own.
 */
export interface Snapshot {
  me: Me;
  cursor: number;
  /** Changes when a backup is restored or this person's rights change: discard everything that came from another epoch. */
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

const lists = v.record(v.string(), v.object({ version: v.number(), items: v.array(v.looseObject({})) }));
const counts = v.object({
  waiting: v.number(),
  snoozed: v.number(),
  mentions: v.number(),
  views: v.record(v.string(), v.object({ n: v.number(), more: v.boolean() })),
});

export const facts = v.object({
  events: v.array(event),
  rows: v.array(ticketRow),
  cursor: v.optional(v.number()),
  counts: v.optional(v.partial(counts)),
  handed: v.optional(v.array(v.object({ ticketId: v.string(), by: person }))),
  lists: v.optional(lists),
  listsAt: v.optional(v.number()),
});

export const snapshot = v.object({
  me,
  cursor: v.number(),
  epoch: v.string(),
  rows: v.array(ticketRow),
  next: v.nullable(v.string()),
  counts: v.optional(counts),
  lists,
  listsAt: v.number(),
  serverTime: v.number(),
});

export const caughtUp = v.variant('resync', [
  v.object({ resync: v.literal(false), facts }),
  v.object({ resync: v.literal(true), reason: v.picklist(['epoch', 'too_far', 'future']) }),
]);

const WATCHED = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}):(\d{1,15})$/u;
const watched = v.pipe(
  v.string(),
  v.regex(WATCHED, 'Use the id of a ticket, a colon, and the id of an event.'),
  v.transform((value) => {
    const [, ticketId = '', after = ''] = WATCHED.exec(value) ?? [];
    return { ticketId, after: Number(after) };
  }),
);

export const listCatchUp = v.strictObject({
  after: wholeNumber({ ask: 'Use the cursor of a snapshot.' }),
  epoch: v.pipe(v.string(), v.maxLength(64)),
  lists: v.optional(wholeNumber({ ask: 'Use the `listsAt` of a snapshot.' }), '0'),
  /** The user whose data the client shows; refused if the cookie now belongs to another user. */
  userId: v.optional(uuid),
  /** As in `sync`; each is the ticket's id, a colon, and the id of the last event that the client applied. */
  watching: v.optional(
    v.pipe(
      v.union([v.string(), v.array(v.string())]),
      v.transform((value) => (Array.isArray(value) ? value : [value])),
      v.array(watched),
      v.maxLength(20),
      shownAs({ type: 'array', items: { type: 'string', pattern: WATCHED.source }, maxItems: 20 }),
    ),
    [],
  ),
});
/** `GET /api/events`: the same catch-up over plain HTTP. */
export type CatchUp = { resync: false; facts: Facts } | { resync: true; reason: 'epoch' | 'too_far' | 'future' };
