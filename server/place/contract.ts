import * as v from 'valibot';

/** Places are exact up to this number; this number plus one means any later place. */
export const PLACE_MOST = 50;

/**
 * The place of a waiting ticket. `place` is the number of tickets that the desk shows as waiting in its line and that have waited
 * longer: 0 for the next one, PLACE_MOST + 1 for more than PLACE_MOST, null if the ticket does not wait. A ticket of a team stands behind those of its
 * team and those of no team, which its people answer too; a ticket of no team behind all others. `waitMs` is the expected total wait, counted
 * from the row's `waitingSince`; null while there are too few first answers to estimate it.
 */
export const place = v.object({
  ticketId: v.string(),
  place: v.nullable(v.number()),
  waitMs: v.nullable(v.number()),
});
export type Place = v.InferOutput<typeof place>;
