import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { opened, palette } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

/** The letters of all that resolves, takes, snoozes, assigns and selects. */
const LETTERS = 'eihaxu';

/** Holds this code back until `arrives` is called, which first makes sure that the page asked for it. */
async function late(page: Page, chunk: string) {
  const { promise: letGo, resolve } = Promise.withResolvers<void>();
  let isAsked = false;
  await page.route(`**/assets/${chunk}-*.js`, async (route) => {
    isAsked = true;
    await letGo;
    await route.continue();
  });
  return async () => {
    await expect.poll(() => isAsked).toBe(true);
    resolve();
  };
}

const now = async ({ id }: TicketRow) => (await world.sol.get<TicketRow>(`/api/tickets/${id}`)).body;
const isUntouched = async (row: TicketRow) =>
  await expect
    .poll(() => now(row))
    .toMatchObject({ status: 'open', assignee: null, snoozedUntil: null, priority: row.priority });

/** Ana has the ticket open; this code has not been loaded yet. */
async function before(subject: string, chunk: string) {
  const row = await world.jonas.opens(subject);
  const page = await opened(world.ana, row);
  const arrives = await late(page, chunk);
  await page.reload();
  await page.getByRole('article').getByText(`About: ${subject}`).waitFor();
  return { row, page, arrives };
}

/** Ana has the list before her, and the ticket is its focused row; the code of a conversation has not been loaded yet. */
async function beforeOpening(subject: string, chunk = 'conversation-pane') {
  const row = await world.jonas.opens(subject);
  const page = await windows.open('about:blank');
  const arrives = await late(page, chunk);
  await page.goto(`${world.desk.url}/desk/waiting`);
  await signIn(page, world.ana);
  await page.getByRole('link', { name: new RegExp(subject, 'u') }).focus();
  return { row, page, arrives };
}

describe('what is typed after a key that opens something lands in it', () => {
  it('when it opens the times of a snooze', async () => {
    const row = await world.jonas.opens('Not before tomorrow');
    const page = await opened(world.ana, row);
    await page.getByRole('button', { name: /^Snooze/u }).waitFor();
    await page.keyboard.type('htom');
    await page.getByRole('button', { name: /^Tomorrow morning/u, includeHidden: false }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Tomorrow morning/u);
    // The clock ticks: what has the focus keeps it.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Tomorrow morning/u);
    await page.keyboard.type('xyz');
    await page.keyboard.press('Enter');
    await isUntouched(row);
    await page.waitForTimeout(1_600);
    await page.keyboard.type('mon');
    await page.keyboard.press('Enter');
    await expect.poll(async () => new Date((await now(row)).snoozedUntil ?? 0).getDay()).toBe(1);
    await page.context().close();
  });

  it('when it opens the search, whose code is late', async () => {
    const { row, page, arrives } = await before('Then the search', 'search-page');
    await page.keyboard.type('/bar tank');
    await arrives();
    const box = page.getByRole('searchbox', { name: 'Search messages' });
    await expect.poll(() => box.inputValue()).toBe('bar tank');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('bar tank');
    await page.keyboard.press('Backspace');
    await expect.poll(() => box.inputValue()).toBe('bar tan');
    await isUntouched(row);
    await page.context().close();
  });

  it('but not a key of the browser such as F5, which is no text', async () => {
    const { page, arrives } = await before('Then a reload', 'search-page');
    await page.evaluate(() =>
      addEventListener('keydown', ({ key, defaultPrevented }) => {
        if (key === 'F5') document.documentElement.dataset['f5'] = defaultPrevented ? 'taken' : 'free';
      }),
    );
    await page.keyboard.type('/ba');
    await page.keyboard.press('F5');
    await expect.poll(() => page.locator('html').getAttribute('data-f5')).toBe('free');
    await page.keyboard.type('r');
    await arrives();
    const box = page.getByRole('searchbox', { name: 'Search messages' });
    await expect.poll(() => box.inputValue()).toBe('bar');
    await page.context().close();
  });

  it('when it opens the search a second time, at full speed', async () => {
    const row = await world.jonas.opens('At full speed');
    const page = await opened(world.ana, row);
    const box = page.getByRole('searchbox', { name: 'Search messages' });
    for (const text of ['bar', 'tank']) {
      await page.keyboard.type(`/${text}`);
      await expect.poll(() => box.inputValue()).toBe(text);
      await page.goBack();
      await page.getByRole('article').first().waitFor();
    }
    await isUntouched(row);
    await page.context().close();
  });

  it('when it opens the palette from a reply, which keeps its text', async () => {
    const { row, page, arrives } = await before('From a reply', 'palette');
    await page.getByLabel('Reply to Jonas').fill('Half a sentence');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('assign b');
    await page.keyboard.press('Enter');
    await arrives();
    await expect.poll(() => palette(page).inputValue()).toBe('assign b');
    await expect.poll(() => page.getByLabel('Reply to Jonas').inputValue()).toBe('Half a sentence');
    await isUntouched(row);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await now(row)).assignee?.name).toBe('Ben');
    await page.context().close();
  });

  it('when it opens the palette, with a letter that is still down when it comes again', async () => {
    const { row, page, arrives } = await before('Assign, with two s', 'palette');
    await page.keyboard.down('Control');
    await page.keyboard.down('k');
    // The key of the command, held down, is no text.
    await page.keyboard.down('k');
    await page.keyboard.up('k');
    await page.keyboard.up('Control');
    for (const key of ['a', 's', 's']) await page.keyboard.down(key);
    await arrives();
    await expect.poll(() => palette(page).inputValue()).toBe('ass');
    await isUntouched(row);
    await page.context().close();
  });

  it.each([
    ['the search', '/', 'bar tank', () => (page: Page) => page.getByRole('searchbox', { name: 'Search messages' })],
    ['the palette', 'Control+k', 'bar tank', () => palette],
    ['a reply', 'r', LETTERS, () => (page: Page) => page.getByLabel('Reply to Jonas')],
  ])('when it opens %s before the keyboard has loaded', async (what, key, text, box) => {
    const { row, page, arrives } = await before(`Early, for ${what}`, 'keyboard');
    await page.keyboard.press(key);
    await page.keyboard.type(text);
    await arrives();
    await expect.poll(() => box()(page).inputValue()).toBe(text);
    await isUntouched(row);
    await page.context().close();
  });

  it('when the keyboard could not be loaded at first, and a key asks for it again', async () => {
    const row = await world.jonas.opens('Lost at first');
    const page = await opened(world.ana, row);
    const tried: string[] = [];
    await page.route('**/assets/keyboard-*.js', (route) => {
      tried.push(route.request().url());
      return tried.length === 1 ? route.abort() : route.continue();
    });
    await page.reload();
    await page.getByRole('article').getByText('About: Lost at first').waitFor();
    await expect.poll(() => tried.length).toBe(1);
    await page.keyboard.type('/bar');
    await expect.poll(() => page.getByRole('searchbox', { name: 'Search messages' }).inputValue()).toBe('bar');
    await isUntouched(row);
    await page.context().close();
  });

  it('when it opens the choices of a command', async () => {
    const { row, page, arrives } = await before('Of a command', 'palette');
    await page.keyboard.type('pig');
    await arrives();
    await expect.poll(() => page.getByRole('combobox', { name: 'Set the priority' }).inputValue()).toBe('ig');
    await isUntouched(row);
    await page.context().close();
  });

  it.each([
    ['a reply', 'r', (page: Page) => page.getByLabel('Reply to Jonas')],
    ['a note', 'n', (page: Page) => page.getByRole('textbox', { name: /^Internal note/u })],
    ['a tag', 't', (page: Page) => page.getByRole('combobox', { name: 'Add a tag' })],
  ])('when it asks for %s on a ticket that is still opening', async (what, key, box) => {
    const { row, page, arrives } = await beforeOpening(`Opening for ${what}`);
    await page.keyboard.press('Enter');
    await page.keyboard.type(`${key}${LETTERS}`);
    await arrives();
    await expect.poll(() => box(page).inputValue()).toBe(LETTERS);
    await page.keyboard.type('!');
    await expect.poll(() => box(page).inputValue()).toBe(`${LETTERS}!`);
    await isUntouched(row);
    await page.context().close();
  });

  it('when it opens the filter', async () => {
    const { row, page, arrives } = await beforeOpening('To be filtered', 'filter-panel');
    await page.keyboard.type('fbar tank');
    await arrives();
    await expect.poll(() => page.getByRole('searchbox', { name: 'Contains' }).inputValue()).toBe('bar tank');
    await isUntouched(row);
    await page.context().close();
  });
});

describe('what is typed after a key that opens something without a box', () => {
  it('does nothing while a menu opens', async () => {
    const row = await world.jonas.opens('Into a menu');
    const page = await opened(world.ana, row);
    await page.keyboard.type(`h${LETTERS}`);
    await page.getByRole('dialog', { name: 'Snooze until' }).waitFor();
    await isUntouched(row);
    await page.context().close();
  });

  it('does nothing while a dialog loads', async () => {
    const { row, page, arrives } = await before('Into a dialog', 'key-sheet');
    await page.keyboard.type(`?${LETTERS}`);
    await arrives();
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await isUntouched(row);
    await page.context().close();
  });

  it('is forgotten with Escape, and the keys are commands again', async () => {
    const { row, page, arrives } = await before('Cancelled', 'palette');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(LETTERS);
    await page.keyboard.press('Escape');
    await page.keyboard.press('i');
    await expect.poll(async () => (await now(row)).assignee?.name).toBe('Ana');
    await arrives();
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    await expect.poll(() => palette(page).inputValue()).toBe('');
    await page.context().close();
  });

  it('a command that opens nothing leaves the next keys alone', async () => {
    const row = await world.jonas.opens('Woken at once');
    const page = await opened(world.ana, row);
    await world.ana.put(`/api/tickets/${row.id}/snooze`, { until: Date.now() + 3_600_000 });
    await page.getByRole('button', { name: /^Unsnooze/u }).waitFor();
    await page.keyboard.press('h');
    await page.keyboard.press('i');
    await expect.poll(async () => (await now(row)).assignee?.name).toBe('Ana');
    await page.context().close();
  });
});
