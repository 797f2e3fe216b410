/** Keys that are pressed while an act leads to another ticket, before that ticket is shown. */
import type { Page, Route } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { find } from '../support/desk-page.ts';
import { indexed } from '../support/indexed.ts';
import type { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

/** With the letters of all that resolves, takes, snoozes, assigns, selects and moves. */
const WORDS = 'take a peek here, jakob: exhausting';

const now = async ({ id }: TicketRow) => (await world.sol.get<TicketRow>(`/api/tickets/${id}`)).body;
const isUntouched = async (row: TicketRow) =>
  expect(await now(row)).toMatchObject({ status: 'open', assignee: null, snoozedUntil: null, priority: row.priority });
const reply = (page: Page, name: string) => page.getByLabel(`Reply to ${name}`);
const toast = (page: Page) => page.getByRole('region', { name: 'Last action' });

type Answered = (route: Route) => Promise<void>;

/**
 * Somebody who has this ticket open in the list of all that have a word. `hold` holds a request back until `answer` is
 * called. The page is watched from its start on: a request that follows a new `page.route` at once can pass it by.
 */
async function desk(person: Person, row: TicketRow, word = '') {
  await indexed(world.desk);
  const page = await windows.open('about:blank');
  const holds: { path: string; sent(): void; isFree: Promise<void>; answered: Answered }[] = [];
  await page.route('**/api/tickets**', async (route) => {
    const url = route.request().url();
    const one = holds.find(
      ({ path }) => url.includes(path) && (route.request().method() !== 'GET' || path.includes('?')),
    );
    if (!one) return route.continue();
    one.sent();
    await one.isFree;
    await one.answered(route);
  });
  await page.goto(`${world.desk.url}/desk/waiting/${row.id}${word && `?q=${word}`}`);
  await signIn(page, person);
  await page.getByRole('article').getByText(`About: ${row.subject}`).waitFor();
  // An act before the connection is live would not be sent by the page at once.
  const customer = row.customer.name === world.mia.name ? world.mia : world.jonas;
  await customer.says(row.id, 'Said live');
  await page.getByRole('article').getByText('Said live').waitFor();
  function hold(path: string, answered: Answered = (route) => route.continue()) {
    const [sent, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    holds.push({ path, sent: sent.resolve, isFree: free.promise, answered });
    return { isOut: sent.promise, answer: free.resolve };
  }
  return { page, hold };
}

/** Ana works down two tickets of her list. */
async function two(name: string) {
  const { jonas, mia, ana } = world;
  const first = await jonas.opens(`First ${name}`);
  world.desk.ahead.ms += 1_000;
  const second = await mia.opens(`Second ${name}`);
  const { page, hold } = await desk(ana, first, name);
  await page.getByRole('link', { name: new RegExp(`Second ${name}`, 'u') }).waitFor();
  return { first, second, page, hold };
}

const acts: [string, string, (page: Page) => Promise<void>, Partial<TicketRow> | Record<string, unknown>][] = [
  ['resolving', 'status', (page) => page.keyboard.press('e'), { statusType: 'resolved' }],
  [
    'assigning',
    'assignee',
    async (page) => {
      await page.keyboard.press('a');
      await page.getByRole('combobox', { name: 'Assign to' }).fill('ben');
      await page.keyboard.press('Enter');
    },
    { assignee: expect.objectContaining({ name: 'Ben' }) },
  ],
  [
    'snoozing',
    'snooze',
    async (page) => {
      await page.keyboard.press('h');
      await page.getByRole('button', { name: /^Tomorrow morning/u }).press('Enter');
    },
    { snoozedUntil: expect.any(Number) },
  ],
];

describe('keys that are pressed while an act leads to the next ticket', () => {
  it.each(acts)('wait for it when %s', async (name, path, act, after) => {
    const { first, second, page, hold } = await two(name);
    const request = hold(`${first.id}/${path}`);
    await act(page);
    await request.isOut;
    await page.keyboard.type(`r${WORDS}`);
    expect(await page.getByLabel('Reply to Jonas').inputValue()).toBe('');
    request.answer();
    await expect.poll(() => reply(page, 'Mia').inputValue()).toBe(WORDS);
    // Where one is now is said too, for who looks and for who listens.
    await toast(page).getByText(`Now open: “${second.subject}”`).waitFor();
    await isUntouched(second);
    expect(await now(first)).toMatchObject(after);
    await page.goto(`${world.desk.url}/desk/all/${first.id}`);
    await page.getByRole('article').getByText(`About: ${first.subject}`).waitFor();
    expect(await reply(page, 'Jonas').inputValue()).toBe('');
    await page.context().close();
  });

  it('wait for the ticket to which an undo leads back', async () => {
    const { first, second, page, hold } = await two('undoing');
    await page.keyboard.press('e');
    await toast(page).getByText(`Now open: “${second.subject}”`).waitFor();
    const request = hold(`${first.id}/status`);
    await page.keyboard.press('z');
    await request.isOut;
    await page.keyboard.type(`r${WORDS}`);
    request.answer();
    await expect.poll(() => reply(page, 'Jonas').inputValue()).toBe(WORDS);
    await isUntouched(first);
    await isUntouched(second);
    await page.context().close();
  });

  it('wait for the ticket into which another one is merged', async () => {
    const { jonas, sol } = world;
    const [twin, main] = [await jonas.opens('A twin to merge'), await jonas.opens('The main one')];
    const { page, hold } = await desk(sol, twin);
    const request = hold(`${twin.id}/merge`);
    await find(page, 'merge');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /The main one/u }).press('Enter');
    await request.isOut;
    await page.keyboard.type(`n${WORDS}`);
    request.answer();
    await page.getByRole('heading', { level: 2, name: main.subject, exact: true }).waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: /^Internal note/u }).inputValue()).toBe(WORDS);
    await page.context().close();
  });

  it('run in order, each with its own effect', async () => {
    const { first, second, page, hold } = await two('ordering');
    const request = hold(`${first.id}/status`);
    await page.keyboard.press('e');
    await request.isOut;
    await page.keyboard.type('iruse');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Escape');
    await page.keyboard.type('pigh');
    request.answer();
    await expect.poll(() => page.getByRole('combobox', { name: 'Set the priority' }).inputValue()).toBe('igh');
    await page.keyboard.press('Enter');
    await expect.poll(() => now(second)).toMatchObject({ assignee: { name: 'Ana' }, priority: 'high' });
    expect(await reply(page, 'Mia').inputValue()).toBe('us');
    await page.context().close();
  });

  it('wait with what is pasted and what an input method composes', async () => {
    const { first, second, page, hold } = await two('pasting');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => navigator.clipboard.writeText('from the clipboard'));
    const request = hold(`${first.id}/status`);
    // From the box of the ticket that is left, which has the focus again after the palette.
    await reply(page, 'Jonas').focus();
    await find(page, 'resolve and');
    await page.keyboard.press('Enter');
    await request.isOut;
    // As an input method does, which no page can hold back.
    await page.keyboard.insertText('ねこ');
    await page.keyboard.type('rtext ');
    await page.keyboard.press('Control+v');
    await page.keyboard.type(' and more');
    expect(await reply(page, 'Jonas').inputValue()).toBe('');
    request.answer();
    await expect.poll(() => reply(page, 'Mia').inputValue()).toBe('text from the clipboard and more');
    await isUntouched(second);
    await page.context().close();
  });

  it('wait on a slow computer too', async () => {
    const { first, second, page, hold } = await two('slowness');
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    const request = hold(`${first.id}/status`);
    await page.keyboard.press('e');
    await request.isOut;
    await page.keyboard.type(`r${WORDS}`);
    request.answer();
    await expect.poll(() => reply(page, 'Mia').inputValue()).toBe(WORDS);
    expect((await now(first)).statusType).toBe('resolved');
    await isUntouched(second);
    await page.context().close();
  });

  it('are dropped with a word when the act is refused, and the focus stays in its box', async () => {
    const { first, second, page, hold } = await two('refusing');
    const error = { code: 'forbidden', message: 'Somebody else was faster.' };
    const request = hold(`${first.id}/status`, (route) => route.fulfill({ status: 403, json: { error } }));
    await reply(page, 'Jonas').focus();
    await find(page, 'resolve and');
    await page.keyboard.press('Enter');
    await request.isOut;
    await page.keyboard.type('rexit');
    request.answer();
    await toast(page).getByText('Somebody else was faster. Not used: “rexit”.').waitFor();
    await page.keyboard.type('kept');
    expect(await reply(page, 'Jonas').inputValue()).toBe('kept');
    await isUntouched(first);
    await isUntouched(second);
    await page.context().close();
  });

  it('are dropped with a word after the last ticket, instead of running as commands', async () => {
    const row = await world.mia.opens('Nothing after solitude');
    const { page, hold } = await desk(world.ana, row, 'solitude');
    const request = hold(`${row.id}/status`);
    await page.keyboard.press('e');
    await request.isOut;
    await page.keyboard.type('r/?xf');
    request.answer();
    await toast(page).getByText('Not used: “/?xf”.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe('/desk/waiting');
    await page.context().close();
  });

  it('are dropped with a word when the next ticket is gone', async () => {
    const { jonas, zoe, ana } = world;
    const row = await jonas.opens('Soon deleted');
    const { page, hold } = await desk(ana, await jonas.opens('Before the deleted one'));
    expect((await zoe.delete(`/api/tickets/${row.id}`)).status).toBe(204);
    await find(page, `#${row.number}`);
    const request = hold(`?number=${row.number}`);
    await page.keyboard.press('Enter');
    await request.isOut;
    await page.keyboard.type('rexit');
    request.answer();
    await toast(page).getByText('Not used: “rexit”.').waitFor();
    expect(await reply(page, 'Jonas').inputValue()).toBe('');
    await page.context().close();
  });
});

describe('keys in a list', () => {
  it('act on the row with the focus, which opens first, and never on another ticket that is open', async () => {
    const { first, second, page, hold } = await two('focusing');
    await page.keyboard.press('j');
    const focused = () => page.evaluate(() => document.activeElement?.closest('li')?.dataset['id']);
    await expect.poll(focused).toBe(second.id);
    const request = hold(`${second.id}/status`);
    await page.keyboard.press('e');
    await request.isOut;
    await page.getByRole('heading', { level: 2, name: second.subject, exact: true }).waitFor();
    request.answer();
    await toast(page).getByText(`Resolved “${second.subject}” Now open: “${first.subject}”`).waitFor();
    await isUntouched(first);
    await page.context().close();
  });

  it('that lead to a list bring the focus into it', async () => {
    const { jonas, ben } = world;
    const row = await jonas.opens('Of Ben alone');
    await ben.put(`/api/tickets/${row.id}/assignee`, { assigneeId: ben.id });
    const { page } = await desk(ben, await jonas.opens('To be left'));
    const focused = () => page.evaluate(() => document.activeElement?.closest('li')?.dataset['id']);
    for (const [keys, place] of [
      ['gm', 'mine'],
      ['ga', 'all'],
    ] as const) {
      await page.keyboard.type(keys);
      await expect.poll(() => new URL(page.url()).pathname).toBe(`/desk/${place}`);
      const first = page.getByRole('region', { name: 'Queue' }).locator('li[data-id]').first();
      await expect.poll(async () => (await focused()) === (await first.getAttribute('data-id'))).toBe(true);
    }
    await page.context().close();
  });

  it('find by a filter, go on to the rows, and keep the filter until Escape is pressed twice', async () => {
    const { first, page } = await two('sieve');
    const filter = page.getByRole('dialog', { name: 'Filter' });
    const box = filter.getByRole('searchbox', { name: 'Contains' });
    const focused = () => page.evaluate(() => document.activeElement?.closest('li')?.dataset['id']);
    for (const key of ['Enter', 'ArrowDown']) {
      await page.keyboard.press('f');
      await box.fill('First sieve');
      await page.keyboard.press(key);
      await filter.waitFor({ state: 'hidden' });
      await expect.poll(focused).toBe(first.id);
      expect(new URL(page.url()).searchParams.get('q')).toBe('First sieve');
    }
    await page.keyboard.press('f');
    await page.keyboard.press('Escape');
    await filter.waitFor({ state: 'hidden' });
    expect(new URL(page.url()).searchParams.get('q')).toBe('First sieve');
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(null);
    expect(page.url()).toContain(first.id);
    await page.context().close();
  });

  it('lead back from a search result to the results, with the text', async () => {
    const row = await world.mia.opens('Found by zirconium');
    const { page } = await desk(world.ana, row);
    await page.keyboard.type('/zirconium');
    const result = page.getByRole('list', { name: 'Results' }).getByRole('link').first();
    await result.waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/desk/all/${row.id}*`);
    await page.getByRole('button', { name: /^Resolve/u }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL('**/desk/search?q=zirconium');
    expect(await page.getByRole('searchbox', { name: 'Search messages' }).inputValue()).toBe('zirconium');
    await expect.poll(() => result.evaluate((link) => link === document.activeElement)).toBe(true);
    await page.context().close();
  });
});
