import * as v from 'valibot';
import { attachment, attachmentIds } from '../attachments/contract.ts';
import { ASK, body, bodyOrNone, hasTextOrFiles, uuid } from '../text/contract.ts';
import { mentionIds } from '../mentions/contract.ts';
import { person } from '../people/contract.ts';

/** Internal: staff only, a shape and a table of its own, so that no answer for a customer can hold one. */
export const note = v.object({
  id: v.string(),
  ticketId: v.string(),
  eventId: v.number(),
  author: person,
  body: v.string(),
  attachments: v.array(attachment),
  /** Ids of the people that it mentions. */
  mentionIds: v.array(v.string()),
  createdAt: v.number(),
  editedAt: v.nullable(v.number()),
  deletedAt: v.nullable(v.number()),
});
export type Note = v.InferOutput<typeof note>;

export const addNote = v.pipe(
  v.strictObject({ id: v.optional(uuid), body: bodyOrNone, attachmentIds, mentionIds }),
  v.forward(v.partialCheck([['body'], ['attachmentIds']], hasTextOrFiles, ASK), ['body']),
);
/** Without `mentionIds` they stay as they are. */
export const editNote = v.strictObject({ body, mentionIds });
