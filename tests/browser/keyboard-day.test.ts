import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const ticketOf = async (id: string) => (await world.sol.get<TicketRow>(`/api/tickets/${id}`)).body;
const shows = (page: Page, subject: string) =>
  page.getByRole('heading', { level: 2, name: subject, exact: true }).waitFor();
/** The key printed on a control. */
const printedOn = (page: Page, name: RegExp) => page.getByRole('button', { name }).locator('kbd').first().innerText();

it('an agent handles twenty waiting tickets by keyboard alone, each in a different way', async () => {
  const { ana, ben, sol, jonas, mia, desk } = world;
  await sol.post('/api/saved-replies', {
    shared: true,
    name: 'New lid',
    shortcut: 'lid',
    body: 'Hello {{customer.firstName}}, your new lid comes on Friday.',
  });
  await ana.get('/api/saved-replies');
  const tickets: TicketRow[] = [];
  for (let n = 1; n <= 20; n += 1) {
    tickets.push(await (n % 2 === 0 ? jonas : mia).opens(`Question ${n}`));
    desk.ahead.ms += 1_000;
  }
  const subjectOf = (n: number) => `Question ${n}`;
  const nth = (n: number) => tickets[n - 1]?.id ?? '';
  const page = await windows.open(`${desk.url}/desk/waiting`);
  await signIn(page, ana);
  await page.getByRole('link', { name: /Question 20/u }).waitFor();
  const { keyboard } = page;
  const type = (text: string) => keyboard.type(text);

  await keyboard.press('j');
  await keyboard.press('Enter');
  await shows(page, subjectOf(1));
  // From here on only the printed keys are used.
  await expect.poll(() => printedOn(page, /^Resolve/u)).toBe('e');
  await expect.poll(() => printedOn(page, /^Take/u)).toBe('i');
  await expect.poll(() => printedOn(page, /^Snooze/u)).toBe('h');

  for (let n = 1; n <= 20; n += 1) {
    await shows(page, subjectOf(n));
    await page
      .getByRole('article')
      .getByText(`About: ${subjectOf(n)}`, { exact: true })
      .waitFor();
    const customer = n % 2 === 0 ? 'Jonas' : 'Mia';
    switch (n % 5) {
      case 1: {
        // Take the ticket and answer with a saved reply.
        await keyboard.press('i');
        await page
          .getByText(`Assigned “${subjectOf(n)}” to Ana`)
          .first()
          .waitFor();
        await keyboard.press('r');
        await type('/lid');
        await page.getByRole('option', { name: /New lid/u, selected: true }).waitFor();
        await keyboard.press('Enter');
        const box = page.getByLabel(`Reply to ${customer}`);
        await expect.poll(() => box.inputValue()).toBe(`Hello ${customer}, your new lid comes on Friday.`);
        await keyboard.press('Enter');
        await page.getByRole('article').getByText('your new lid comes on Friday.').waitFor();
        await keyboard.press('Escape');
        await keyboard.press('e');
        break;
      }
      case 2: {
        // Add a note and assign a colleague.
        await keyboard.press('n');
        await type(`Ben knows the pump of ${n}.`);
        await keyboard.press('Enter');
        await page.getByRole('article').getByText(`Ben knows the pump of ${n}.`).waitFor();
        await keyboard.press('Escape');
        await keyboard.press('a');
        await page.getByRole('combobox', { name: 'Assign to' }).fill('ben');
        await keyboard.press('Enter');
        break;
      }
      case 3: {
        // Snooze.
        await keyboard.press('h');
        await page.getByRole('button', { name: /^In an hour/u }).waitFor();
        await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/In an hour|Snooze/u);
        await page.getByRole('button', { name: /^Tomorrow morning/u }).press('Enter');
        break;
      }
      case 4: {
        // A slip: resolved, undone, and resolved after a reply.
        await keyboard.press('e');
        await page
          .getByText(`Resolved “${subjectOf(n)}”`)
          .first()
          .waitFor();
        await keyboard.press('z');
        await expect.poll(async () => (await ticketOf(nth(n))).statusType).toBe('open');
        await shows(page, subjectOf(n));
        await keyboard.press('r');
        await type('It is the seal.');
        await keyboard.press('Enter');
        await page.getByRole('article').getByText('It is the seal.').waitFor();
        await keyboard.press('Escape');
        await keyboard.press('e');
        break;
      }
      default: {
        // Search before replying, and return by a key.
        await keyboard.press('/');
        await page.getByRole('searchbox').waitFor();
        await type('lid comes');
        await keyboard.press('Enter');
        await page
          .getByRole('link', { name: /your new lid/u })
          .first()
          .waitFor();
        await page.goBack();
        await shows(page, subjectOf(n));
        await keyboard.press('r');
        await type('As before.');
        await keyboard.press('Enter');
        await page.getByRole('article').getByText('As before.').waitFor();
        await keyboard.press('Escape');
        await keyboard.press('e');
      }
    }
  }
  await page.getByText('Nobody is waiting.').waitFor();

  for (let n = 1; n <= 20; n += 1) {
    const kind = n % 5;
    // The last request may still be running: answered customers no longer wait.
    const standing = async () => {
      const row = await ticketOf(nth(n));
      return [n, row.statusType, row.assignee?.name ?? null, row.snoozedUntil !== null];
    };
    await expect
      .poll(standing)
      .toEqual(
        kind === 2
          ? [n, 'in_progress', ben.name, false]
          : kind === 3
            ? [n, 'open', null, true]
            : [n, 'resolved', ana.name, false],
      );
  }
  expect(windows.errors).toEqual([]);
});
