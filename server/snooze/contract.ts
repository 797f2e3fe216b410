import * as v from 'valibot';

/** Milliseconds since 1970; null wakes it. */
export const setSnooze = v.strictObject({ until: v.nullable(v.pipe(v.number(), v.safeInteger())) });

export const SNOOZE_MOST_MS = 366 * 86_400_000;
