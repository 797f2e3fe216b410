import { perLanguage } from '../../shared/language.ts';
import { clockTime, isSameDay, shortTime } from '../../shared/time.ts';

const DAY_MS = 86_400_000;
/** Until then the name of a day says which. */
const NAMED_DAYS = 6;

const formats = perLanguage(({ locale }) => new Intl.DateTimeFormat(locale, { weekday: 'short' }));

/** The end of a snooze in a narrow column: "14:00", "Tue 09:00", "8 Dec". */
export function wakeTime(at: number, now: number): string {
  if (isSameDay(at, now) || at - now > NAMED_DAYS * DAY_MS) return shortTime(at, now);
  return `${formats().format(at)} ${clockTime(at)}`;
}
