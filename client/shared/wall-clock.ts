/** Converts between moments and what a clock on the wall shows then, in the zone of this page. */
import { perZone } from './zone.ts';

const format = perZone(
  ({ timeZone }) =>
    new Intl.DateTimeFormat('en', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    }),
);

/** The clock's time as milliseconds, as if the zone were UTC: `new Date(wallOf(at)).getUTCHours()` is the hour that it shows. */
export function wallOf(at: number): number {
  const parts = new Map(
    format()
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const whole = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return whole + (((at % 1_000) + 1_000) % 1_000);
}

/** No zone changes its clocks by more. */
const CHANGE_MOST_MS = 3 * 3_600_000;

/** The moment at which the clock shows this: the first one where it shows an hour twice, and an hour later where it skips one. */
export function momentAt(wall: number): number {
  const offsetAt = (at: number) => wallOf(at) - at;
  const near = wall - offsetAt(wall - offsetAt(wall));
  const [before, after] = [wall - offsetAt(near - CHANGE_MOST_MS), wall - offsetAt(near + CHANGE_MOST_MS)];
  const shown = [before, after].filter((at) => wallOf(at) === wall);
  return shown.length > 0 ? Math.min(...shown) : Math.max(before, after);
}

/** The hour of a day that is so many days after that of `now`. */
export function inDays(now: number, days: number, hour: number): number {
  const today = new Date(wallOf(now));
  return momentAt(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + days, hour));
}

/** The value format of `<input type="datetime-local">`, and back; NaN for what is no time. */
export const localMoment = (at: number) => new Date(wallOf(at)).toISOString().slice(0, 16);
export function momentIn(value: string): number {
  const wall = Date.parse(`${value}Z`);
  return Number.isNaN(wall) ? wall : momentAt(wall);
}
