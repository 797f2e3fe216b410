import { clockTime, isSameDay, shortDayName, shortTime } from '../../shared/time.ts';

const DAY_MS = 86_400_000;
/** Until then the name of a day says which. */
const NAMED_DAYS = 6;

/** The end of a snooze in a narrow column: "14:00", "Tue 09:00", "8 Dec". */
export function wakeTime(at: number, now: number): string {
  if (isSameDay(at, now) || at - now > NAMED_DAYS * DAY_MS) return shortTime(at, now);
  return `${shortDayName(at)} ${clockTime(at)}`;
}
