import * as v from 'valibot';
import { wholeNumber } from '../text/contract.ts';
import { person } from '../people/contract.ts';
import { STATUS_TYPES } from '../ticket-fields/contract.ts';

/** A search. Days in the query are local to the caller, whose clock is `offset` minutes ahead of UTC. */
export const search = v.strictObject({
  q: v.pipe(v.string(), v.maxLength(300, 'Use at most 300 characters.')),
  order: v.optional(v.picklist(['newest', 'rank']), 'newest'),
  /** `next` of the previous page; only with the order `newest`. */
  cursor: v.optional(wholeNumber({ ask: 'Use the cursor of the page before, as it was given.' })),
  limit: v.optional(wholeNumber({ min: 1, max: 50 }), '20'),
  offset: v.optional(wholeNumber({ min: -900, max: 900, ask: 'Use minutes.' }), '0'),
});

/** A piece of plain text; `hit` if it matches the query. */
export const part = v.object({ text: v.string(), hit: v.boolean() });
export type Part = v.InferOutput<typeof part>;

/**
 * A message, a note, or the subject of a ticket; for a subject `id`, `eventId` and `seq` are those of the opening message.
 * `GET /api/tickets/:id/events?around=<eventId>` returns the history around it.
 */
export const found = v.object({
  kind: v.picklist(['message', 'note', 'subject']),
  id: v.string(),
  eventId: v.number(),
  seq: v.nullable(v.number()),
  ticket: v.object({
    id: v.string(),
    number: v.number(),
    subject: v.string(),
    customer: person,
    status: v.string(),
    statusType: v.picklist(STATUS_TYPES),
  }),
  author: person,
  at: v.number(),
  snippet: v.array(part),
});
export type SearchResult = v.InferOutput<typeof found>;

/**
 * `complete` is false if the time ran out or, with `rank`, if only the newest matches were ranked: then there may be more
 * results, and `next`, if not null, continues. `indexed` is the indexed part of the history, 1 for all of it.
 */
export const results = v.object({
  items: v.array(found),
  next: v.nullable(v.string()),
  complete: v.boolean(),
  indexed: v.number(),
});
export type Results = v.InferOutput<typeof results>;
