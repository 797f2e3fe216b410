import * as v from 'valibot';
import { bodyOrNone } from '../text/contract.ts';

export const draftKind = v.picklist(['message', 'note']);
export type DraftKind = v.InferOutput<typeof draftKind>;

/** Where somebody has a draft of their own. */
export const draftPlace = v.object({ ticketId: v.string(), kind: draftKind });
export type DraftPlace = v.InferOutput<typeof draftPlace>;

/** With an empty body there is none (any more). A greater version is newer. Told to nobody but its author. */
export const draft = v.object({ ...draftPlace.entries, body: v.string(), version: v.number() });
export type Draft = v.InferOutput<typeof draft>;

/** The last one to arrive wins; an empty body removes it. */
export const putDraft = v.strictObject({ kind: draftKind, body: bodyOrNone });
