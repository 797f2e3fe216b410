import { afterEach, describe, expect, it } from 'vitest';
import { dueTimes } from '../client/desk/customer/due-times.ts';
import { snoozeTimes } from '../client/desk/conversation/snooze-times.ts';
import { wakeTime } from '../client/desk/queue/wake-time.ts';
import { clockTime, fullTime, isSameDay, momentWords, shortTime } from '../client/shared/time.ts';
import { inDays, localMoment, momentAt, momentIn, wallOf } from '../client/shared/wall-clock.ts';
import { liveIn } from '../client/desk/profile/live-in.ts';
import { timeZone } from '../client/shared/zone.ts';

afterEach(() => liveIn(''));

const ZONES = [
  'Asia/Tokyo',
  'America/New_York',
  'Pacific/Apia',
  'Asia/Kolkata',
  'Europe/Madrid',
  'Australia/Lord_Howe',
];
const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);

describe('the zone of the profile', () => {
  it('holds for every time that is shown', () => {
    liveIn('Asia/Tokyo');
    const [moment, now] = [at('2026-12-01T16:30:00Z'), at('2026-12-01T14:00:00Z')];
    expect(clockTime(moment)).toBe('01:30');
    expect(isSameDay(moment, now)).toBe(false);
    expect(momentWords(moment)).toMatch(/01:30/u);
    expect(fullTime(moment)).toMatch(/2 December 2026|December 2, 2026/u);
    expect(wakeTime(moment, now)).toMatch(/^Wed 01:30$/u);
    expect(shortTime(at('2026-12-31T15:30:00Z'), now)).toMatch(/2027/u);
  });

  it('gives way to that of the browser where nobody has chosen one, and follows a change at once', () => {
    const browsers = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const none of ['', 'UTC']) {
      liveIn('Asia/Tokyo');
      expect(clockTime(at('2026-12-01T16:30:00Z'))).toBe('01:30');
      liveIn(none);
      expect(timeZone()).toBe(browsers);
      expect(clockTime(new Date(2026, 11, 1, 16, 30).getTime())).toBe('16:30');
    }
  });

  it('holds for the times that are offered: for a snooze, and for a due date', () => {
    liveIn('Asia/Tokyo');
    // 10:00 on a Tuesday there.
    const now = at('2026-12-01T01:00:00Z');
    expect(snoozeTimes(now).map((one) => [one.name, iso(one.at)])).toEqual([
      ['hour', '2026-12-01T02:00'],
      ['afternoon', '2026-12-01T05:00'],
      ['tomorrow', '2026-12-02T00:00'],
      ['monday', '2026-12-07T00:00'],
      ['week', '2026-12-08T00:00'],
    ]);
    expect(dueTimes(now).map((one) => [one.name, iso(one.at)])).toEqual([
      ['evening', '2026-12-01T09:00'],
      ['tomorrow', '2026-12-02T09:00'],
      ['friday', '2026-12-04T09:00'],
      ['week', '2026-12-08T09:00'],
      ['month', '2026-12-31T09:00'],
    ]);
  });

  it('holds for the times that are typed', () => {
    liveIn('America/New_York');
    expect(iso(momentIn('2026-12-01T09:00'))).toBe('2026-12-01T14:00');
    expect(localMoment(at('2026-12-01T14:00:00Z'))).toBe('2026-12-01T09:00');
    for (const none of ['', 'tomorrow', '2026-13-01T09:00']) expect(momentIn(none)).toBeNaN();
  });
});

describe('a clock on the wall', () => {
  it.each(ZONES)('in %s shows each hour of a year, and gives the moment back', (zone) => {
    liveIn(zone);
    for (let hours = 0; hours < 366 * 24; hours += 1) {
      const moment = at('2026-01-01T00:00:00Z') + hours * 3_600_000;
      // An hour that comes twice has two moments.
      expect(wallOf(momentAt(wallOf(moment)))).toBe(wallOf(moment));
    }
  });

  it.each(ZONES)('in %s means the first of an hour that comes twice, as the browser does', (zone) => {
    liveIn(zone);
    const quarters = 366 * 96;
    for (let quarter = 0; quarter < quarters; quarter += 1) {
      const moment = at('2026-01-01T00:00:00Z') + quarter * 900_000;
      const [first = moment] = [moment - 3_600_000, moment - 1_800_000].filter((one) => wallOf(one) === wallOf(moment));
      if (momentAt(wallOf(moment)) !== first) expect([zone, iso(momentAt(wallOf(moment)))]).toEqual([zone, iso(first)]);
    }
  });

  it('is that of the browser in a zone that the browser does not know', () => {
    liveIn('America/Not_Known_Yet');
    expect(timeZone()).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it('goes on by an hour where it is put forward', () => {
    liveIn('Europe/Madrid');
    expect(iso(momentIn('2026-03-29T02:30'))).toBe('2026-03-29T01:30');
    liveIn('America/New_York');
    expect(iso(momentIn('2026-03-08T02:30'))).toBe('2026-03-08T07:30');
  });

  it('keeps the hour of a day across a change of it', () => {
    liveIn('Europe/Madrid');
    const before = at('2026-03-27T12:00:00Z');
    expect([iso(inDays(before, 1, 9)), iso(inDays(before, 2, 9))]).toEqual(['2026-03-28T08:00', '2026-03-29T07:00']);
  });
});
