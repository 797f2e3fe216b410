import * as v from 'valibot';

/** The median wait for a first answer in recent weeks; null while there are too few answers. */
export const replyTimes = v.object({ medianMs: v.nullable(v.number()) });
export type ReplyTimes = v.InferOutput<typeof replyTimes>;
