import * as v from 'valibot';
import { timeZone } from '../hours/contract.ts';
import { wholeNumber } from '../text/contract.ts';
import { person } from '../people/contract.ts';
import { STATUS_TYPES } from '../ticket-fields/contract.ts';

/**
 * A search. Days in the query are those of `timeZone`, each with its own offset from UTC; without it, of a clock that is
 * always `offset` minutes ahead.
 */
export const search = v.strictObject({
  q: v.pipe(v.string(), v.maxLength(300, 'Use at most 300 characters.')),
  order: v.optional(v.picklist(['newest', 'rank']), 'newest'),
  /** `next` of the previous page; only with the order `newest`. */
  cursor: v.optional(wholeNumber({ ask: 'Use the cursor of the page before, as it was given.' })),
  limit: v.optional(wholeNumber({ min: 1, max: 50 }), '20'),
  offset: v.optional(wholeNumber({ min: -900, max: 900, ask: 'Use minutes.' }), '0'),
  timeZone: v.optional(timeZone),
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
 * `complete` is false if there may be more results than the pages of `next` bring, and `cut` says why: the time ran out
 * (`next`, if not null, continues), with `rank` only the newest matches were ranked, or too many words begin with or hold a
 * word of the query. `indexed` is the indexed part of the history, 1 for all of it.
 */
const CUTS = ['time', 'rank', 'words'] as const;
export type Cut = (typeof CUTS)[number];
export const results = v.object({
  items: v.array(found),
  next: v.nullable(v.string()),
  complete: v.boolean(),
  cut: v.array(v.picklist(CUTS)),
  indexed: v.number(),
  /** What looks like an operator and is none: it was searched as a word. */
  unknown: v.array(v.string()),
});
export type Results = v.InferOutput<typeof results>;
