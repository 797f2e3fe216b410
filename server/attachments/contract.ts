import * as v from 'valibot';
import { uuid } from '../text/contract.ts';

export const ATTACHMENT_KINDS = ['message', 'note'] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** More go in another message. */
export const ATTACHMENTS_MOST = 10;

/**
 * A file of a message or of a note. `type` is what its bytes say, whatever its name. `size` is in bytes, `width` and
 * `height` in pixels: null where it is no image that a browser shows. Its bytes are at `/api/attachments/:id`, a small
 * picture of it, where `hasThumbnail`, at `/api/attachments/:id/thumbnail`. Several stand in the order of their ids.
 */
export const attachment = v.object({
  id: v.string(),
  name: v.string(),
  type: v.string(),
  size: v.number(),
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
  hasThumbnail: v.boolean(),
});
export type Attachment = v.InferOutput<typeof attachment>;

/** The fields beside the one `file`. A note's file can never be sent with a message, nor the other way. */
export const upload = v.strictObject({ id: v.optional(uuid), kind: v.picklist(ATTACHMENT_KINDS) });

/** What was uploaded before, to go with what is written. */
export const attachmentIds = v.optional(
  v.pipe(
    v.array(uuid),
    v.maxLength(ATTACHMENTS_MOST, `Attach at most ${ATTACHMENTS_MOST} files at once.`),
    v.check((ids) => new Set(ids).size === ids.length, 'Attach each file once.'),
  ),
);

/** What may be uploaded, in bytes, so that nobody has to send a file to hear that it is too large. */
export const uploadLimits = v.object({ maxBytes: v.number(), most: v.number() });
export type UploadLimits = v.InferOutput<typeof uploadLimits>;
