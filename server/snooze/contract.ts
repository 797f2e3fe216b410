import * as v from 'valibot';
import { seen } from '../tickets/contract.ts';

/** Milliseconds since 1970; null ends the snooze. */
export const setSnooze = v.strictObject({ until: v.nullable(v.pipe(v.number(), v.safeInteger())), seen });

export const SNOOZE_MOST_MS = 366 * 86_400_000;
