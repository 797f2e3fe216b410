import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hours } from '../server/hours/contract.ts';
import { opennessOf } from '../server/hours/openness.ts';
import { within } from './support/within.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
type Shifts = Hours['week'][number];
const weekdays = (shifts: Shifts, weekend: Shifts = []): Hours['week'] => [
  ...[shifts, shifts, shifts, shifts, shifts],
  ...[weekend, weekend],
];
const split: Shifts = [
  ['09:00', '13:00'],
  ['15:00', '18:30'],
];
const madrid: Hours = { timeZone: 'Europe/Madrid', week: weekdays(split), holidays: [] };
const allDay: Shifts = [['00:00', '24:00']];
const always = { week: weekdays(allDay, allDay) };
const at = (text: string) => Date.parse(text);
const said = (hours: Hours, now: string) => {
  const { open, changesAt } = opennessOf(hours, at(now));
  return [open, changesAt === null ? null : new Date(changesAt).toISOString()];
};

describe('opening hours', () => {
  it.each<[string, Partial<Hours>, string, boolean, string | null]>([
    ['in the morning', {}, '2026-11-20T08:30:00Z', true, '2026-11-20T12:00:00.000Z'],
    ['at the first instant', {}, '2026-11-20T08:00:00Z', true, '2026-11-20T12:00:00.000Z'],
    ['at the last instant', {}, '2026-11-20T11:59:59.999Z', true, '2026-11-20T12:00:00.000Z'],
    ['as the shift ends', {}, '2026-11-20T12:00:00Z', false, '2026-11-20T14:00:00.000Z'],
    ['over the weekend', {}, '2026-11-20T18:00:00Z', false, '2026-11-23T08:00:00.000Z'],
    ['before a holiday', { holidays: ['2026-12-25'] }, '2026-12-24T18:00:00Z', false, '2026-12-28T08:00:00.000Z'],
    ['on a holiday', { holidays: ['2026-11-20'] }, '2026-11-20T09:00:00Z', false, '2026-11-23T08:00:00.000Z'],
    ['never', { week: weekdays([]) }, '2026-11-20T09:00:00Z', false, null],
    ['always', always, '2026-11-20T09:00:00Z', true, null],
    [
      'always but once',
      { ...always, holidays: ['2026-12-25'] },
      '2026-11-20T09:00:00Z',
      true,
      '2026-12-24T23:00:00.000Z',
    ],
    [
      'the end of that day',
      { ...always, holidays: ['2026-12-25'] },
      '2026-12-25T09:00:00Z',
      false,
      '2026-12-25T23:00:00.000Z',
    ],
    [
      'past midnight, in two shifts',
      {
        week: weekdays([
          ['00:00', '02:00'],
          ['20:00', '24:00'],
        ]),
      },
      '2026-11-19T20:00:00Z',
      true,
      '2026-11-20T01:00:00.000Z',
    ],
    [
      'a holiday further off than it looks',
      { ...always, holidays: ['2030-01-01'] },
      '2026-11-20T09:00:00Z',
      true,
      null,
    ],
    [
      'on the other side of the date line',
      { timeZone: 'Pacific/Kiritimati', week: weekdays([], [['09:00', '12:00']]) },
      '2026-11-20T18:00:00Z',
      false,
      '2026-11-20T19:00:00.000Z',
    ],
    ['at a half-hour zone', { timeZone: 'Asia/Kolkata' }, '2026-11-20T03:00:00Z', false, '2026-11-20T03:30:00.000Z'],
  ])('%s', (_case, hours, now, ...then) => {
    expect(said({ ...madrid, ...hours }, now)).toEqual(then);
  });

  const night: Hours = {
    timeZone: 'Europe/Madrid',
    week: weekdays([['02:15', '02:45']], [['02:15', '02:45']]),
    holidays: [],
  };
  it('do not start in an hour that the clocks skip', () => {
    expect(said(night, '2027-03-28T00:30:00Z')).toEqual([false, '2027-03-29T00:15:00.000Z']);
  });

  it('start at the skip when the clocks skip their start', () => {
    const early: Hours = { ...night, week: weekdays([['02:30', '05:00']], [['02:30', '05:00']]) };
    expect(said(early, '2027-03-28T00:30:00Z')).toEqual([false, '2027-03-28T01:00:00.000Z']);
  });

  it('apply twice in an hour that comes twice', () => {
    expect(said(night, '2026-10-25T00:30:00Z')).toEqual([true, '2026-10-25T00:45:00.000Z']);
    expect(said(night, '2026-10-25T00:45:00Z')).toEqual([false, '2026-10-25T01:15:00.000Z']);
  });

  it('match local time, minute by minute', () => {
    const time = fc.integer({ min: 0, max: 96 }).map((quarter) => {
      const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
      return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    });
    const shifts = fc.uniqueArray(time, { maxLength: 6 }).map((times): Shifts => {
      const all = times.toSorted();
      return all.flatMap((from, i) => (i % 2 === 0 && all[i + 1] ? [[from, all[i + 1] ?? '']] : []));
    });
    const zones = [
      'Europe/Madrid',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Kathmandu',
      'UTC',
    ];
    const near = fc.constantFrom(
      '2026-10-24',
      '2027-03-27',
      '2026-11-01',
      '2027-03-14',
      '2026-04-04',
      '2027-02-06',
      '2026-12-30',
    );
    fc.assert(
      fc.property(
        fc.record({
          timeZone: fc.constantFrom(...zones),
          week: fc.array(shifts, { minLength: 7, maxLength: 7 }),
          holidays: fc.uniqueArray(near, { maxLength: 3 }),
        }),
        fc.tuple(near, fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS })),
        (hours, [date, off]) => {
          const now = at(`${date}T00:00:00Z`) + off;
          const { open, changesAt } = opennessOf(hours, now);
          expect(open).toBe(shownOpen(hours, now));
          const wanted = firstChange(hours, now);
          if (wanted !== null) expect(changesAt).toBe(wanted);
          else expect(changesAt === null || changesAt > now + 3 * DAY_MS).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are cheap to compute for every page view of a site that is always open', () => {
    const manned: Hours = {
      timeZone: 'Antarctica/Troll',
      week: Array.from({ length: 7 }, () => [
        ['00:00', '08:00'],
        ['08:00', '16:00'],
        ['16:00', '24:00'],
      ]),
      holidays: [],
    };
    const now = Date.UTC(2026, 10, 21);
    const began = performance.now();
    for (let n = 0; n < 1000; n += 1) expect(opennessOf(manned, now + n)).toEqual({ open: true, changesAt: null });
    expect(performance.now() - began).toBeLessThan(within(1_000));
    // What was said of today is not said of another day, whichever way the clock goes.
    const holiday = { ...manned, holidays: ['2026-11-22'] };
    expect([now, now + 86_400_000, now].map((at) => opennessOf(holiday, at).open)).toEqual([true, false, true]);
  });

  it('find the next change quickly, however far it is', () => {
    const holidays = Array.from({ length: 200 }, (_, i) =>
      new Date(at('2026-11-21T00:00:00Z') + i * DAY_MS).toISOString().slice(0, 10),
    );
    expect(said({ ...madrid, holidays }, '2026-11-20T20:00:00Z')).toEqual([false, '2027-06-09T07:00:00.000Z']);
  });

  /** Another way to the same: the words that a clock shows, compared as text. */
  function shownOpen({ timeZone, week, holidays }: Hours, now: number): boolean {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    const [date = '', time = ''] = format.format(now).split(' ');
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
    return !holidays.includes(date) && (week[weekday] ?? []).some(([from, until]) => from <= time && time < until);
  }

  /** Within three days. */
  function firstChange(hours: Hours, now: number): number | null {
    const open = shownOpen(hours, now);
    const first = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
    for (let minute = first; minute <= now + 3 * DAY_MS; minute += 15 * MINUTE_MS - (minute % (15 * MINUTE_MS)))
      if (shownOpen(hours, minute) !== open) return minute;
    return null;
  }
});
