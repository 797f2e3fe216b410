import * as v from 'valibot';
import { attachment, attachmentIds } from '../attachments/contract.ts';
import { person } from '../people/contract.ts';
import { ASK, body, bodyOrNone, hasTextOrFiles, uuid } from '../text/contract.ts';

/**
 * `seq` counts from 1 without gaps within a ticket. `eventId` is the event that added the message; it orders messages, notes
 * and changes together. A deleted message keeps its place with an empty body. A message with attachments needs no text.
 */
export const message = v.object({
  id: v.string(),
  ticketId: v.string(),
  seq: v.number(),
  eventId: v.number(),
  author: person,
  body: v.string(),
  attachments: v.array(attachment),
  createdAt: v.number(),
  editedAt: v.nullable(v.number()),
  deletedAt: v.nullable(v.number()),
});
export type Message = v.InferOutput<typeof message>;

/**
 * `seenSeq` is the last message on the sender's screen. If a colleague replied after it, the answer is 409
 * `tickets.moved_on` with `details.messages`, unless `force` is true.
 */
export const sendMessage = v.pipe(
  v.strictObject({
    id: v.optional(uuid),
    body: bodyOrNone,
    attachmentIds,
    seenSeq: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    force: v.optional(v.boolean()),
  }),
  v.forward(v.partialCheck([['body'], ['attachmentIds']], hasTextOrFiles, ASK), ['body']),
);
export const editMessage = v.strictObject({ body });

/** How long an author may edit or delete their own message or note. */
export const EDIT_WINDOW_MS = 15 * 60_000;
