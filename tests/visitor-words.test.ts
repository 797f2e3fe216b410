import { describe, expect, it } from 'vitest';
import { deviceWords } from '../server/devices/contract.ts';
import { languageWords, localTime } from '../client/desk/customer/local-time.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('the User-Agent of a browser', () => {
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, 'Chrome, Windows'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0 Safari/537.36 Edg/142.0`, 'Edge, Windows'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/142.0 Safari/537.36 OPR/115.0`, 'Opera, Linux'],
    ['Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0', 'Firefox, Android'],
    [
      `Mozilla/5.0 (Linux; Android 14; SM-S911B) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36`,
      'Samsung Internet, Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari, iPhone',
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1',
      'Chrome, iPad',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
      'Safari, macOS',
    ],
    [`Mozilla/5.0 (X11; CrOS x86_64 16033.0.0) ${WEBKIT} Chrome/142.0 Safari/537.36`, 'Chrome, ChromeOS'],
    ['Mozilla/5.0 (Windows NT 10.0)', 'Windows'],
    ['curl/8.5.0', null],
    ['', null],
    ['<script>alert(1)</script>', null],
  ])('is told in words: %s', (userAgent, words) => expect(deviceWords(userAgent)).toBe(words));
});

describe('the customer’s clock', () => {
  const at = Date.UTC(2026, 10, 21, 11, 2);
  const here = new Intl.DateTimeFormat(undefined, { weekday: 'long' }).format(at);

  it('shows the day only if it differs', () => {
    const there = (zone: string) => new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: zone }).format(at);
    for (const [zone, clock] of [
      ['Europe/Madrid', '12:02, Europe/Madrid'],
      ['Pacific/Kiritimati', '01:02, Pacific/Kiritimati'],
      ['America/New_York', '06:02, America/New York'],
    ] as const)
      expect(localTime(zone, at)).toBe(there(zone) === here ? clock : `${there(zone)} ${clock}`);
  });

  it('is hidden for an invalid time zone', () => {
    expect(localTime('Mars/Olympus', at)).toBeNull();
    expect(localTime('', at)).toBeNull();
  });
});

it('names a language, and shows an unknown one unchanged', () => {
  expect(languageWords('de-AT')).toMatch(/German/u);
  expect(languageWords('ar')).toBe('Arabic');
  expect(languageWords('x')).toBe('x');
});
