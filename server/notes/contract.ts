import * as v from 'valibot';
import { attachment, attachmentIds } from '../attachments/contract.ts';
import { ASK, body, bodyOrNone, hasTextOrFiles, uuid } from '../text/contract.ts';
import { mentionIds } from '../mentions/contract.ts';
import { person } from '../people/contract.ts';

/** Staff only. Notes have their own type and table, so that no answer for a customer can contain one. */
export const note = v.object({
  id: v.string(),
  ticketId: v.string(),
  eventId: v.number(),
  author: person,
  body: v.string(),
  attachments: v.array(attachment),
  /** Ids of the mentioned people. */
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
/** Without `mentionIds` the mentions stay unchanged. */
export const editNote = v.strictObject({ body, mentionIds });
