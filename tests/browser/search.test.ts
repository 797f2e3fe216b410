import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { makeData, staffCookie, customerCookie, ticketId } from '../load/data.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { indexed } from '../support/indexed.ts';
import { Person } from '../support/person.ts';
import { openWindows, type Windows } from '../support/windows.ts';

/** One ticket of 2,000 messages, with a zither in the middle. */
const MESSAGES = 2_000;
const HIT = 1_000;
/** Other tests run in parallel. */
const text = (n: number) => (n === HIT ? 'And then, out of nowhere, a Zither began to play.' : `Line ${n} of many.`);

let desk: Desk;
let windows: Windows;
let dataDir: string;
const customer = () => Object.assign(new Person(desk.url), { cookie: customerCookie(0) });
let last = MESSAGES;
/** The customer sends the next line. */
async function writes() {
  last += 1;
  await customer().says(ticketId(0), `Line ${last} of many.`);
}
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  makeData(dataDir, { customers: 1, staff: 1, tickets: 1, open: 1, messages: MESSAGES, text });
  desk = await startDesk({ dataDir });
  windows = await openWindows();
  await indexed(desk);
});
afterAll(async () => {
  await windows.close();
  await desk.stop();
  await rm(dataDir, { recursive: true });
});

async function openAs(cookie: string, path: string): Promise<Page> {
  const page = await windows.open('about:blank');
  const [name = '', value = ''] = cookie.split('=');
  await page.context().addCookies([{ name, value, url: desk.url }]);
  await page.goto(desk.url + path);
  return page;
}

const lines = (page: Page) =>
  page
    .getByRole('article')
    .allInnerTexts()
    .then((all) =>
      all.flatMap((one) => /Line (\d+) of many/u.exec(one)?.[1] ?? (/Zither/u.test(one) ? String(HIT) : [])),
    );

/** Checks that all lines between the first and the last shown are there once and in order. */
async function expectNoGap(page: Page) {
  const shown = (await lines(page)).map(Number);
  const [first = 0] = shown;
  expect(shown).toEqual(shown.map((_, i) => first + i));
  return { first, last: shown.at(-1) ?? 0 };
}

it('search opens a message in the middle of 2,000, and scrolling leads on to the newest', async () => {
  const page = await openAs(staffCookie(0), '/desk/waiting');
  await page.getByText('The grinder is loud').first().waitFor();

  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search messages' }).pressSequentially('out of nowhere zith');
  await page.getByRole('main').getByText('1 result', { exact: true }).waitFor();
  await expect.poll(() => page.locator('mark').allInnerTexts()).toEqual(['out', 'of', 'nowhere', 'Zither']);
  expect(new URL(page.url()).search).toContain('zith');

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const hit = page.getByRole('article').getByText('a Zither began');
  await hit.waitFor();
  await expect.poll(() => hit.evaluate((one) => one.getBoundingClientRect().top)).toBeLessThan(700);
  expect(await hit.evaluate((one) => one.getBoundingClientRect().top)).toBeGreaterThan(100);
  const before = await expectNoGap(page);
  expect(before.first).toBeGreaterThan(900);
  expect(before.last).toBeLessThan(1_100);

  // A new message must not appear right after the middle.
  await writes();
  await page.getByRole('button', { name: '1 new message' }).waitFor();
  await expectNoGap(page);

  // Loads in both directions without a gap.
  const scroller = page.getByRole('region', { name: 'Messages' });
  await scroller.evaluate((one) => one.scrollTo(0, one.scrollHeight));
  await expect.poll(async () => (await expectNoGap(page)).last).toBeGreaterThan(before.last + 20);
  await scroller.evaluate((one) => one.scrollTo(0, 0));
  await expect.poll(async () => (await expectNoGap(page)).first).toBeLessThan(before.first - 20);

  // Reading the middle does not mark later messages as read.
  const read = async () => {
    const { body } = await customer().get<TicketRow>(`/api/tickets/${ticketId(0)}`);
    return body.seen.staff.seq;
  };
  expect(await read()).toBe(0);
  await page.getByRole('button', { name: '1 new message' }).click();
  await page.getByRole('article').getByText(`Line ${last} of many.`).waitFor();
  expect((await expectNoGap(page)).last).toBe(last);
  expect(new URL(page.url()).search).toBe('');
  await expect.poll(read).toBe(last);
  await writes();
  await expect.poll(async () => (await expectNoGap(page)).last).toBe(last);
  await expect
    .poll(() => scroller.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight))
    .toBeLessThan(5);

  // Back to the results, with the focus on the same result.
  await page.goBack();
  await page.getByRole('main').getByText('1 result', { exact: true }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('A');
  await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('out of nowhere zith');
  expect(windows.errors).toEqual([]);
});

it('a conversation opened in the middle becomes live when it is read to the end', async () => {
  const at = MESSAGES - 60;
  const page = await openAs(staffCookie(0), `/desk/all/${ticketId(0)}?at=${at}`);
  const scroller = page.getByRole('region', { name: 'Messages' });
  await page.getByText(`Line ${at} of many.`).first().waitFor();
  await expect
    .poll(async () => {
      await scroller.evaluate((one) => one.scrollTo(0, one.scrollHeight));
      return (await expectNoGap(page)).last;
    })
    .toBe(last);
  await expect.poll(() => page.getByRole('button', { name: 'Jump to the newest' }).count()).toBe(0);
  await writes();
  await expect.poll(async () => (await expectNoGap(page)).last).toBe(last);
  await page.context().close();
});

it('search reports no results and unknown operators, and the same link works for the customer', async () => {
  const page = await openAs(staffCookie(0), '/desk/search?q=samovar');
  await page.getByRole('main').getByText('No results for “samovar”.').waitFor();
  await page.getByRole('searchbox').fill('before:yesterday');
  await page.getByText('Write the day as in before:2026-01-31.').waitFor();
  await page.getByRole('searchbox').fill('Line 77 ');
  await page.getByRole('main').getByText('1 result', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Best match' }).click();
  await expect.poll(() => new URL(page.url()).search).toContain('order=rank');

  const his = await openAs(customerCookie(0), `/tickets/${ticketId(0)}?at=${HIT}`);
  await his.getByRole('article').getByText('a Zither began').waitFor();
  await expectNoGap(his);
  await his.getByRole('button', { name: 'Jump to the newest' }).click();
  await his.getByText(`Line ${last} of many.`).first().waitFor();
  await expectNoGap(his);
  expect(windows.errors).toEqual([]);
});
