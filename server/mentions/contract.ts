import * as v from 'valibot';
import { uuid } from '../text/contract.ts';

/** Colleagues that a note speaks to. */
export const mentionIds = v.optional(
  v.pipe(
    v.array(uuid),
    v.maxLength(20, 'Mention at most 20 people in one note.'),
    v.transform((ids) => [...new Set(ids)]),
  ),
);

/** A ticket whose notes speak to somebody who has not looked since; `eventId` is the newest of these notes. */
export const mentioned = v.object({ ticketId: v.string(), eventId: v.number() });
export type Mentioned = v.InferOutput<typeof mentioned>;

/** Up to and including this note, by its `eventId`. */
export const seeMentions = v.strictObject({ eventId: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

/** The newest; more are counted, and come as these are looked at. */
export const MENTIONS_SHOWN = 100;
