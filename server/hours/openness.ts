/** Opening hours by local time: open whenever a clock in the time zone shows a time within a shift. */
import type { Hours, Openness } from './contract.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Later changes are ignored; covers a year with its holidays. */
export const LOOK_AHEAD_DAYS = 400;
/** No time zone changes its offset twice within a week, so each step meets at most one change. */
const STEP_DAYS = 7;

const known = new Map<string, { openness: Openness; from: number; until: number }>();
/** More than the number of sites. */
const KNOWN_MOST = 500;

/** Cached: every page with the widget asks, and finding the next change can take long. */
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
 * Steps from one change of local time or of its offset to the next. If clocks skip the start of a shift, it starts at the
 * skip; if they go back within a shift, the shift lasts longer.
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

/** The first moment of a day, given as its midnight in UTC, with the offset of that day. */
export function startOfDay(timeZone: string, midnight: number): number {
  const near = midnight - offsetAt(timeZone, midnight);
  return midnight - offsetAt(timeZone, near);
}

/** `wall` is the local time, encoded as if it were UTC. */
function isOpen(hours: Hours, wall: number): boolean {
  const minutes = (wall - dayOf(wall) * DAY_MS) / MINUTE_MS;
  return shiftsOn(hours, dayOf(wall)).some(([from, until]) => from <= minutes && minutes < until);
}

/** The next local time when opening changes, or a time about one step later. */
function nextChange(hours: Hours, wall: number): number {
  const open = isOpen(hours, wall);
  for (let day = dayOf(wall); day <= dayOf(wall) + STEP_DAYS; day += 1) {
    for (const minutes of shiftsOn(hours, day).flat()) {
      const at = day * DAY_MS + minutes * MINUTE_MS;
      if (at > wall && isOpen(hours, at) !== open) return at;
    }
    // A shift until midnight also ends there if the next day is a holiday.
    const midnight = (day + 1) * DAY_MS;
    if (isOpen(hours, midnight) !== open) return midnight;
  }
  return wall + STEP_DAYS * DAY_MS;
}

const dayOf = (wall: number) => Math.floor(wall / DAY_MS);

/** Shifts of a day, in minutes since midnight. */
function shiftsOn({ week, holidays }: Hours, day: number): [number, number][] {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (holidays.includes(date)) return [];
  // 1970 began on a Thursday; weeks here begin on Mondays.
  const shifts = week[(((day + 3) % 7) + 7) % 7] ?? [];
  return shifts.map(([from, until]) => [minutesOf(from), minutesOf(until)]);
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The first whole second with the new offset. */
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

/** Creating a DateTimeFormat is slow. One per time zone that sites use. */
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

/** The offset of local time from UTC, in milliseconds. */
function offsetAt(timeZone: string, at: number): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of clockIn(timeZone).formatToParts(at)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
