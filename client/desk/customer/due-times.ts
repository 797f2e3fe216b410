/** Suggested due dates, at the end of a day in the agent's local time. */
export interface DueTime {
  name: 'evening' | 'tomorrow' | 'friday' | 'week' | 'month';
  at: number;
}

const EVENING = 18;
const FRIDAY = 5;

export function dueTimes(now: number): DueTime[] {
  const inDays = (days: number) => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(EVENING, 0, 0, 0);
    return date.getTime();
  };
  const today = new Date(now);
  // Two choices never mean one day: on Thursday "tomorrow" is Friday already.
  const toFriday = (FRIDAY - today.getDay() + 7) % 7;
  return [
    ...(today.getHours() < EVENING - 1 ? [{ name: 'evening' as const, at: inDays(0) }] : []),
    { name: 'tomorrow', at: inDays(1) },
    ...(toFriday > 1 ? [{ name: 'friday' as const, at: inDays(toFriday) }] : []),
    { name: 'week', at: inDays(7) },
    { name: 'month', at: inDays(30) },
  ];
}
