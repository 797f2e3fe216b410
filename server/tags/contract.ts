import * as v from 'valibot';
import { COLOURS, uses } from '../ticket-fields/contract.ts';
import { line, uuid } from '../text/contract.ts';
import { seen } from '../tickets/contract.ts';

/** An archived tag stays on its tickets and in the history, and is no longer offered. */
export const tag = v.object({
  ...{ id: v.string(), name: v.string(), description: v.string() },
  ...{ colour: v.picklist(COLOURS), archived: v.boolean() },
  /** Only if they were asked for, with `uses=true`. */
  tickets: v.optional(uses),
});
export type CountedTag = v.InferOutput<typeof tag>;
export type Tag = Omit<CountedTag, 'tickets'>;

const name = line(1, 40, 'Write a tag');
export const createTag = v.strictObject({ id: v.optional(uuid), name });
export const editTag = v.partial(
  v.strictObject({
    name,
    description: v.union([v.literal(''), line(1, 200, 'Write a description')]),
    colour: v.picklist(COLOURS),
    archived: v.boolean(),
  }),
);
export type EditTag = v.InferOutput<typeof editTag>;
/** `replaceBy`: its tickets get this tag instead, as a merge of the two. */
export const deleteTag = v.strictObject({ replaceBy: v.optional(uuid) });

/** The complete new list of tag ids. */
export const TAGS_MOST = 20;
export const setTags = v.strictObject({
  tagIds: v.pipe(v.array(uuid), v.maxLength(TAGS_MOST, `Use at most ${TAGS_MOST} tags on one ticket.`)),
  seen,
});
