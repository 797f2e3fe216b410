import * as v from 'valibot';

/**
 * The wait for a first answer of a question that is asked now, in milliseconds, from the queue as it is: null while nobody
 * can tell. `isUsual`: it is the median of recent weeks, because no longer line says otherwise.
 */
export const replyTimes = v.object({ waitMs: v.nullable(v.number()), isUsual: v.boolean() });
export type ReplyTimes = v.InferOutput<typeof replyTimes>;
