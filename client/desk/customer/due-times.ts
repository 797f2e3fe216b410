import { inDays, wallOf } from '../../shared/wall-clock.ts';

/** Suggested due dates, at the end of a day in the agent's time zone. */
export interface DueTime {
  name: 'evening' | 'tomorrow' | 'friday' | 'week' | 'month';
  at: number;
}

const EVENING = 18;
const FRIDAY = 5;

export function dueTimes(now: number): DueTime[] {
  const evening = (days: number) => inDays(now, days, EVENING);
  const today = new Date(wallOf(now));
  // Two choices never mean one day: on Thursday "tomorrow" is Friday already.
  const toFriday = (FRIDAY - today.getUTCDay() + 7) % 7;
  return [
    ...(today.getUTCHours() < EVENING - 1 ? [{ name: 'evening' as const, at: evening(0) }] : []),
    { name: 'tomorrow', at: evening(1) },
    ...(toFriday > 1 ? [{ name: 'friday' as const, at: evening(toFriday) }] : []),
    { name: 'week', at: evening(7) },
    { name: 'month', at: evening(30) },
  ];
}
