/** When a failed attempt is repeated: the schedule of Standard Webhooks, about three days in all. */
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** The pause before each attempt. */
export const SCHEDULE_MS = [
  0,
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
];
export const ATTEMPTS_MOST = SCHEDULE_MS.length;
/** A longer Retry-After counts as this. */
export const RETRY_AFTER_MOST_MS = DAY_MS;
/** A webhook whose every attempt failed for this time is turned off. */
export const FAILING_MOST_MS = 5 * DAY_MS;

/** The pause after so many failed attempts, with up to a fifth more, so that what failed together does not come back together. */
export function pauseAfter(attempts: number, retryAfter: string | undefined, now: number): number {
  const planned = (SCHEDULE_MS[attempts] ?? DAY_MS) * (1 + Math.random() / 5);
  return Math.round(Math.max(planned, Math.min(askedPause(retryAfter, now), RETRY_AFTER_MOST_MS)));
}

/** Retry-After is a number of seconds or a date. 0 if it is neither, or past. */
function askedPause(retryAfter: string | undefined, now: number): number {
  const text = retryAfter?.trim() ?? '';
  if (/^\d{1,9}$/u.test(text)) return Number(text) * SECOND_MS;
  // A date of HTTP has its weekday first; `Date.parse` alone also takes `1` for a year.
  const at = /^[a-z]{3,9},? /iu.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
