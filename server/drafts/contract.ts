import * as v from 'valibot';
import { bodyOrNone } from '../text/contract.ts';

export const draftKind = v.picklist(['message', 'note']);
export type DraftKind = v.InferOutput<typeof draftKind>;

/** A place with a draft. */
export const draftPlace = v.object({ ticketId: v.string(), kind: draftKind });
export type DraftPlace = v.InferOutput<typeof draftPlace>;

/** An empty body means no draft. The greater version is newer. Only sent to its author. */
export const draft = v.object({ ...draftPlace.entries, body: v.string(), version: v.number() });
export type Draft = v.InferOutput<typeof draft>;

/** The last write wins; an empty body deletes the draft. */
export const putDraft = v.strictObject({ kind: draftKind, body: bodyOrNone });
