import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page, Route } from 'playwright-core';
import type { Snapshot } from '../../server/live/contract.ts';
import { watchFor } from '../support/line.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(world);
});
afterAll(() => shop.close());

/** Holds all answers of this address until it is released. */
async function hold(page: Page, url: string) {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  await page.route(url, async (route) => {
    asked();
    await held;
    await route.continue();
  });
  return { isAsked, release };
}
const ticketOf = async (subject: string) =>
  (await world.ana.get<Snapshot>('/api/snapshot')).body.rows.find((row) => row.subject === subject);

describe('in a widget', () => {
  it('a first message that has arrived stays on the screen while its conversation loads', async () => {
    const { page, chat, frame } = await shop.open(windows);
    const [snapshot, events] = [await hold(page, '**/api/snapshot*'), await hold(page, '**/events*')];
    const text = 'Is the long one in stock?';
    await chat.locator('.write textarea').fill(text);
    await chat.locator('.write textarea').press('Enter');
    await chat.getByRole('article').getByText(text).waitFor();
    const gone = await watchFor(frame(), text);
    await Promise.all([events.isAsked, snapshot.isAsked]);
    snapshot.release();
    events.release();
    await chat.getByText(/^Sent/u).waitFor();
    expect(await gone()).toBe(0);
    await expect.poll(() => chat.getByRole('article').getByText(text).count()).toBe(1);
  });

  it('a message written after a connection loss is shown, and the conversation continues by itself', async () => {
    const { page, chat } = await shop.open(windows);
    const broken = (route: Route) => route.abort();
    await page.route('**/api/snapshot*', broken);
    await page.route('**/events*', broken);
    await chat.locator('.write textarea').fill('Before the tunnel');
    await chat.locator('.write textarea').press('Enter');
    await expect.poll(() => ticketOf('Before the tunnel')).toBeDefined();
    await page.route('**/messages', broken);
    await chat.locator('.write textarea').fill('In the tunnel');
    await chat.locator('.write textarea').press('Enter');
    await chat.getByText('Sending when you are back online').waitFor();
    await chat.getByRole('article').getByText('In the tunnel').waitFor();
    for (const url of ['**/messages', '**/api/snapshot*', '**/events*']) await page.unroute(url, broken);
    // Each of the two says so until the conversation has been loaded.
    await chat.getByText(/^Sent/u).last().waitFor();
    const ticket = await ticketOf('Before the tunnel');
    await world.ana.says(ticket?.id ?? '', 'Out of it again');
    await chat.getByRole('article').getByText('Out of it again').waitFor();
    await expect.poll(() => chat.getByRole('article').count()).toBe(3);
  });

  it('a reply sent during a connection loss is shown once the connection is back', async () => {
    const { page, chat } = await shop.open(windows);
    let tries = 0;
    const broken = (route: Route) => {
      tries += 1;
      return route.abort();
    };
    await page.route('**/api/snapshot*', broken);
    await page.route('**/events*', broken);
    await chat.locator('.write textarea').fill('All was said');
    await chat.locator('.write textarea').press('Enter');
    await expect.poll(() => ticketOf('All was said')).toBeDefined();
    await expect.poll(() => tries).toBeGreaterThan(1);
    for (const url of ['**/api/snapshot*', '**/events*']) await page.unroute(url, broken);
    await world.ana.says((await ticketOf('All was said'))?.id ?? '', 'And heard');
    await chat.getByRole('article').getByText('And heard').waitFor();
  });

  it('a conversation that loads before the snapshot is shown with it', async () => {
    const { page, chat } = await shop.open(windows);
    const snapshot = await hold(page, '**/api/snapshot*');
    const events = await hold(page, '**/events*');
    await chat.locator('.write textarea').fill('Who comes first?');
    await chat.locator('.write textarea').press('Enter');
    await Promise.all([events.isAsked, snapshot.isAsked]);
    // The answer changes the status, which is said in the words of the snapshot's list.
    await world.ana.says((await ticketOf('Who comes first?'))?.id ?? '', 'You do');
    const loaded = page.waitForResponse('**/events*');
    events.release();
    await (await loaded).finished();
    await chat.getByRole('article').getByText('Who comes first?').waitFor();
    snapshot.release();
    await chat.getByRole('article').getByText('You do').waitFor();
    await expect.poll(() => chat.getByRole('article').getByText('Who comes first?').count()).toBe(1);
  });
});

it('an error in one view is reported, and the other views go on', async () => {
  const { jonas, desk } = world;
  const ticket = await jonas.opens('Broken on the way');
  const page = await windows.open(`${desk.url}/tickets/${ticket.id}`);
  await page.route('**/events*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll('"body":', '"nothing":') });
  });
  await signIn(page, jonas);
  await expect.poll(() => windows.errors.length).toBeGreaterThan(0);
  const errors = windows.errors.splice(0);
  expect(errors.join()).toMatch(/TypeError/u);
  await jonas.opens('Heard nevertheless');
  await page.getByRole('navigation').getByText('Heard nevertheless').first().waitFor();
  await page.getByRole('navigation').getByText('Broken on the way').first().waitFor();
});

describe('in the portal', () => {
  it('a first message that has arrived stays on the screen while its conversation loads', async () => {
    const { jonas, desk } = world;
    const page = await windows.open(`${desk.url}/ask`);
    await signIn(page, jonas);
    await page.getByLabel('Subject').fill('Slowly');
    await page.getByLabel('Your question').fill('One word after the other');
    const events = await hold(page, '**/events*');
    await page.getByRole('button', { name: 'Send' }).click();
    const shown = page.getByRole('article').getByText('One word after the other');
    await shown.waitFor();
    const gone = await watchFor(page, 'One word after the other');
    await events.isAsked;
    events.release();
    await page.getByText(/^Sent/u).waitFor();
    expect(await gone()).toBe(0);
    await expect.poll(() => shown.count()).toBe(1);
  });
});

it('a desk that was opened while the server was down loads by itself', async () => {
  const { ana, desk } = world;
  const page = await windows.open(`${desk.url}/desk/waiting`);
  await signIn(page, ana);
  await page.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
  await page.route('**/api/snapshot*', (route) => route.abort());
  await page.reload();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await page.unroute('**/api/snapshot*');
  await page.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
});
