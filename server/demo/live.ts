import type { Day } from './day.ts';

const EVERY_MS = 12_000;

/** Lets the day go on, one event at a time; the returned function stops it. */
export function startDay(day: Day, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => void day.step().catch(onError), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
