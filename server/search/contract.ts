import * as v from 'valibot';
import { person } from '../people/contract.ts';
import { STATUS_TYPES } from '../ticket-fields/contract.ts';

/** What may be asked, in one line, and how. Days are those of the asker, whose clock is `offset` minutes ahead of UTC. */
export const search = v.strictObject({
  q: v.pipe(v.string(), v.maxLength(300, 'Use at most 300 characters.')),
  order: v.optional(v.picklist(['newest', 'rank']), 'newest'),
  /** As the page before gave it; with `newest` alone. */
  cursor: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,15}$/u, 'Use the cursor of the page before, as it was given.'),
      v.transform(Number),
    ),
  ),
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,2}$/u, 'Use a number.'), v.transform(Number), v.minValue(1), v.maxValue(50)),
    '20',
  ),
  offset: v.optional(
    v.pipe(v.string(), v.regex(/^-?\d{1,3}$/u, 'Use minutes.'), v.transform(Number), v.minValue(-900), v.maxValue(900)),
    '0',
  ),
});

/** A stretch of text, and whether it is what was looked for. Never markup. */
export const part = v.object({ text: v.string(), hit: v.boolean() });
export type Part = v.InferOutput<typeof part>;

/**
 * One thing that was found, at its place: a message, a note, or the subject of a ticket (then `id`, `eventId` and `seq` are
 * of the message that opened it). `eventId` opens its history there: `GET /api/tickets/:id/events?around=`.
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
 * `complete` is false where time ran out, or, with `rank`, where only the newest matches were weighed: then there may be
 * more than this, and `next`, if there is one, goes on from where it stopped. `indexed` is the part of the history that can
 * be found by now, 1 when it is all.
 */
export const results = v.object({
  items: v.array(found),
  next: v.nullable(v.string()),
  complete: v.boolean(),
  indexed: v.number(),
});
export type Results = v.InferOutput<typeof results>;
