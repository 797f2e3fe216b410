import { type Accessor, createSignal } from 'solid-js';
import { perLanguage } from './language.ts';
import { perZone } from './zone.ts';

/**
 * Ticks every half minute, for all waits and ages on the screen. It follows the server's time, so a wrong local clock
 * does no harm.
 */
export interface Clock {
  /** The server's time in milliseconds, as of the last tick. */
  now: Accessor<number>;
  end(): void;
}

const TICK_MS = 30_000;

export function createClock(offset: Accessor<number>): Clock {
  const [tick, setTick] = createSignal(Date.now());
  const timer = setInterval(() => setTick(Date.now()), TICK_MS);
  const wake = () => setTick(Date.now());
  document.addEventListener('visibilitychange', wake);
  return {
    now: () => Math.max(tick(), 0) + offset(),
    end() {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', wake);
    },
  };
}

const MINUTE_MS = 60_000;

const HOURS_WITH_MINUTES = 6;

/** "0m", "17m", "1h 42m", "9h", "3d 4h": the smaller unit is left out when it is zero or no longer matters. */
export function waited(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 && hours < HOURS_WITH_MINUTES ? `${hours}h ${minutes % 60}m` : `${hours}h`;
  const days = Math.floor(hours / 24);
  return hours % 24 && days < 10 ? `${days}d ${hours % 24}h` : `${days}d`;
}

/** An ISO duration, for `datetime` attributes. */
export const duration = (ms: number) => `PT${Math.max(0, Math.floor(ms / MINUTE_MS))}M`;

const formats = perZone(({ locale, timeZone }) => ({
  clock: new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  date: new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' }),
  dateOfYear: new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }),
  day: new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long', day: 'numeric', month: 'long' }),
  weekday: new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short' }),
  /** To compare. */
  year: new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }),
  whole: new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' }),
  moment: new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }),
  full: new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'short' }),
}));

export const clockTime = (at: number) => formats().clock.format(at);
/** For `title` attributes. */
export const fullTime = (at: number) => formats().full.format(at);
export const dayName = (at: number) => formats().day.format(at);
/** "Tue" */
export const shortDayName = (at: number) => formats().weekday.format(at);
export const isSameDay = (a: number, b: number) => formats().whole.format(a) === formats().whole.format(b);

/** "Mon, 23 Nov, 09:00", for a moment in the future. */
export const momentWords = (at: number) => formats().moment.format(at);

/** The time for today, the day within this year, otherwise the date. */
export function shortTime(at: number, now: number): string {
  if (isSameDay(at, now)) return clockTime(at);
  return formats().year.format(at) === formats().year.format(now)
    ? formats().date.format(at)
    : formats().dateOfYear.format(at);
}

const lengths = perLanguage(({ locale = 'en' }) =>
  (['minute', 'hour', 'day'] as const).map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }),
  ),
);

/** "1 minute", "25 minutes", "3 hours", "2 days": an approximate length of time. */
export function roughly(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  const [value, unit] =
    minutes < 58
      ? [minutes > 10 ? Math.round(minutes / 5) * 5 : minutes, 0]
      : minutes < 36 * 60
        ? [Math.round(minutes / 60), 1]
        : [Math.round(minutes / 1440), 2];
  return lengths()[unit]?.format(value) ?? '';
}
