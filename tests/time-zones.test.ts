import { expect, it } from 'vitest';
import { zonesWith, zoneWords } from '../client/shared/time-zones.ts';

it.each([
  ['Asia/Kolkata', 'Asia/Calcutta'],
  ['Europe/Kyiv', 'Europe/Kiev'],
  ['Asia/Ho_Chi_Minh', 'Asia/Saigon'],
  ['Asia/Yangon', 'Asia/Rangoon'],
  ['America/Nuuk', 'America/Godthab'],
  ['America/Argentina/Buenos_Aires', 'America/Buenos_Aires'],
])('offers the time zone %s, and its old name %s with the present one', (now, old) => {
  const zones = zonesWith('UTC');
  expect(zones.filter((zone) => zone === now || zone === old)).toHaveLength(2);
  expect(zoneWords(now)).toBe(now.replaceAll('_', ' '));
  expect(zoneWords(old)).toBe(`${old} (${now})`.replaceAll('_', ' '));
});

it('offers no time zone twice, and none that is unknown here but a person’s own', () => {
  const zones = zonesWith('Mars/Olympus');
  expect(new Set(zones).size).toBe(zones.length);
  const unknown = zones.filter((zone) => {
    try {
      return !new Intl.DateTimeFormat('en', { timeZone: zone });
    } catch {
      return true;
    }
  });
  expect(unknown).toEqual(['Mars/Olympus']);
});
