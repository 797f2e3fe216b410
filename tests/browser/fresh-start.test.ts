import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { late, refusal, watchFor, wire } from '../support/line.ts';
import { newCustomer, visit } from '../support/portal-page.ts';
import type { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn, write } from '../support/windows.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const eventsOf = ({ id }: TicketRow) => `**/api/tickets/${id}/events*`;
const message = (page: Page, text: string) => page.getByRole('article').getByText(text, { exact: true });

/** A live conversation in the portal over a proxy that can cut the connection. */
async function onLine(person: Person, ticket: TicketRow) {
  const page = await visit(person, '/');
  await page.getByRole('navigation').getByRole('link', { name: ticket.subject }).waitFor();
  const line = await wire(page);
  const isSynced = page.waitForEvent('websocket');
  await page.goto(`${world.desk.url}/tickets/${ticket.id}`);
  await isSynced;
  await message(page, `About: ${ticket.subject}`).waitFor();
  await world.ana.says(ticket.id, 'Live?');
  await message(page, 'Live?').waitFor();
  return { page, line };
}

describe('reloading the snapshot', () => {
  it('keeps a conversation on the screen when its page fails, and retries until it loads', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Kept');
    const { page, line } = await onLine(nora, ticket);
    let asked = 0;
    await page.route(eventsOf(ticket), (route) => {
      asked += 1;
      return asked <= 2 ? route.fulfill(refusal(500)) : route.continue();
    });
    const gone = await watchFor(page, 'About: Kept');
    await line.afresh();
    await expect.poll(() => asked).toBe(3);
    await world.ana.says(ticket.id, 'Said after it');
    await message(page, 'Said after it').waitFor();
    expect(await gone()).toBe(0);
  });

  it('keeps messages on the screen that were sent during the reload', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Meanwhile');
    const { page, line } = await onLine(nora, ticket);
    const events = await late(page, eventsOf(ticket));
    await line.afresh();
    await events.isAsked;
    await write(page, 'Sent meanwhile');
    await page.getByText(/^Sent \d/u).waitFor();
    const gone = await watchFor(page, 'Sent meanwhile');
    events.release();
    await world.ana.says(ticket.id, 'And after it');
    await message(page, 'And after it').waitFor();
    expect(await gone()).toBe(0);
    await expect.poll(() => message(page, 'Sent meanwhile').count()).toBe(1);
  });

  it('retries a failed snapshot with growing pauses', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('No storm');
    const { page, line } = await onLine(nora, ticket);
    let asked = 0;
    await page.route('**/api/snapshot*', (route) => {
      asked += 1;
      return route.fulfill(refusal(500));
    });
    const before = line.told.sockets;
    await line.afresh({ each: true });
    await expect.poll(() => asked).toBe(3);
    // One socket per try, plus the first one.
    expect(line.told.sockets - before).toBeLessThan(6);
    line.asBefore();
    await page.unroute('**/api/snapshot*');
    await world.ana.says(ticket.id, 'All well again');
    await message(page, 'All well again').waitFor();
  });
});

describe('a late answer for a conversation that was left', () => {
  it('does not show its refusal on the conversation that is open now', async () => {
    const nora = await newCustomer();
    const [first, second] = [await nora.opens('First'), await nora.opens('Second')];
    const page = await visit(nora, '/');
    await page.getByRole('navigation').getByRole('link', { name: 'First' }).waitFor();
    const events = await late(page, eventsOf(first));
    await page.getByRole('navigation').getByRole('link', { name: 'First' }).click();
    await events.isAsked;
    await page.getByRole('navigation').getByRole('link', { name: 'Second' }).click();
    await message(page, 'About: Second').waitFor();
    const gone = await watchFor(page, 'About: Second');
    const isRefused = page.waitForResponse((answer) => answer.status() === 404);
    events.release(404);
    await isRefused;
    await world.ana.says(second.id, 'Still here?');
    await message(page, 'Still here?').waitFor();
    expect(await gone()).toBe(0);
  });

  it('leaves the conversation live when the agent has returned to it', async () => {
    const nora = await newCustomer();
    const [first, second] = [await nora.opens('To and fro'), await nora.opens('Between')];
    const page = await windows.open(`${world.desk.url}/desk/waiting`);
    await signIn(page, world.ana);
    const events = await late(page, eventsOf(first));
    const go = ({ id }: TicketRow) => page.locator(`a[href$="${id}"]`).first().click();
    await go(first);
    await events.isAsked;
    await go(second);
    await message(page, 'About: Between').waitFor();
    await go(first);
    await message(page, 'About: To and fro').waitFor();
    const isLost = page.waitForEvent('requestfailed');
    events.release('abort');
    await isLost;
    await nora.says(first.id, 'Do you hear me?');
    await message(page, 'Do you hear me?').waitFor();
    await expect.poll(() => message(page, 'About: To and fro').count()).toBe(1);
  });
});

it('a ticket deleted while it loads is not brought back by an earlier answer', async () => {
  const nora = await newCustomer();
  const ticket = await nora.opens('Gone on the way');
  const page = await windows.open(`${world.desk.url}/desk/waiting`);
  await signIn(page, world.ana);
  const events = await late(page, eventsOf(ticket));
  await page.getByRole('link', { name: /Gone on the way/u }).click();
  await events.isAsked;
  expect((await world.zoe.delete(`/api/tickets/${ticket.id}`)).status).toBe(204);
  await page.getByRole('link', { name: /Gone on the way/u }).waitFor({ state: 'detached' });
  events.release();
  await page.getByText('This ticket no longer exists').waitFor();
  await expect.poll(() => page.getByRole('link', { name: /Gone on the way/u }).count()).toBe(0);
});

it('sent messages show as sent in order even when their conversation cannot be loaded', async () => {
  const nora = await newCustomer();
  const ticket = await nora.opens('Not to be loaded');
  const page = await visit(nora, '/');
  await page.route(eventsOf(ticket), (route) => route.fulfill(refusal(500)));
  await page.getByRole('navigation').getByRole('link', { name: 'Not to be loaded' }).click();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  let isRefused = true;
  await page.route('**/messages', (route) => (isRefused ? route.fulfill(refusal(400)) : route.continue()));
  await write(page, 'One, refused');
  await page.getByText(/^Not sent/u).waitFor();
  isRefused = false;
  await write(page, 'Two, arrives');
  await page.getByText(/^Sent \d/u).waitFor();
  const shown = await page.getByRole('article').allInnerTexts();
  expect(shown.map((text) => text.split('\n')[0])).toEqual(['One, refused', 'Two, arrives']);
});

it('an old copy shown while offline is brought up to date with the connection', async () => {
  const nora = await newCustomer();
  const [first, second] = [await nora.opens('Kept copy'), await nora.opens('Elsewhere')];
  const page = await windows.open(`${world.desk.url}/desk/waiting/${first.id}`);
  await signIn(page, world.ana);
  await message(page, 'About: Kept copy').waitFor();
  const go = ({ id }: TicketRow) => page.locator(`a[href$="${id}"]`).first().click();
  await go(second);
  await message(page, 'About: Elsewhere').waitFor();
  // A proxy's error page does not count as an answer of the server.
  await page.route(eventsOf(first), (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<p>No' }));
  await go(first);
  await message(page, 'About: Kept copy').waitFor();
  await nora.says(first.id, 'Do you hear me?');
  await page.unroute(eventsOf(first));
  await message(page, 'Do you hear me?').waitFor();
});

it('events heard before the first page do not count as the whole conversation', async () => {
  const nora = await newCustomer();
  const ticket = await nora.opens('Heard of');
  const page = await visit(nora, '/');
  await page.getByRole('navigation').getByRole('link', { name: 'Heard of' }).waitFor();
  const events = await late(page, eventsOf(ticket));
  await page.getByRole('navigation').getByRole('link', { name: 'Heard of' }).click();
  await events.isAsked;
  await world.ana.says(ticket.id, 'A fresh answer');
  await message(page, 'A fresh answer').waitFor();
  events.release(500);
  await message(page, 'About: Heard of').waitFor();
  await expect.poll(() => message(page, 'A fresh answer').count()).toBe(1);
});

it('an old message reported late does not appear below newer ones', async () => {
  const nora = await newCustomer();
  const ticket = await nora.opens('Long since');
  const page = await visit(nora, '/');
  await page.getByRole('navigation').getByRole('link', { name: 'Long since' }).click();
  await message(page, 'About: Long since').waitFor();
  const sent = await late(page, '**/messages', (route) => route.request().method() === 'POST');
  await write(page, 'An old one of mine');
  await sent.isAsked;
  const context = page.context();
  await page.close();
  // More events than a page holds.
  for (let n = 0; n < 60; n += 1) await world.ana.says(ticket.id, `Answer ${n}`);
  const next = await context.newPage();
  const told = next.waitForResponse((answer) => answer.url().endsWith('/messages'));
  await next.goto(`${world.desk.url}/tickets/${ticket.id}`);
  await told;
  await message(next, 'Answer 59').waitFor();
  await expect.poll(() => next.evaluate(() => JSON.stringify(localStorage))).not.toContain('An old one of mine');
  await expect.poll(() => next.getByRole('article').last().innerText()).toContain('Answer 59');
});
