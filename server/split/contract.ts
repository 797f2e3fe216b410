import * as v from 'valibot';
import { uuid } from '../text/contract.ts';
import { subject } from '../tickets/contract.ts';

/** As many as one reads before splitting. */
const MESSAGES_MOST = 20;

/**
 * What its customer wrote there becomes the first message of a new ticket: these messages, or all of theirs `fromSeq` on.
 * Both ids are of what is made, so that a retry is one ticket.
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
