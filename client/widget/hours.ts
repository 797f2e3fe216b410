import type { Openness } from '../../server/hours/contract.ts';
import { perLanguage } from '../shared/language.ts';
import { clockTime, isSameDay } from '../shared/time.ts';
import { t } from './words.ts';

const DAY_MS = 86_400_000;
const days = perLanguage(({ locale }) => ({
  week: new Intl.DateTimeFormat(locale, { weekday: 'long' }),
  date: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
}));

/** Whether the team is away: the state at page load, advanced to now. */
export function isAway(hours: Openness | null, now: number): boolean {
  if (!hours) return false;
  const changed = hours.changesAt !== null && now >= hours.changesAt;
  return hours.open === changed;
}

/** When the team is back, in the visitor's local time. */
export function backWords({ changesAt }: Openness, now: number): string {
  if (changesAt === null || now >= changesAt) return t('back.unknown');
  const time = clockTime(changesAt);
  if (isSameDay(changesAt, now)) return t('back.today', { time });
  if (isSameDay(changesAt, now + DAY_MS)) return t('back.tomorrow', { time });
  const day = changesAt - now < 6 * DAY_MS ? days().week : days().date;
  return t('back.day', { day: day.format(changesAt), time });
}
