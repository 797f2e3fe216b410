import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { LIMITS } from '../server/http/limits.ts';
import { PASSWORD, Person } from './support/person.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

/** Sends it once more often than the limit allows. */
async function tooOften(limit: { points: number }, send: () => Promise<{ status: number }>) {
  const statuses = new Set<number>();
  for (let n = 0; n <= limit.points; n += 1) statuses.add((await send()).status);
  return [...statuses];
}

describe('a typing error costs nothing of a limit of acts', () => {
  it('when somebody registers', async () => {
    const { stranger } = world;
    const wrong = { name: 'Ida', email: 'ida@post', password: 'short' };
    expect(await tooOften(LIMITS.register, () => stranger.post('/api/auth/register', wrong))).toEqual([422]);
    await new Person(world.desk.url).register('Ida', 'ida@post.example');
  });

  it('when a customer opens a ticket', async () => {
    const { mia } = world;
    expect(await tooOften(LIMITS.open_ticket, () => mia.post('/api/tickets', { subject: '', body: '' }))).toEqual([
      422,
    ]);
    await mia.opens('At last');
  });

  it('when somebody writes, edits or rates', async () => {
    const { jonas } = world;
    const { id } = await jonas.opens('Typed badly');
    const messages = `/api/tickets/${id}/messages`;
    expect(await tooOften(LIMITS.customer_message, () => jonas.post(messages, { body: ' ' }))).toEqual([422]);
    const sent = await jonas.says(id, 'Well');
    const edit = () => jonas.patch(`${messages}/${sent.id}`, { body: '' });
    expect(await tooOften(LIMITS.customer_message, edit)).toEqual([422]);
    expect((await jonas.patch(`${messages}/${sent.id}`, { body: 'Better' })).status).toBe(200);
    const rating = `/api/tickets/${id}/rating`;
    expect(await tooOften(LIMITS.rate, () => jonas.put(rating, { score: 9 }))).toEqual([422]);
    expect((await jonas.put(rating, { score: 5 })).status).toBe(409);
  });

  it('when somebody changes their password, but a wrong current password does', async () => {
    const ben = world.ben;
    const change = (current: string, next: string) => ben.put('/api/me/password', { current, next });
    expect(await tooOften(LIMITS.password, () => change(PASSWORD, 'short'))).toEqual([422]);
    const guesses = await tooOften({ points: LIMITS.password.points - 1 }, () => change('a guess of mine', PASSWORD));
    expect(guesses).toEqual([422]);
    expect((await change(PASSWORD, PASSWORD)).status).toBe(429);
  });
});

describe('opening tickets', () => {
  it('is no more limited for staff than writing', async () => {
    const { ana, jonas } = world;
    for (let n = 0; n <= LIMITS.open_ticket.points; n += 1) {
      const call = { subject: `Call ${n}`, body: 'They said', customerId: jonas.id };
      expect((await ana.post('/api/tickets', call)).status).toBe(201);
    }
  });

  it('counts a retry of a customer once', async () => {
    const pia = await new Person(world.desk.url).register('Pia', 'pia@post.example');
    const input = { id: uuidv7(), messageId: uuidv7(), subject: 'Once', body: 'Once' };
    expect((await pia.post('/api/tickets', input)).status).toBe(201);
    expect(await tooOften(LIMITS.open_ticket, () => pia.post('/api/tickets', input))).toEqual([200]);
    for (let n = 1; n < LIMITS.open_ticket.points; n += 1) await pia.opens(`Number ${n}`);
    expect((await pia.post('/api/tickets', { subject: 'One more', body: 'x' })).status).toBe(429);
    expect((await pia.post('/api/tickets', input)).status).toBe(200);
  });
});
