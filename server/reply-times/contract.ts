import * as v from 'valibot';

/** How long people waited for a first answer in recent weeks, half of them at most; null while too few were answered. */
export const replyTimes = v.object({ medianMs: v.nullable(v.number()) });
export type ReplyTimes = v.InferOutput<typeof replyTimes>;
