/** A promise that ended stays readable in the right column: what was promised, and whether it was kept. */
import { afterAll, expect, it } from 'vitest';
import { opened } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const MINUTE_MS = 60_000;

it('a first answer says what was promised, and whether it was late', async () => {
  const [late, early] = [await world.jonas.opens('Answered late'), await world.mia.opens('Answered in time')];
  world.desk.ahead.ms += 20 * MINUTE_MS;
  await world.ana.says(early.id, 'Here you are.');
  world.desk.ahead.ms += 101 * MINUTE_MS;
  await world.ana.says(late.id, 'Sorry for the wait.');
  for (const [ticket, words] of [
    [early, /First answer\s*20m\s*promised within 1h\s*kept, at/u],
    [late, /First answer\s*2h 1m\s*promised within 1h\s*missed, at/u],
  ] as const) {
    const page = await opened(world.ana, ticket);
    const panel = page.getByRole('complementary', { name: 'About the customer' });
    await expect.poll(() => panel.innerText()).toMatch(words);
    await page.context().close();
  }
});

it('a resolution after its date, set by hand, is missed, and claims no other promise', async () => {
  const ticket = await world.jonas.opens('Due by hand');
  const dueAt = ticket.createdAt + 30 * MINUTE_MS;
  expect((await world.ana.patch(`/api/tickets/${ticket.id}`, { dueAt })).status).toBe(200);
  world.desk.ahead.ms += 40 * MINUTE_MS;
  await expect
    .poll(async () => (await world.ana.get<typeof ticket>(`/api/tickets/${ticket.id}`)).body.breached)
    .toBe(true);
  await world.ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' });
  const page = await opened(world.ana, ticket);
  const panel = page.getByRole('complementary', { name: 'About the customer' });
  await expect.poll(() => panel.innerText()).toMatch(/Resolution\s*40m\s*missed, at/u);
  await page.context().close();
});
