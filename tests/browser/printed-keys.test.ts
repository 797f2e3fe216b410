/** A key that is printed on the screen acts on what its label stands at. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const now = async ({ id }: TicketRow) => (await world.sol.get<TicketRow>(`/api/tickets/${id}`)).body;
const rows = (page: Page) => page.getByRole('region', { name: 'Queue' }).locator('li[data-id]');
const framed = (page: Page) => page.evaluate(() => document.activeElement?.closest('li')?.dataset['id'] ?? null);
/** The keys that can be seen at the open ticket. */
const printed = async (page: Page) => (await page.locator(':is(#talk, aside) kbd:visible').allInnerTexts()).toSorted();

/** The list of a customer’s tickets, the first of which is open. */
async function desk(name: string) {
  const { jonas, ana } = world;
  const first = await jonas.opens(`First of ${name}`);
  world.desk.ahead.ms += 1_000;
  const second = await jonas.opens(`Second of ${name}`);
  const page = await windows.open(`${world.desk.url}/desk/waiting/${first.id}?customer=${jonas.id}`);
  await signIn(page, ana);
  await page.getByRole('article').getByText(`About: First of ${name}`).waitFor();
  await rows(page)
    .filter({ hasText: `Second of ${name}` })
    .waitFor();
  await expect.poll(() => printed(page)).toEqual(expect.arrayContaining(['a', 'e', 'h', 'i', 'n', 'p', 'r', 's']));
  return { page, first, second };
}

describe('the keys at an open ticket', () => {
  it('are printed while they act on it, and vanish while another row has the focus', async () => {
    const { page, first, second } = await desk('a frame');
    const all = await printed(page);
    await page.keyboard.press('j');
    await expect.poll(() => framed(page)).toBe(second.id);
    await expect.poll(() => printed(page)).toEqual([]);
    // The key acts on the framed row, which opens first; then its keys are printed.
    await page.keyboard.press('i');
    await expect.poll(async () => (await now(second)).assignee?.name).toBe('Ana');
    expect((await now(first)).assignee).toBe(null);
    await page.getByRole('heading', { level: 2, name: second.subject, exact: true }).waitFor();
    await expect.poll(() => printed(page)).toContain('e');
    // Back on the row of the ticket that is open, they stand there as before.
    await page.goto(`${world.desk.url}/desk/all/${first.id}?customer=${world.jonas.id}`);
    await page.getByRole('article').getByText(`About: ${first.subject}`).waitFor();
    await page.locator(`li[data-id="${first.id}"] > a`).focus();
    await expect.poll(() => printed(page)).toEqual(all);
  });

  it('vanish while they act on selected rows', async () => {
    const { page, first, second } = await desk('a selection');
    const all = await printed(page);
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.locator('#talk').focus();
    const bar = page.getByRole('region', { name: 'Selected tickets' });
    await bar.locator('kbd', { hasText: 'i' }).waitFor();
    await expect.poll(() => printed(page)).toEqual([]);
    await page.keyboard.press('i');
    await expect.poll(async () => (await now(second)).assignee?.name).toBe('Ana');
    expect((await now(first)).assignee).toBe(null);
    await bar.waitFor({ state: 'detached' });
    await page.locator('#talk').focus();
    await expect.poll(() => printed(page)).toEqual(all);
  });
});

it('letters are printed nowhere while a box takes them, and the keys of a box only in it', async () => {
  const { page } = await desk('a box');
  const all = async () => (await page.locator('kbd:visible').allInnerTexts()).toSorted();
  await expect.poll(all).toEqual(expect.arrayContaining(['/', 't']));
  const priority = page.getByRole('main').getByRole('combobox', { name: 'Priority', exact: true });
  await priority.selectOption('high');
  const toast = page.getByRole('region', { name: 'Last action' });
  await toast.getByText('now has priority High').waitFor();
  await page.locator('#talk').focus();
  await expect.poll(all).toEqual(expect.arrayContaining(['z', 'n', 'e', '/']));
  await page.keyboard.press('r');
  await page.locator('#talk textarea:focus').waitFor();
  await page.keyboard.type('Hello');
  // The slash of saved replies, and Enter.
  await expect.poll(all).toEqual(['/', 'Enter']);
  await page.keyboard.press('Escape');
  await expect.poll(all).toEqual(expect.arrayContaining(['z', 'n', 'e', '/']));
  expect((await all()).filter((key) => key === '/')).toHaveLength(1);
  await page.context().close();
});

describe('where no ticket is open', () => {
  const start = (page: Page) => page.locator('li[data-start]');

  it('the row that Enter opens is named with the key, the framed one or else the first', async () => {
    const { page, second } = await desk('an empty pane');
    const { jonas, desk: at } = world;
    await page.goto(`${at.url}/desk/all?customer=${jonas.id}&sort=waiting`);
    await expect.poll(async () => (await rows(page).count()) > 2).toBe(true);
    const subjectOf = async (nth: number) => (await rows(page).nth(nth).getAttribute('data-id')) ?? '';
    const named = async () => [
      /\/(?<id>[\da-f-]{36})/u.exec((await start(page).locator('a').getAttribute('href')) ?? '')?.groups?.['id'],
      await start(page).locator('kbd').allInnerTexts(),
    ];
    await expect.poll(named).toEqual([await subjectOf(0), ['Enter']]);
    for (const nth of [0, 1, 2]) {
      await page.keyboard.press('j');
      await expect.poll(() => framed(page)).toBe(await subjectOf(nth));
      await expect.poll(named).toEqual([await subjectOf(nth), ['Enter']]);
    }
    // A control that has the focus takes Enter itself.
    await page.getByRole('button', { name: /^Filter/u }).focus();
    await expect.poll(named).toEqual([await subjectOf(0), []]);
    await page.locator(`li[data-id="${second.id}"] > a`).focus();
    await expect.poll(named).toEqual([second.id, ['Enter']]);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain(second.id);
  });

  it('the lead counts what it counts: tickets', async () => {
    const { desk: at, sol, mia } = world;
    await mia.opens('One of one person');
    await mia.opens('Another of one person');
    const page = await windows.open(`${at.url}/desk/waiting`);
    await signIn(page, sol);
    await page.getByRole('heading', { name: /^\d+ tickets wait$/u }).waitFor();
    expect(await page.getByText(/people wait/u).count()).toBe(0);
  });
});
