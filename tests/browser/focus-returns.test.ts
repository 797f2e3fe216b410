/** Escape gives the focus back to the row or the conversation, whatever it leaves. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { opened } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const place = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at?.id === 'talk'
      ? 'conversation'
      : at?.matches('li[data-id] > a')
        ? 'row'
        : `${at?.tagName} ${at?.className}`;
  });
/** Whether the focus is in what the key opened. */
const isIn = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.matches(':popover-open, :popover-open *, textarea, input, select') ?? false,
  );

/** A key and what it opens. */
const LEFT: [what: string, press: (page: Page) => Promise<void>][] = [
  ['the reply box', (page) => page.keyboard.press('r')],
  ['the note box', (page) => page.keyboard.press('n')],
  ['the snooze menu', (page) => page.keyboard.press('h')],
  ['the box for a tag', (page) => page.keyboard.press('t')],
  ['the choice of a status', (page) => page.keyboard.press('s')],
  ['the choice of a priority', (page) => page.keyboard.press('p')],
  ['the choice of an assignee', (page) => page.keyboard.press('a')],
  ['the palette', (page) => page.keyboard.press('Control+k')],
  ['the sheet of keys', (page) => page.keyboard.press('?')],
  ['the preferences', (page) => byPalette(page, 'Preferences')],
  ['the dialog to merge', (page) => byPalette(page, 'Merge into another ticket')],
  ['the dialog for a password', (page) => byPalette(page, 'Change your password')],
];

async function byPalette(page: Page, words: string) {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'What do you want to do?' });
  await box.fill(words);
  await page.getByRole('option', { name: words, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'detached' });
  await page.getByRole('dialog').waitFor();
}

describe.each(['conversation', 'row', 'nothing'] as const)('Escape, in a window where %s had the focus,', (from) => {
  it('leaves every box, menu and dialog for where somebody was', async () => {
    const ticket = await world.jonas.opens(`Left from ${from}`);
    await world.mia.opens(`Beside ${from}`);
    const page = await opened(world.sol, ticket);
    const start = async () => {
      if (from === 'conversation') await page.locator('#talk').focus();
      else if (from === 'row') await page.locator(`li[data-id="${ticket.id}"] > a`).focus();
      else await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    };
    const found: [string, string][] = [];
    for (const [what, open] of LEFT) {
      await start();
      await open(page);
      await expect.poll(() => isIn(page), { message: what }).toBe(true);
      await page.keyboard.press('Escape');
      await expect.poll(() => isIn(page), { message: what }).toBe(false);
      // The browser closes a menu after the event, and returns the focus then.
      await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done))));
      found.push([what, await place(page)]);
    }
    const expected = from === 'row' ? 'row' : 'conversation';
    expect(found).toEqual(LEFT.map(([what]) => [what, expected]));
    expect(page.url()).toContain(ticket.id);
  });
});

it('Escape out of a box of a ticket never frames the row of another one', async () => {
  const ticket = await world.jonas.opens('The open one');
  const other = await world.mia.opens('The framed one');
  const page = await opened(world.sol, ticket);
  await page.locator(`li[data-id="${other.id}"] > a`).focus();
  await page.getByRole('textbox', { name: /^Reply to/u }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => place(page)).toBe('conversation');
});

it('Escape out of a message that is being edited leads back to the conversation', async () => {
  const ticket = await world.jonas.opens('With a message of mine');
  await world.sol.says(ticket.id, 'To be edited');
  const page = await opened(world.sol, ticket);
  await page
    .getByRole('article')
    .filter({ hasText: 'To be edited' })
    .getByRole('button', { name: 'Change this message' })
    .click();
  await page.getByRole('button', { name: 'Edit' }).click();
  const box = page.getByRole('textbox', { name: 'Edit' });
  await box.waitFor();
  await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'detached' });
  await expect.poll(() => place(page)).toBe('conversation');
});
