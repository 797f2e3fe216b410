/** Suggested ends of a snooze, in the agent's local time. */
export interface SnoozeTime {
  name: 'hour' | 'afternoon' | 'tomorrow' | 'monday' | 'week';
  at: number;
}

const HOUR_MS = 3_600_000;
const MORNING = 9;

export function snoozeTimes(now: number): SnoozeTime[] {
  const inDays = (days: number, hour: number) => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(hour, 0, 0, 0);
    return date.getTime();
  };
  const today = new Date(now);
  // Two choices never mean one day: on Sunday "tomorrow" is Monday already, on Monday "in a week" is the next one.
  const toMonday = (8 - today.getDay()) % 7 || 7;
  return [
    { name: 'hour', at: Math.round(now + HOUR_MS) },
    ...(today.getHours() < 13 ? [{ name: 'afternoon' as const, at: inDays(0, 14) }] : []),
    { name: 'tomorrow', at: inDays(1, MORNING) },
    ...(toMonday > 1 && toMonday < 7 ? [{ name: 'monday' as const, at: inDays(toMonday, MORNING) }] : []),
    { name: 'week', at: inDays(7, MORNING) },
  ];
}

/** The value format of `<input type="datetime-local">`. */
export function localMoment(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
