import * as v from 'valibot';
import { attachment, attachmentIds } from '../attachments/contract.ts';
import { ASK, body, bodyOrNone, hasTextOrFiles, uuid } from '../text/contract.ts';
import { person } from '../people/contract.ts';

/** Internal: staff only, a shape and a table of its own, so that no answer for a customer can hold one. */
export const note = v.object({
  id: v.string(),
  ticketId: v.string(),
  eventId: v.number(),
  author: person,
  body: v.string(),
  attachments: v.array(attachment),
  createdAt: v.number(),
  editedAt: v.nullable(v.number()),
  deletedAt: v.nullable(v.number()),
});
export type Note = v.InferOutput<typeof note>;

export const addNote = v.pipe(
  v.strictObject({ id: v.optional(uuid), body: bodyOrNone, attachmentIds }),
  v.forward(v.partialCheck([['body'], ['attachmentIds']], hasTextOrFiles, ASK), ['body']),
);
export const editNote = v.strictObject({ body });
