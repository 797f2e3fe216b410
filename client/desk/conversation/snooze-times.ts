import { inDays, wallOf } from '../../shared/wall-clock.ts';

/** Suggested ends of a snooze, in the agent's time zone. */
export interface SnoozeTime {
  name: 'hour' | 'afternoon' | 'tomorrow' | 'monday' | 'week';
  at: number;
}

const HOUR_MS = 3_600_000;
const MORNING = 9;

export function snoozeTimes(now: number): SnoozeTime[] {
  const today = new Date(wallOf(now));
  // Two choices never mean one day: on Sunday "tomorrow" is Monday already, on Monday "in a week" is the next one.
  const toMonday = (8 - today.getUTCDay()) % 7 || 7;
  return [
    { name: 'hour', at: Math.round(now + HOUR_MS) },
    ...(today.getUTCHours() < 13 ? [{ name: 'afternoon' as const, at: inDays(now, 0, 14) }] : []),
    { name: 'tomorrow', at: inDays(now, 1, MORNING) },
    ...(toMonday > 1 && toMonday < 7 ? [{ name: 'monday' as const, at: inDays(now, toMonday, MORNING) }] : []),
    { name: 'week', at: inDays(now, 7, MORNING) },
  ];
}
