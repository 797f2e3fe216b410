import * as v from 'valibot';
import { uuid } from '../text/contract.ts';

export const ATTACHMENT_KINDS = ['message', 'note'] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** The most files in one message. */
export const ATTACHMENTS_MOST = 10;

/**
 * A file of a message or note. `type` comes from its bytes and not from its name. `size` is in bytes, `width` and `height`
 * in pixels, null if it is no image that browsers show. `GET /api/attachments/:id` returns the bytes and, if
 * `hasThumbnail`, `/api/attachments/:id/thumbnail` a small picture. Several files are ordered by id.
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

/** The fields beside `file`. A file uploaded for a note cannot be sent with a message, nor the reverse. */
export const upload = v.strictObject({ id: v.optional(uuid), kind: v.picklist(ATTACHMENT_KINDS) });

/** Ids of uploaded files to send with a message or note. */
export const attachmentIds = v.optional(
  v.pipe(
    v.array(uuid),
    v.maxLength(ATTACHMENTS_MOST, `Attach at most ${ATTACHMENTS_MOST} files at once.`),
    v.check((ids) => new Set(ids).size === ids.length, 'Attach each file once.'),
  ),
);

/** The limits of uploads, so that a client can refuse a large file before sending it. */
export const uploadLimits = v.object({ maxBytes: v.number(), most: v.number() });
export type UploadLimits = v.InferOutput<typeof uploadLimits>;
