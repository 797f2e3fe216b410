/** Office hours, by the clock on the wall: somebody answers at an instant when a clock there shows a time within a shift. */
import type { Hours, Openness } from './contract.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** What changes later than this is as good as never; it holds a year and its holidays. */
export const LOOK_AHEAD_DAYS = 400;
/** No time zone moves its clocks twice in so short a time, so one step meets one such move at most. */
const STEP_DAYS = 7;

const known = new Map<string, { openness: Openness; from: number; until: number }>();
/** More than there are sites. */
const KNOWN_MOST = 500;

/** Every page that the widget stands on asks, and where somebody is always there the way to the next change is long. */
export function opennessOf(hours: Hours, now: number): Openness {
  const key = JSON.stringify(hours);
  const last = known.get(key);
  if (last && last.from <= now && now < last.until) return last.openness;
  const openness = reckoned(hours, now);
  if (known.size >= KNOWN_MOST) known.clear();
  known.set(key, { openness, from: now, until: openness.changesAt ?? now + DAY_MS });
  return openness;
}

/**
 * Goes on from one change of the wall's clock, or of its offset, to the next. Where clocks go forward over the beginning of
 * a shift it begins as they do; where they go back within one it is as long as it is.
 */
function reckoned(hours: Hours, now: number): Openness {
  const open = isOpen(hours, now + offsetAt(hours.timeZone, now));
  if (hours.week.every((shifts) => shifts.length === 0)) return { open, changesAt: null };
  const end = now + LOOK_AHEAD_DAYS * DAY_MS;
  for (let at = now; at < end;) {
    const offset = offsetAt(hours.timeZone, at);
    const next = nextChange(hours, at + offset) - offset;
    at = offsetAt(hours.timeZone, next) === offset ? next : clockChange(hours.timeZone, at, next);
    if (isOpen(hours, at + offsetAt(hours.timeZone, at)) !== open) return { open, changesAt: at };
  }
  return { open, changesAt: null };
}

/** `wall`: what the clock shows there, as if it were UTC. */
function isOpen(hours: Hours, wall: number): boolean {
  const minutes = (wall - dayOf(wall) * DAY_MS) / MINUTE_MS;
  return shiftsOn(hours, dayOf(wall)).some(([from, until]) => from <= minutes && minutes < until);
}

/** The first time on the wall past this one that is not as this one is, or some time a step later. */
function nextChange(hours: Hours, wall: number): number {
  const open = isOpen(hours, wall);
  for (let day = dayOf(wall); day <= dayOf(wall) + STEP_DAYS; day += 1) {
    for (const minutes of shiftsOn(hours, day).flat()) {
      const at = day * DAY_MS + minutes * MINUTE_MS;
      if (at > wall && isOpen(hours, at) !== open) return at;
    }
    // One that ended at midnight ends there too where the day after it is a holiday.
    const midnight = (day + 1) * DAY_MS;
    if (isOpen(hours, midnight) !== open) return midnight;
  }
  return wall + STEP_DAYS * DAY_MS;
}

const dayOf = (wall: number) => Math.floor(wall / DAY_MS);

/** In minutes of the day. */
function shiftsOn({ week, holidays }: Hours, day: number): [number, number][] {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (holidays.includes(date)) return [];
  // 1970 began on a Thursday; weeks here begin on Mondays.
  const shifts = week[(((day + 3) % 7) + 7) % 7] ?? [];
  return shifts.map(([from, until]) => [minutesOf(from), minutesOf(until)]);
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The first instant with the other offset, which is one of a whole second. */
function clockChange(timeZone: string, before: number, after: number): number {
  const was = offsetAt(timeZone, before);
  let [low, high] = [Math.floor(before / 1000), Math.ceil(after / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timeZone, middle * 1000) === was) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** Making one takes long; there are as many as sites say. */
const clocks = new Map<string, Intl.DateTimeFormat>();
function clockIn(timeZone: string) {
  const known = clocks.get(timeZone);
  if (known) return known;
  const number = '2-digit' as const;
  const fields = { year: 'numeric', month: number, day: number, hour: number, minute: number, second: number } as const;
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', calendar: 'gregory', ...fields });
  clocks.set(timeZone, clock);
  return clock;
}

/** How far the wall's clock is ahead of UTC, in milliseconds. */
function offsetAt(timeZone: string, at: number): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of clockIn(timeZone).formatToParts(at)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
