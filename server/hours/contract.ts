import * as v from 'valibot';

/** A time of day, such as 09:30; 24:00 is the end of the day. */
const timeOfDay = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/u, 'Write a time such as 09:30.'));
/** Start and end; the start is earlier. */
const shift = v.pipe(
  v.tuple([timeOfDay, timeOfDay]),
  v.check(([from, until]) => from < until, 'A shift ends after it begins. One past midnight is two shifts.'),
);
const shifts = v.pipe(
  v.array(shift),
  v.maxLength(6, 'Use at most six shifts a day.'),
  v.check(
    (all) => all.every(([from], at) => at === 0 || from >= (all[at - 1]?.[1] ?? '')),
    'Put the shifts in order, without overlaps.',
  ),
);
const isZone = (zone: string) => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
};
/** Rejects days such as 2026-02-31, which have the right format but do not exist. */
const isDay = (text: string) => {
  const at = Date.parse(`${text}T00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().startsWith(text);
};
const date = v.pipe(
  v.string(),
  v.isoDate('Write a date such as 2026-12-25.'),
  v.check(isDay, 'The calendar has no such day.'),
);

export const timeZone = v.pipe(
  v.string(),
  v.maxLength(64),
  v.check(isZone, 'Choose a time zone, such as Europe/Madrid.'),
);

/** Opening hours: the shifts of each weekday from Monday on, in a time zone, except on holidays. */
export const hours = v.strictObject({
  timeZone,
  week: v.pipe(v.array(shifts), v.length(7, 'Give the shifts of all seven days, starting with Monday.')),
  holidays: v.pipe(v.array(date), v.maxLength(200, 'Use at most 200 holidays.')),
});
export type Hours = v.InferOutput<typeof hours>;

/** Whether it is open now, and when that changes next, in milliseconds since 1970; null if not within 400 days. */
export const openness = v.object({ open: v.boolean(), changesAt: v.nullable(v.number()) });
export type Openness = v.InferOutput<typeof openness>;
