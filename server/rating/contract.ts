import * as v from 'valibot';
import { body } from '../text/contract.ts';

export const SCORES = [1, 2, 3, 4, 5] as const;
export type Score = (typeof SCORES)[number];

/** Without `comment` the comment stays; null deletes it. */
export const rate = v.strictObject({
  score: v.picklist(SCORES, 'Choose one of 1 to 5.'),
  comment: v.optional(v.nullable(body)),
});
export type Rate = v.InferOutput<typeof rate>;

/** All null before the first rating. `at` is the time of the first rating. */
export const rating = v.object({
  score: v.nullable(v.picklist(SCORES)),
  comment: v.nullable(v.string()),
  at: v.nullable(v.number()),
});
export type Rating = v.InferOutput<typeof rating>;

/** How long the customer may change the rating. */
export const RATING_WINDOW_MS = 7 * 86_400_000;
