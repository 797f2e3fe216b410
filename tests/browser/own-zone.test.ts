import { afterAll, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

it('the desk offers, takes and shows times in the zone of the profile, and not in that of the browser', async () => {
  const { ana, jonas, desk } = world;
  expect((await ana.patch('/api/me', { timeZone: 'Asia/Tokyo' })).status).toBe(200);
  const row = await jonas.opens('Across the world');
  const page = await windows.open(`${desk.url}/desk/all/${row.id}`, { timezoneId: 'America/New_York' });
  await signIn(page, ana);
  await page.getByRole('article').getByText('About: Across the world').waitFor();
  const inTokyo = (at: number) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' }).format(at);
  await page.keyboard.press('h');
  const tomorrow = page.getByRole('button', { name: /^Tomorrow morning/u });
  await tomorrow.waitFor();
  await expect.poll(() => tomorrow.locator('time').innerText()).toMatch(/09:00$/u);
  await tomorrow.press('Enter');
  const until = async () => (await ana.get<TicketRow>(`/api/tickets/${row.id}`)).body.snoozedUntil ?? 0;
  await expect.poll(until).toBeGreaterThan(0);
  expect(inTokyo(await until())).toBe('09:00');
  // The row, the right column and the history say the same.
  const panel = page.getByRole('complementary', { name: 'About the customer' });
  await panel.getByText(/^until .*09:00$/u).waitFor();
  await page.getByRole('region', { name: 'Queue' }).getByRole('link', { name: /09:00/u }).waitFor();
  await page.getByText(/snoozed this ticket until .*09:00/u).waitFor();
  // Another time, typed.
  await page.keyboard.press('h');
  await expect.poll(until).toBe(0);
  // Until the page knows, the same key would end the snooze once more.
  await panel.getByText(/^until /u).waitFor({ state: 'detached' });
  await page.keyboard.press('h');
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Another time').fill(`${day}T15:30`);
  await page.getByRole('dialog', { name: 'Snooze until' }).getByRole('button', { name: 'Snooze', exact: true }).click();
  await expect.poll(until).toBeGreaterThan(0);
  expect(new Date(await until()).toISOString()).toBe(`${day}T06:30:00.000Z`);
  await page.goto(`${desk.url}/desk/all/${row.id}`);
  await panel.getByText(/^until .*15:30$/u).waitFor();
});
