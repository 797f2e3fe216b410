import * as v from 'valibot';

/** Exact up to so many; one more stands for all beyond. */
export const PLACE_MOST = 50;

/**
 * Where a customer stands while they wait for somebody. `place`: how many have waited longer, 0 for who is next,
 * PLACE_MOST + 1 for more than PLACE_MOST, null where this ticket waits for nobody (any more). `waitMs`: how long
 * to expect in all, counted from the row's `waitingSince`; null while too few were answered to say.
 */
export const place = v.object({
  ticketId: v.string(),
  place: v.nullable(v.number()),
  waitMs: v.nullable(v.number()),
});
export type Place = v.InferOutput<typeof place>;
