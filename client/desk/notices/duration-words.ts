import { t } from './words.ts';

const MINUTE_MS = 60_000;

/** A duration for screen readers: “1 hour 12 minutes”, where the screen shows “1h 12m”. */
export function durationWords(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes === 0) return t('time.now');
  const parts = [
    { n: Math.floor(minutes / 1440), unit: 'day' },
    { n: Math.floor(minutes / 60) % 24, unit: 'hour' },
    { n: minutes % 60, unit: 'minute' },
  ] as const;
  const first = parts.findIndex(({ n }) => n > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ n }) => n > 0)
    .map(({ n, unit }) => t(n === 1 ? `time.${unit}.one` : `time.${unit}.many`, { n }))
    .join(' ');
}
