import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplyTimes } from '../server/reply-times/contract.ts';
import { bucketOf, medianOf, SAMPLES_MIN } from '../server/reply-times/queries.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

const MINUTE_MS = 60_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const counted = () =>
  stored<{ n: number | null }>(world.desk, 'SELECT sum(count) AS n FROM reply_times').map(({ n }) => n ?? 0);
async function usual() {
  // What was read is kept for a minute.
  world.desk.ahead.ms += MINUTE_MS;
  return (await world.jonas.get<ReplyTimes>('/api/reply-times')).body.waitMs;
}

describe('the median wait for a first answer', () => {
  it('is null before ten answers, and then computed from them', async () => {
    const { jonas, mia, ana, sol, desk } = world;
    for (let n = 1; n <= SAMPLES_MIN; n += 1) {
      expect(await usual()).toBeNull();
      const ticket = await (n % 2 ? jonas : mia).opens(`Question ${n}`);
      desk.ahead.ms += 3 * MINUTE_MS;
      await (n % 2 ? ana : sol).says(ticket.id, 'An answer');
    }
    const medianMs = await usual();
    expect(medianMs).toBeGreaterThan(2.4 * MINUTE_MS);
    expect(medianMs).toBeLessThan(3.6 * MINUTE_MS);
    // The widget says it before there is a visitor.
    expect((await world.stranger.get('/api/reply-times')).body).toEqual({ waitMs: medianMs, isUsual: true });
  });

  it('counts only the first answer of a ticket, once', async () => {
    const { jonas, ana, ben } = world;
    const [before = 0] = counted();
    const ticket = await jonas.opens('Once');
    await jonas.says(ticket.id, 'Hello?');
    await ana.post(`/api/tickets/${ticket.id}/notes`, { body: 'Who knows?' });
    expect(counted()).toEqual([before]);
    const first = { id: crypto.randomUUID(), body: 'Here' };
    await ana.post(`/api/tickets/${ticket.id}/messages`, first);
    await ana.post(`/api/tickets/${ticket.id}/messages`, first);
    await jonas.says(ticket.id, 'And?');
    await ben.says(ticket.id, 'And so on');
    expect(counted()).toEqual([before + 1]);

    // Nobody waited for what the team wrote of itself.
    const own = { subject: 'From us', body: 'We call you back.', customerId: jonas.id };
    const { body: ours } = await ana.post<TicketRow>('/api/tickets', own);
    await ana.says(ours.id, 'As we said.');
    expect(counted()).toEqual([before + 1]);
  });

  it('is exact within a fifth', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1_000, max: 1e9 }), { minLength: SAMPLES_MIN, maxLength: 200 }), (all) => {
        const counts = new Map<number, number>();
        for (const ms of all) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
        const buckets = [...counts]
          .map(([bucket, count]) => ({ bucket, count }))
          .toSorted((a, b) => a.bucket - b.bucket);
        const sorted = all.toSorted((a, b) => a - b);
        const median = sorted[Math.ceil(all.length / 2) - 1] ?? 0;
        const said = medianOf(buckets) ?? 0;
        expect(said / median).toBeGreaterThan(0.83);
        expect(said / median).toBeLessThan(1.2);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
