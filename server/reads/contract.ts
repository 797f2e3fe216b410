import * as v from 'valibot';

const seq = v.pipe(v.number(), v.integer());

/** The last message that was read. */
export const setRead = v.strictObject({ seq: v.pipe(seq, v.minValue(0)) });
/** The first that is unread again. */
export const setUnread = v.strictObject({ seq: v.pipe(seq, v.minValue(1)) });
