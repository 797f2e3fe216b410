/** A desk in a window, as somebody works in it by keys. */
import type { Page } from 'playwright-core';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { Person } from './person.ts';
import { windows, world } from './stage.ts';
import { signIn, type Windows } from './windows.ts';

/** The ticket that its address names. */
export const idIn = (page: Page) => page.url().split('/').at(-1) ?? '';
export const palette = (page: Page) => page.getByRole('combobox', { name: 'What do you want to do?' });

/** Somebody at the desk who has this ticket open, and nothing that holds the focus. */
export async function opened(person: Person, row: TicketRow, options?: Parameters<Windows['open']>[1]) {
  const page = await windows.open(`${world.desk.url}/desk/waiting/${row.id}`, options);
  await signIn(page, person);
  await page.getByText(`About: ${row.subject}`).filter({ visible: true }).first().waitFor();
  return page;
}

/** What the sheet says, as somebody new to the desk reads it. */
export async function keysFromSheet(page: Page) {
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  const lines = await page.locator('[role="dialog"] dl > div').all();
  const read = await Promise.all(
    lines.map(
      async (line) => [await line.locator('dt').innerText(), await line.locator('kbd').allInnerTexts()] as const,
    ),
  );
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const keys = new Map(read);
  async function press(words: string) {
    for (const cap of keys.get(words) ?? [`no key for ${words}`])
      await page.keyboard.press(cap === 'Esc' ? 'Escape' : cap);
  }
  return Object.assign(press, { words: [...keys.keys()] });
}

export async function find(page: Page, typed: string) {
  await page.keyboard.press('Control+k');
  await palette(page).fill(typed);
}
