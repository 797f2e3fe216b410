import { expect, it } from 'vitest';
import { snoozeTimes } from '../client/desk/conversation/snooze-times.ts';

it('two choices of a snooze never mean the same day, on whichever day and hour one looks', () => {
  for (let hours = 0; hours < 24 * 7; hours += 1) {
    const now = new Date(2026, 10, 30, hours, 30).getTime();
    const days = snoozeTimes(now)
      .filter(({ name }) => name !== 'hour' && name !== 'afternoon')
      .map(({ at }) => new Date(at).toDateString());
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBeGreaterThanOrEqual(2);
  }
});
