import * as v from 'valibot';

const seq = v.pipe(v.number(), v.safeInteger());

/** `seq` of the last read message. */
export const setRead = v.strictObject({ seq: v.pipe(seq, v.minValue(0)) });
/** `seq` of the first unread message. */
export const setUnread = v.strictObject({ seq: v.pipe(seq, v.minValue(1)) });
