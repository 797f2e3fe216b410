/** The header of a conversation: the queue row, opened. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { categories } from '../../db/schema/ticket-fields.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { opened } from '../support/desk-page.ts';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';

const SUBJECT = 'A subject that is much longer than any header has room for, whatever the window';
let ticket: TicketRow;
beforeAll(async () => {
  ticket = await world.jonas.opens(SUBJECT);
});
afterAll(() => expect(windows.errors).toEqual([]));

const header = (page: Page) => page.locator('#talk > header');
const heightOf = async (page: Page, selector: string) =>
  (await page.locator(selector).first().boundingBox())?.height ?? 0;

/** The words of the promise that can be seen, and whether all of them can. */
const promiseIn = (page: Page) =>
  header(page).evaluate((element) => {
    const words = [...element.querySelectorAll('small, p > span')].find(
      (one) => one.checkVisibility() && /^(?:answer|resolve|late|snoozed|answered)\b/u.test(one.textContent ?? ''),
    );
    if (!words) return { text: '', isWhole: false };
    const range = document.createRange();
    range.selectNodeContents(words);
    const [own, outer] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
    const isInside =
      own.left >= outer.left && own.right <= outer.right && own.top >= outer.top && own.bottom <= outer.bottom;
    const isUncut = words.scrollWidth <= words.clientWidth || getComputedStyle(words).overflow === 'visible';
    // Nothing lies over its ends.
    const isFree = [own.left + 1, own.right - 1].every((x) =>
      words.contains(document.elementFromPoint(x, own.top + own.height / 2)),
    );
    return { text: words.textContent, isWhole: isInside && isUncut && isFree };
  });

describe('the header of a conversation', () => {
  it('is one row with the wait and the next promise, and the acts with their keys', async () => {
    const page = await opened(world.ana, ticket);
    await expect.poll(() => heightOf(page, '#talk > header')).toBeCloseTo(67, 0);
    await header(page).getByText('answer in', { exact: false }).first().waitFor();
    await header(page)
      .getByText(/Jonas.* · \d+ · Open/u)
      .waitFor();
    for (const act of ['Take', 'Snooze', 'Resolve'])
      await header(page).getByRole('button', { name: act }).locator('kbd').waitFor();
    // Status, priority and the rest stand beside it, each with its key.
    const panel = page.getByRole('complementary', { name: 'About the customer' });
    for (const [name, key] of [
      ['Status', 's'],
      ['Assignee', 'a'],
      ['Priority', 'p'],
    ] as const) {
      const row = panel.locator('label').filter({ has: page.getByRole('combobox', { name }) });
      await expect.poll(() => row.locator('kbd').innerText()).toBe(key);
    }
    await header(page).getByRole('button', { name: 'Take' }).click();
    await header(page).getByRole('button', { name: 'Assigned to Ana' }).waitFor();
    await page.keyboard.press('z');
    await header(page).getByRole('button', { name: 'Take' }).waitFor();
    await page.context().close();
  });

  it.each([100, 200])('never cuts the promise, at any width, with text of %i %%', async (percent) => {
    const page = await opened(world.ana, ticket);
    await page.evaluate((size) => (document.documentElement.style.fontSize = `${size}%`), percent);
    for (const width of [1440, 1300, 1280, 1100, 1024, 880, 720, 719, 480, 390, 320, 195]) {
      await page.setViewportSize({ width, height: 800 });
      await expect
        .poll(() => promiseIn(page), { message: `${width} px` })
        .toEqual({ text: expect.stringMatching(/^answer in/u), isWhole: true });
    }
    await page.context().close();
  });

  it.each([390, 360])('has two lines on a phone, without the status, %i px', async (width) => {
    const page = await opened(world.ana, ticket, { viewport: { width, height: 800 } });
    await expect.poll(() => heightOf(page, '#talk > header h2 + p')).toBeLessThan(20);
    await expect.poll(() => heightOf(page, '#talk > header')).toBeLessThan(60);
    const line = header(page).locator('h2 + p');
    await expect.poll(() => line.getByText('Open').count()).toBe(1);
    await expect.poll(() => line.getByText('Open').isVisible()).toBe(false);
    for (const words of [/^answer in/u, /^Jonas/u, String(ticket.number)])
      await expect.poll(() => line.getByText(words).first().isVisible()).toBe(true);
    await page.context().close();
  });

  it('shortens a long name first, and nothing runs under the acts', async () => {
    const name = 'Wilhelmina-Theodora von und zu Hohenlohe-Waldenburg-Schillingsfürst';
    const row = await (await new Person(world.desk.url).register(name, 'long@post.example')).opens('Of a long name');
    await world.ana.put(`/api/tickets/${row.id}/assignee`, { assigneeId: world.ana.id });
    await world.ana.put(`/api/tickets/${row.id}/status`, { status: 'in_progress' });
    const page = await opened(world.ana, row);
    const until = new Date(Date.now() + world.desk.ahead.ms + 3 * 86_400_000).setHours(22, 45, 0, 0);
    for (const isSnoozed of [false, true]) {
      if (isSnoozed) await world.ana.put(`/api/tickets/${row.id}/snooze`, { until });
      for (const width of [1440, 1300, 1100, 880, 720, 600, 390, 320]) {
        await page.setViewportSize({ width, height: 800 });
        const seen = await header(page).evaluate((element) => {
          const [line, acts] = [element.querySelector('h2 + p'), element.querySelector('div:has(> button)')];
          if (!line || !acts) return 'no header';
          const spans = [...line.querySelectorAll<HTMLElement>(':scope > span')].filter((one) => one.checkVisibility());
          const end = acts.getBoundingClientRect().left;
          const [name, ...others] = spans.filter((one) => !/^(?:answer|snoozed|resolve)/u.test(one.textContent));
          const cut = others.filter((one) => one.scrollWidth > one.clientWidth + 1);
          return {
            endsBeforeActs: line.getBoundingClientRect().right <= end && getComputedStyle(line).overflow === 'hidden',
            // With a name of no width there is nothing left that could give way before them.
            cut: (name?.clientWidth ?? 0) > 8 ? cut.map((one) => one.textContent) : [],
          };
        });
        expect([width, seen]).toEqual([width, { endsBeforeActs: true, cut: [] }]);
      }
    }
    await page.context().close();
  });

  it('moves the acts that have no room into the menu, where they work', async () => {
    const page = await opened(world.ana, ticket, { viewport: { width: 390, height: 800 } });
    await header(page).getByRole('button', { name: 'Resolve' }).waitFor();
    await expect.poll(() => header(page).getByRole('button', { name: 'Take' }).count()).toBe(0);
    const more = header(page).getByRole('button', { name: 'More actions for this ticket' });
    await more.click();
    const menu = page.getByRole('dialog', { name: 'More actions for this ticket' });
    await menu.getByRole('button', { name: 'Snooze' }).click();
    await page.getByRole('dialog', { name: 'Snooze until' }).getByRole('button', { name: 'In an hour' }).waitFor();
    await page.keyboard.press('Escape');
    await more.click();
    await menu.getByRole('button', { name: 'Customer and ticket' }).click();
    await page.getByRole('complementary', { name: 'About the customer' }).getByLabel('Priority').waitFor();
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 195, height: 800 });
    await more.click();
    await menu.getByRole('button', { name: 'Resolve' }).click();
    await expect
      .poll(async () => (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.status)
      .toBe('resolved');
    await world.ana.put(`/api/tickets/${ticket.id}/status`, { status: 'open' });
    await page.context().close();
  });

  it('says until when a ticket is snoozed', async () => {
    const snoozed = await world.mia.opens('Comes back');
    const until = new Date(Date.now() + world.desk.ahead.ms + 3 * 86_400_000);
    until.setHours(9, 0, 0, 0);
    await world.ana.put(`/api/tickets/${snoozed.id}/snooze`, { until: until.getTime() });
    const page = await opened(world.ana, snoozed);
    const day = until.toLocaleDateString('en-GB', { weekday: 'short' });
    await header(page).getByText(`${day} 09:00`, { exact: true }).waitFor();
    await header(page).getByText('snoozed', { exact: true }).waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    await header(page).getByText(`snoozed until ${day} 09:00`).waitFor();
    await expect.poll(() => promiseIn(page)).toMatchObject({ isWhole: true });
    await page.context().close();
  });
});

it('says that there are no categories when their key is pressed, and does not list the key', async () => {
  const page = await opened(world.ana, ticket);
  await page.locator('body').press('c');
  await page
    .getByRole('region', { name: 'Last action' })
    .getByText('There are no categories to choose from.')
    .waitFor();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByText('Set the priority').waitFor();
  await expect.poll(() => sheet.getByText('Set the category').count()).toBe(0);
});

it('sets the category by its key, with an undo that keeps a colleague’s later change', async () => {
  const { ana, sol, desk } = world;
  await desk.commit(({ tx }) =>
    tx.insert(categories).values([
      { code: 'fault', name: 'Fault', weight: 1 },
      { code: 'billing', name: 'Billing', weight: 2 },
    ]),
  );
  const row = await world.mia.opens('Which drawer?');
  const now = async () => (await ana.get<TicketRow>(`/api/tickets/${row.id}`)).body.category;
  const page = await opened(sol, row);
  const toast = page.getByRole('region', { name: 'Last action' });
  const choose = async (name: string) => {
    await page.locator('body').press('c');
    await page.getByRole('combobox', { name: 'Set the category' }).fill(name);
    await page.keyboard.press('Enter');
    await toast.getByText(`“Which drawer?” now has category ${name}`).waitFor();
  };
  await page.locator('body').press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Set the category').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await choose('Fault');
  await expect.poll(() => now()).toBe('fault');
  await page.getByText('Sol changed the category').waitFor();
  await page.keyboard.press('z');
  await expect.poll(now).toBe(null);
  await choose('Billing');
  await ana.patch(`/api/tickets/${row.id}`, { category: 'fault' });
  await expect.poll(() => page.getByLabel('Category').inputValue()).toBe('fault');
  await toast.getByRole('button', { name: 'Undo' }).click();
  await toast.getByText('Ana edited the ticket meanwhile.').waitFor();
  await expect.poll(() => now()).toBe('fault');
  await page.context().close();
});
