/** The head names the wait to expect, the conversation the place: never two figures, and none that the queue does not give. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReplyTimes } from '../../server/reply-times/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { flow, newCustomer, visit } from '../support/portal-page.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { windows, world } from '../support/stage.ts';

const MINUTE_MS = 60_000;
/** Every way to name a length of time. */
const TIME = /\b(?:minutes?|hours?|days?|usually|about)\b/iu;

let shop: Shop;
/** Those before a new question, in their order. */
const ahead: TicketRow[] = [];
beforeAll(async () => {
  const { jonas, mia, ana, desk } = world;
  shop = await openShop(world);
  for (let n = 0; n < 10; n += 1) {
    const ticket = await (n % 2 ? jonas : mia).opens(`Earlier ${n}`);
    desk.ahead.ms += 3 * MINUTE_MS;
    await ana.says(ticket.id, 'Answered');
  }
  // What was read of the answers is kept for a minute.
  desk.ahead.ms += MINUTE_MS;
  for (let n = 0; n < 12; n += 1) ahead.push(await (n % 2 ? jonas : mia).opens(`In line ${n}`));
});
afterAll(() => shop.close());

const waitOfNew = async () => (await world.stranger.get<ReplyTimes>('/api/reply-times')).body;
/** The figure in a text: "An answer in about 2 hours at the moment" and "An answer in about 2 hours" are the same. */
const figureIn = async (place: Locator) => /\d+ \w+/u.exec(await place.innerText())?.[0];

it('the widget names one figure before and after the question, and the conversation the place alone', async () => {
  const known = await waitOfNew();
  expect(known.isUsual).toBe(false);
  expect(known.waitMs).toBeGreaterThan(12 * 3 * MINUTE_MS);

  const { chat } = await shop.open(windows);
  const head = chat.locator('.top');
  await head.getByText(/^An answer in about \d+ (?:minutes|hours?) at the moment$/u).waitFor();
  const before = await figureIn(head);
  await expect.poll(() => chat.getByText(/usually/iu).count()).toBe(0);
  await chat.locator('.write textarea').fill('How long will it take?');
  await chat.locator('.write textarea').press('Enter');
  await chat.getByText('12 questions are before yours.').waitFor();
  await head.getByText(/^An answer in about/u).waitFor();
  await expect.poll(() => figureIn(head)).toBe(before);
  const thread = chat.getByRole('region', { name: 'Messages' });
  await expect.poll(() => thread.getByText('12 questions are before yours.').innerText()).not.toMatch(TIME);

  // The queue moves, and both with it.
  for (const { id } of ahead.slice(0, 11)) await world.sol.says(id, 'Done');
  await thread.getByText('1 question is before yours.').waitFor();
  await expect.poll(() => figureIn(head)).not.toBe(before);
  for (const { id } of ahead.slice(11)) await world.sol.says(id, 'Done');
  await thread.getByText('You are next.').waitFor();
  await head.getByText('An answer in about 3 minutes').waitFor();
});

it('out of hours the widget names the opening alone, and no wait, before and after the question', async () => {
  const closed = { timeZone: 'UTC', week: [[], [], [], [], [], [], []], holidays: [] };
  const away = await openShop(world, {}, null, closed);
  const { chat } = await away.open(windows);
  const head = chat.locator('.top');
  await head.getByText('Away at the moment').waitFor();
  expect((await waitOfNew()).waitMs).not.toBeNull();
  await chat.locator('.write textarea').fill('Is anybody there?');
  await chat.locator('.write textarea').press('Enter');
  await chat.getByText(/before yours|You are next/u).waitFor();
  await expect.poll(() => head.innerText()).not.toMatch(/minutes?|hours?|usually/iu);
  await expect.poll(() => chat.getByText(/before yours|You are next/u).innerText()).not.toMatch(TIME);
  await away.close();
});

it('the portal names the same figure in the head of a waiting ticket, and none in its conversation', async () => {
  const nora = await newCustomer();
  const page = await visit(nora, '/ask');
  // Two wait already.
  const asked = page.getByText(/^An answer in about \d+ minutes at the moment\.$/u);
  await asked.waitFor();
  const before = await figureIn(asked);
  await page.getByLabel('Subject').fill('Of mine');
  await page.getByLabel('Your question').fill('When?');
  await page.keyboard.press('Control+Enter');
  await flow(page)
    .getByText(/before yours|You are next/u)
    .waitFor();
  const head = page.getByText(/^An answer in about \d+ minutes? · ticket \d+/u);
  await head.waitFor();
  await expect.poll(() => figureIn(head)).toBe(before);
  await expect.poll(() => page.getByText(/Usually replies|at the moment/u).count()).toBe(0);
  expect(
    await flow(page)
      .getByText(/before yours|You are next/u)
      .innerText(),
  ).not.toMatch(TIME);
});
