import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { opened } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
/** The choices of the open menu, in their order. */
const choices = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.menu:popover-open :is(a[href], button):not(:disabled, form *)')]
      .filter((one) => one.checkVisibility())
      .map((one) => one.textContent?.trim() ?? ''),
  );
async function opensAt(page: Page, words: RegExp) {
  await expect.poll(() => focused(page)).toMatch(words);
}

it('snoozes until the choice to which the arrow keys moved, and not the first', async () => {
  const { ana, jonas } = world;
  const row = await jonas.opens('Snoozed by arrows');
  const page = await opened(ana, row);
  await page.keyboard.press('h');
  await page.getByRole('dialog', { name: /snooze/iu }).waitFor();
  const all = await choices(page);
  expect(all.length).toBeGreaterThan(2);
  await expect.poll(() => focused(page)).toBe(all[0]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe(all[2]);
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe(all[1]);
  await page.keyboard.press('End');
  expect(await focused(page)).toBe(all.at(-1));
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe(all[0]);
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe(all.at(-1));
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  const chosen = await page.evaluate(() => document.activeElement?.querySelector('time')?.textContent ?? '');
  await page.keyboard.press('Enter');
  const read = async () => (await ana.get<TicketRow>(`/api/tickets/${row.id}`)).body.snoozedUntil;
  await expect.poll(read).not.toBeNull();
  expect(chosen).not.toBe('');
  await page.getByText(chosen).filter({ visible: true }).first().waitFor();
});

it.each([
  ['the due date', /^Due /u],
  ['the rarely used actions of a ticket', /^More/u],
  ['their own menu', /^Ana /u],
])('moves among the choices of %s, from the button that opens it', async (_what, name) => {
  const { ana, jonas } = world;
  const page = await opened(ana, await jonas.opens('Among the choices'));
  const opener = page.getByRole('button', { name }).filter({ visible: true }).first();
  await opener.press('Enter');
  await expect.poll(async () => (await choices(page)).length).toBeGreaterThan(1);
  const all = await choices(page);
  await page.keyboard.press('Home');
  await opensAt(page, new RegExp(`^${RegExp.escape(all[0] ?? '')}$`, 'u'));
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe(all[1]);
  await page.keyboard.press('End');
  expect(await focused(page)).toBe(all.at(-1));
  await page.keyboard.press('Home');
  expect(await focused(page)).toBe(all[0]);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.menu:popover-open').count()).toBe(0);
});
