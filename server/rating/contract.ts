import * as v from 'valibot';
import { body } from '../text/contract.ts';

export const SCORES = [1, 2, 3, 4, 5] as const;
export type Score = (typeof SCORES)[number];

/** Leaving the comment out keeps what it was; null takes it away. */
export const rate = v.strictObject({
  score: v.picklist(SCORES, 'Choose one of 1 to 5.'),
  comment: v.optional(v.nullable(body)),
});
export type Rate = v.InferOutput<typeof rate>;

/** All null until its customer said something. `at`: when they first did. */
export const rating = v.object({
  score: v.nullable(v.picklist(SCORES)),
  comment: v.nullable(v.string()),
  at: v.nullable(v.number()),
});
export type Rating = v.InferOutput<typeof rating>;

/** How long its customer may think again. */
export const RATING_WINDOW_MS = 7 * 86_400_000;
