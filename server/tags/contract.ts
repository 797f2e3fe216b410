import * as v from 'valibot';
import { line, uuid } from '../text/contract.ts';
import { seen } from '../tickets/contract.ts';

export const tag = v.object({ id: v.string(), name: v.string() });
export type Tag = v.InferOutput<typeof tag>;

export const createTag = v.strictObject({ id: v.optional(uuid), name: line(1, 40, 'Write a tag') });

/** The complete new list of tag ids. */
export const TAGS_MOST = 20;
export const setTags = v.strictObject({
  tagIds: v.pipe(v.array(uuid), v.maxLength(TAGS_MOST, `Use at most ${TAGS_MOST} tags on one ticket.`)),
  seen,
});
