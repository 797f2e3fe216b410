import * as v from 'valibot';
import { uuid } from '../text/contract.ts';
import { subject } from '../tickets/contract.ts';

/** The most messages in one split. */
const MESSAGES_MOST = 20;

/**
 * The customer's messages with these ids, or all their messages from `fromSeq` on, become the first message of a new ticket.
 * `id` and `messageId` are those of the new ticket and message, so that a retry opens no second one.
 */
export const split = v.pipe(
  v.strictObject({
    id: v.optional(uuid),
    messageId: v.optional(uuid),
    subject,
    messageIds: v.optional(v.pipe(v.array(uuid), v.minLength(1), v.maxLength(MESSAGES_MOST))),
    fromSeq: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  }),
  v.check(
    ({ messageIds, fromSeq }) => (messageIds === undefined) !== (fromSeq === undefined),
    'Choose the messages, or the first of them.',
  ),
);
export type Split = v.InferOutput<typeof split>;
