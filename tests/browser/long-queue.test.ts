import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { idIn } from '../support/desk-page.ts';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const ALL = 120;
beforeAll(async () => {
  // The limit is twenty new tickets an hour per person.
  for (let n = 0; n < ALL; n += 20) {
    const asker = await new Person(world.desk.url).register(`Asker ${n}`, `asker${n}@post.example`);
    for (let i = n; i < n + 20; i += 1) {
      await asker.opens(`Ticket ${String(i).padStart(3, '0')}`);
      world.desk.ahead.ms += 1_000;
    }
  }
});

it('a long queue renders only rows near the screen, and keys, wheel and bulk actions reach its last row', async () => {
  const page = await windows.open(`${world.desk.url}/desk/waiting`);
  await signIn(page, world.sol);
  const queue = page.getByRole('region', { name: 'Queue' });
  const row = (n: number) => queue.getByRole('link', { name: `Ticket ${String(n).padStart(3, '0')}` });
  const drawn = () => queue.getByRole('listitem').count();
  await row(0).waitFor();
  for (const loaded of [100, ALL]) {
    await page.getByRole('button', { name: 'Show more' }).click();
    await queue.locator(`li[aria-setsize="${loaded}"]`).first().waitFor();
  }
  await expect.poll(() => drawn()).toBeLessThan(60);
  await expect.poll(() => row(ALL - 1).count()).toBe(0);

  // By keyboard to the last row; each row gets the focus in turn.
  for (let n = 0; n < ALL; n += 1) await page.keyboard.press('j');
  await expect.poll(() => row(ALL - 1).evaluate((link) => link === document.activeElement)).toBe(true);
  await expect.poll(() => queue.getByRole('listitem').last().getAttribute('aria-posinset')).toBe(String(ALL));
  await expect.poll(() => drawn()).toBeLessThan(60);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ticket 119' }).waitFor();

  // By wheel back up, without a jump of the list.
  await queue.getByRole('list').hover();
  await page.mouse.wheel(0, -76 * 60);
  await row(55).waitFor();
  const top = await row(55).evaluate((link) => link.getBoundingClientRect().top);
  await page.mouse.wheel(0, -76);
  await expect
    .poll(() => row(55).evaluate((link) => Math.round(link.getBoundingClientRect().top)))
    .toBe(Math.round(top + 76));
  await page.mouse.wheel(0, -76 * ALL);
  await row(0).waitFor();

  // The selection includes rows that are not rendered.
  await row(0).focus();
  await page.keyboard.press('x');
  await page.mouse.wheel(0, 76 * ALL);
  await row(ALL - 1).waitFor();
  await page.getByText('1 selected').waitFor();
  await page.getByRole('region', { name: 'Selected tickets' }).getByRole('button', { name: 'Take' }).click();
  await page.getByText('You took 1.').first().waitFor();

  // Another list starts at its top, and so does this one on return, also from an empty list.
  const menu = page.getByRole('navigation');
  for (const other of ['Snoozed', 'Everything']) {
    await menu.getByRole('link', { name: other }).click();
    await menu.getByRole('link', { name: 'Waiting' }).click();
    await expect.poll(() => isOnScreen(row(1))).toBe(true);
    await queue.getByRole('list').hover();
    await page.mouse.wheel(0, 76 * ALL);
    await expect.poll(() => isOnScreen(row(ALL - 1))).toBe(true);
  }
  expect(windows.errors).toEqual([]);
});

const isOnScreen = async (row: Locator) =>
  (await row.count()) === 1 &&
  row.evaluate((link) => {
    const [list, own] = [link.closest('ul')?.parentElement, link].map((one) => one?.getBoundingClientRect());
    return list !== undefined && own !== undefined && own.top >= list.top - 1 && own.bottom <= list.bottom + 1;
  });

it('unneeded rows are evicted on every page, also on pages without a list', async () => {
  const page = await windows.open(`${world.desk.url}/desk/search`);
  // Simulates a long day: the store holds many resolved tickets.
  await page.route('**/api/snapshot', async (route) => {
    const response = await route.fetch();
    const snapshot = (await response.json()) as { rows: TicketRow[] };
    const done = Array.from({ length: 250 }, (_, i) => {
      const [row] = snapshot.rows as [TicketRow];
      const id = `${row.id.slice(0, -3)}${String(i).padStart(3, '0')}`;
      return { ...row, id, number: 90_000 + i, subject: `Done ${i}.`, version: i, statusType: 'resolved' as const };
    });
    const known = new Set(done.map(({ id }) => id));
    await route.fulfill({
      response,
      json: { ...snapshot, rows: [...snapshot.rows.filter(({ id }) => !known.has(id)), ...done] },
    });
  });
  await signIn(page, world.sol);
  await page.getByRole('searchbox').waitFor();
  await page.keyboard.press('Escape');
  const isKnown = async (subject: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(subject);
    const found = await page.getByRole('dialog').getByRole('option', { name: subject }).count();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    return found > 0;
  };
  await expect.poll(() => isKnown('Done 7.')).toBe(true);
  await world.mia.opens('One more');
  await expect.poll(() => isKnown('One more')).toBe(true);
  await expect.poll(() => isKnown('Done 7.')).toBe(false);
  await expect.poll(() => isKnown('Done 249.')).toBe(true);
  await expect.poll(() => isKnown('Ticket 000')).toBe(true);
  await page.context().close();
});

it('resolving the last loaded ticket opens one that was not loaded, and never claims an empty queue', async () => {
  const page = await windows.open(`${world.desk.url}/desk/waiting`);
  // The desk first receives one ticket, as if the rest were on later pages.
  await page.route('**/api/snapshot', async (route) => {
    const response = await route.fetch();
    const snapshot = (await response.json()) as { rows: TicketRow[]; next: string | null };
    const rows = snapshot.rows.slice(0, 1);
    await route.fulfill({ response, json: { ...snapshot, rows, next: `${rows[0]?.waitingSince}_${rows[0]?.id}` } });
  });
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/tickets?*', async (route) => {
    await held;
    await route.continue();
  });
  await signIn(page, world.sol);
  await page.getByRole('button', { name: 'Show more' }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Resolve/u }).waitFor();
  const first = idIn(page);
  await page.keyboard.press('e');
  await page
    .getByText(/^Resolved “/u)
    .first()
    .waitFor();
  await expect.poll(() => page.getByText('Nobody is waiting.').count()).toBe(0);
  release();
  await expect.poll(() => idIn(page)).not.toBe(first);
  await page.getByRole('article').first().waitFor();
  await expect.poll(() => page.getByText('Nobody is waiting.').count()).toBe(0);
  await page.context().close();
});
