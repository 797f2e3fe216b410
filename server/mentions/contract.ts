import * as v from 'valibot';
import { uuid } from '../text/contract.ts';

/** More than anybody calls; a note that mentions more is refused, and says so. */
export const MENTIONED_MOST = 20;

/** Ids of the colleagues that a note mentions. */
export const mentionIds = v.optional(
  v.pipe(
    v.array(uuid),
    v.maxLength(MENTIONED_MOST, `Mention at most ${MENTIONED_MOST} people in one note.`),
    v.transform((ids) => [...new Set(ids)]),
  ),
);

/** A ticket with unseen notes that mention a person; `eventId` is that of the newest of these notes. */
export const mentioned = v.object({ ticketId: v.string(), eventId: v.number() });
export type Mentioned = v.InferOutput<typeof mentioned>;

/** The `eventId` of the last seen note. */
export const seeMentions = v.strictObject({ eventId: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

/** The list has the newest; older ones are only counted and move up as others are seen. */
export const MENTIONS_SHOWN = 100;
