import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { violations } from '../support/axe.ts';
import { indexed } from '../support/indexed.ts';
import type { Person } from '../support/person.ts';
import { openWindows, signIn, type Windows } from '../support/windows.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let windows: Windows;
const tickets: TicketRow[] = [];
beforeAll(async () => {
  world = await createWorld();
  windows = await openWindows();
  for (const subject of ['The first', 'The second', 'The third']) {
    tickets.push(await world.jonas.opens(subject));
    world.desk.ahead.ms += 1_000;
  }
  await world.sol.patch(`/api/tickets/${tickets[1]?.id}`, { priority: 'urgent' });
});
afterAll(async () => {
  await windows.close();
  expect(windows.errors).toEqual([]);
  await world.end();
});

const open = async (path: string, person: Person, options?: Parameters<Windows['open']>[1]) => {
  const page = await windows.open(`${world.desk.url}/desk/${path}`, options);
  await signIn(page, person);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  return page;
};
const queue = (page: Page) => page.getByRole('region', { name: 'Queue' });
const nav = (page: Page) => page.getByRole('navigation', { name: 'Views' }).first();
const subjects = (page: Page) =>
  queue(page)
    .getByRole('listitem')
    .evaluateAll((rows) => rows.map((row) => /The (?:first|second|third)/u.exec(row.textContent)?.[0]));
/** A view is counted at most every two seconds, in a thread that may just have started. */
const filterBy = async (page: Page, name: string) => {
  await page.getByRole('button', { name: /^Filter/u }).click();
  await page.getByRole('checkbox', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Done' }).click();
};

describe('a saved view in a browser', () => {
  it('is saved from the current filters, is listed with its count, and survives a reload', async () => {
    const page = await open('waiting', world.ana);
    await expect.poll(() => page.getByRole('button', { name: 'Save this view' }).count()).toBe(0);
    await filterBy(page, 'Urgent');
    await expect.poll(() => subjects(page)).toEqual(['The second']);
    await page.getByRole('button', { name: 'Save this view' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save this view' });
    await dialog.getByLabel('Name').fill('Burning <b>now</b>');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/desk\/views\/[\da-f-]{36}$/u);
    const link = nav(page).getByRole('link', { name: /^Burning <b>now<\/b>/u });
    await expect.poll(() => link.textContent()).toContain('1');
    await expect.poll(() => link.getAttribute('aria-current')).toBe('page');
    await world.sol.patch(`/api/tickets/${tickets[2]?.id}`, { priority: 'urgent' });
    await expect.poll(() => link.textContent()).toContain('2');
    await page.reload();
    await queue(page).getByRole('heading', { name: 'Burning <b>now</b>' }).waitFor();
    await expect.poll(() => subjects(page)).toEqual(['The second', 'The third']);
    await expect.poll(() => link.textContent()).toContain('2');
    expect(await violations(page)).toEqual([]);
    // A colleague who opens its address is told that it does not exist.
    const other = await open(new URL(page.url()).pathname.replace('/desk/', ''), world.sol);
    await other.getByText('This view no longer exists.').waitFor();
    await other.context().close();
    await page.context().close();
  });

  it('shows that it was changed, and can be saved, saved as new, or reverted', async () => {
    const id = uuidv7();
    const filters = { priority: ['urgent'] };
    await world.ana.post('/api/views', { id, name: 'Hot', shared: false, base: 'waiting', order: 'waiting', filters });
    const page = await open(`views/${id}`, world.ana);
    await expect.poll(() => subjects(page)).toEqual(['The second', 'The third']);
    await page.getByLabel('Sort by').selectOption('created');
    await expect.poll(() => subjects(page)).toEqual(['The third', 'The second']);
    await page.reload();
    await expect.poll(() => subjects(page)).toEqual(['The third', 'The second']);
    await queue(page).getByText('Changed').waitFor();
    await page.getByRole('button', { name: 'Revert' }).click();
    await expect.poll(() => subjects(page)).toEqual(['The second', 'The third']);
    await expect.poll(() => queue(page).getByText('Changed').count()).toBe(0);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => subjects(page)).toEqual(['The first', 'The second', 'The third']);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved the view “Hot”').first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    await expect.poll(() => subjects(page)).toEqual(['The first', 'The second', 'The third']);
    await filterBy(page, 'Urgent');
    await page.getByRole('button', { name: 'Save as new' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Hotter');
    await page.getByRole('checkbox', { name: 'Share with the team' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await nav(page)
      .getByRole('link', { name: /^Hotter/u })
      .waitFor();
    await expect.poll(() => page.url()).not.toContain(id);
    await page.context().close();
  });

  it('is renamed and deleted for everybody, and both can be undone', async () => {
    const id = uuidv7();
    await world.ana.post('/api/views', { id, name: 'Ours', shared: true, base: 'all', order: 'created', filters: {} });
    const [hers, his] = [await open(`views/${id}`, world.ana), await open('waiting', world.ben)];
    await nav(his).getByRole('link', { name: /^Ours/u }).click();
    await queue(his).getByText('Shared by Ana').waitFor();
    await expect.poll(() => his.getByRole('button', { name: 'Rename, share or delete this view' }).count()).toBe(0);
    await hers.getByRole('button', { name: 'Rename, share or delete this view' }).click();
    await hers.getByRole('button', { name: 'Rename or share' }).click();
    await hers.getByRole('dialog').getByLabel('Name').fill('Everything new');
    await hers.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await queue(his).getByRole('heading', { name: 'Everything new' }).waitFor();
    await hers.getByRole('button', { name: 'Rename, share or delete this view' }).click();
    await hers.getByRole('button', { name: 'Delete', exact: true }).click();
    await his.getByText('This view no longer exists.').waitFor();
    await hers.getByRole('button', { name: 'Undo' }).click();
    await queue(his).getByRole('heading', { name: 'Everything new' }).waitFor();
    // Deleting a shared view of a colleague asks first, because an undo would not restore the owner.
    const sols = await open(`views/${id}`, world.sol);
    await sols.getByRole('button', { name: 'Rename, share or delete this view' }).click();
    await sols.getByRole('button', { name: 'Delete', exact: true }).click();
    await sols.getByRole('button', { name: 'Delete Ana’s view for everybody' }).click();
    await his.getByText('This view no longer exists.').waitFor();
    for (const page of [hers, his, sols]) await page.context().close();
  });

  it('opens by keyboard from the palette, and on a phone from the menu', async () => {
    const id = uuidv7();
    const name = 'A name that is rather long for such a narrow column, sixty';
    await world.ben.post('/api/views', { id, name, shared: false, base: 'all', order: 'created', filters: {} });
    const page = await open('waiting', world.ben);
    await nav(page).getByRole('link', { name }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'What do you want to do?' }).fill('narrow column');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(id, 'u'));
    await expect.poll(() => subjects(page)).toHaveLength(3);
    // A ticket opens within the view, and Escape returns to the view.
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`${id}/`, 'u'));
    await page.keyboard.press('Escape');
    await page.waitForURL(new RegExp(`${id}$`, 'u'));
    // A narrow rail has no room for names, and a narrow list none for cut ones.
    await page.setViewportSize({ width: 720, height: 800 });
    await nav(page).getByRole('link', { name }).waitFor({ state: 'hidden' });
    const sort = page.getByRole('combobox', { name: 'Sort' });
    const isWhole = () =>
      sort.evaluate((element) => {
        if (!(element instanceof HTMLSelectElement)) return false;
        const { color, paddingLeft, paddingRight, font } = getComputedStyle(element);
        if (color === 'rgba(0, 0, 0, 0)') return true;
        const pen = document.createElement('canvas').getContext('2d');
        if (!pen) return false;
        pen.font = font;
        const room = element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
        return [...element.options].every(({ text }) => pen.measureText(text).width <= room);
      });
    for (const list of ['waiting', 'snoozed', 'all?priority=high', 'all?priority=high&breached=true']) {
      await page.goto(`${world.desk.url}/desk/${list}`);
      await sort.waitFor();
      expect({ list, isWhole: await isWhole() }).toEqual({ list, isWhole: true });
    }
    await page.context().close();
    const phone = await open('waiting', world.ben, { viewport: { width: 400, height: 800 }, hasTouch: true });
    await phone.getByRole('button', { name: 'You' }).click();
    const link = phone.getByRole('dialog', { name: 'Your account' }).getByRole('link', { name });
    await expect.poll(() => link.textContent()).toContain('3');
    await link.click();
    await phone.waitForURL(new RegExp(id, 'u'));
    expect(await violations(phone)).toEqual([]);
    await phone.context().close();
  });

  it('names its deleted filters, and can remove them', async () => {
    const id = uuidv7();
    const filters = { tag: [uuidv7()], status: ['open', 'vanished'], assignee: uuidv7() };
    await world.ana.post('/api/views', { id, name: 'Old', shared: false, base: 'all', order: 'created', filters });
    const page = await open(`views/${id}`, world.ana);
    const bar = queue(page).getByRole('status');
    await bar.getByText('A status in this view was deleted. The other filters still apply.').waitFor();
    await bar.getByText('A tag in this view was deleted, so no ticket matches.').waitFor();
    await bar.getByText('The person in this view is no longer on the team.').waitFor();
    await queue(page).getByText('No tickets match these filters.').waitFor();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await expect.poll(() => subjects(page)).toEqual(['The third', 'The second', 'The first']);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved the view “Old”').first().waitFor();
    await page.context().close();
  });
});

describe('a list with typed filters', () => {
  it('holds tickets that contain a text, also new ones, and can be limited to one customer', async () => {
    const [first, second] = tickets as [TicketRow, TicketRow];
    await world.jonas.says(second.id, 'The grinder hums.');
    const mias = await world.mia.opens('The third of Mia', 'My grinder hums too.');
    await indexed(world.desk);
    const page = await open('all?sort=created', world.ben);
    await page.getByRole('button', { name: /^Filter/u }).click();
    const panel = page.getByRole('dialog', { name: 'Filter' });
    await panel.getByLabel('Contains').fill('grinder hums');
    await expect.poll(() => subjects(page)).toEqual(['The third', 'The second']);
    await panel.getByRole('combobox', { name: 'Customer' }).pressSequentially('jon');
    const option = panel.locator('datalist option');
    await expect
      .poll(() => option.evaluateAll((all) => all.map((one) => one.getAttribute('value'))))
      .toEqual(['Jonas']);
    await panel.getByRole('combobox', { name: 'Customer' }).fill('Jonas');
    await panel.getByRole('combobox', { name: 'Customer' }).press('Enter');
    await expect.poll(() => subjects(page)).toEqual(['The second']);
    expect(new URL(page.url()).searchParams.get('q')).toBe('grinder hums');
    await world.jonas.says(first.id, 'Now the grinder hums there as well.');
    await expect.poll(() => subjects(page)).toEqual(['The second', 'The first']);
    await page.reload();
    await expect.poll(() => subjects(page)).toEqual(['The second', 'The first']);
    await page.getByRole('button', { name: /^Filter/u }).click();
    await panel.getByRole('button', { name: /^Jonas/u }).click();
    await expect.poll(() => subjects(page)).toHaveLength(3);
    expect(await violations(page)).toEqual([]);
    expect(mias.subject).toBe('The third of Mia');
    await page.context().close();
  });
});
