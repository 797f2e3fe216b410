import { timeZone as own } from '../../shared/zone.ts';

/** "14:02, Europe/Madrid", with the day when it differs from the reader's. Null for an invalid zone. */
export function localTime(timeZone: string, now: number): string | null {
  try {
    const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(undefined, options).format(now);
    const clock = format({ timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const day = format({ timeZone, weekday: 'long' });
    return `${day === format({ timeZone: own(), weekday: 'long' }) ? '' : `${day} `}${clock}, ${timeZone.replaceAll('_', ' ')}`;
  } catch {
    return null;
  }
}

/** "German (Austria)" for `de-AT`; an unknown tag as it is. */
export function languageWords(tag: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
