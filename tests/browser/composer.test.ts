/** The reply and the note below a conversation, and what stands where nothing is. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { opened } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

let ticket: TicketRow;
beforeAll(async () => {
  ticket = await world.jonas.opens('Where do I write?');
});
afterAll(() => expect(windows.errors).toEqual([]));

const heightOf = async (page: Page, selector: string) => (await page.locator(selector).boundingBox())?.height ?? 0;
const box = (page: Page) => page.getByRole('textbox', { name: 'Reply to Jonas' });
const note = (page: Page) => page.getByRole('textbox', { name: 'Internal note, not sent to Jonas' });

describe('the composer', () => {
  it('is one row while nobody writes, and one again after Escape; a text keeps it open', async () => {
    const page = await opened(world.ana, ticket);
    const composer = '#talk > :last-child';
    await expect.poll(() => heightOf(page, composer)).toBeLessThan(56);
    await page.keyboard.press('r');
    await page.getByRole('button', { name: /^Send/u }).first().waitFor();
    await expect.poll(() => heightOf(page, composer)).toBeGreaterThan(100);
    await page.keyboard.press('Escape');
    await expect.poll(() => heightOf(page, composer)).toBeLessThan(56);
    await box(page).fill('Here');
    await page.getByText('Draft saved').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Send/u }).first().waitFor();
    await box(page).fill('');
    await page.context().close();
  });

  it.each([
    ['720 × 450', 720, 450],
    ['1440 × 900', 1440, 900],
  ])('leaves at least half of the height to the conversation at %s', async (_, width, height) => {
    const page = await opened(world.ana, ticket, { viewport: { width, height } });
    for (const open of [() => box(page).fill('One\nTwo\nThree\nFour\nFive'), () => page.keyboard.press('Escape')]) {
      await open();
      await expect.poll(() => heightOf(page, '#talk [role="region"]')).toBeGreaterThanOrEqual(height / 2);
    }
    await page.keyboard.press('n');
    await note(page).fill('One\nTwo\nThree\nFour\nFive');
    await expect.poll(() => heightOf(page, '#talk [role="region"]')).toBeGreaterThanOrEqual(height / 2);
    await note(page).fill('');
    await page.context().close();
  });

  it.each([720, 480, 390, 375, 360, 320])('has room for “Send and resolve” at %i px', async (width) => {
    const page = await opened(world.ana, ticket, { viewport: { width, height: 844 }, hasTouch: true });
    await box(page).fill('Here');
    const send = page.getByRole('button', { name: /^Send/u });
    await expect
      .poll(() => send.allInnerTexts())
      .toEqual(['Send and resolve', expect.stringMatching(/^Send and take/u)]);
    for (const button of await page.locator('#talk form button').filter({ visible: true }).all()) {
      const { x, width: own } = (await button.boundingBox()) ?? { x: Infinity, width: 0 };
      expect(x + own).toBeLessThanOrEqual(width);
    }
    await box(page).fill('');
  });

  it('keeps the words “Internal note, not sent to …” in sight, also under the list of colleagues', async () => {
    const page = await opened(world.ana, ticket);
    await page.keyboard.press('n');
    await page.getByRole('button', { name: 'Mention' }).click();
    await page.getByRole('listbox').waitFor();
    const words = page.locator('#talk > :last-child p').getByText('Internal note, not sent to Jonas');
    const isSeen = await words.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return [0.05, 0.5, 0.95].every((at) =>
        element.contains(document.elementFromPoint(left + width * at, top + height / 2)),
      );
    });
    expect(isSeen).toBe(true);
    await page.keyboard.press('Escape');
    await note(page).fill('');
    await page.context().close();
  });

  it('opens the saved replies by a button, and sends and resolves by one', async () => {
    const row = await world.jonas.opens('In one go');
    const page = await opened(world.ana, row);
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Saved reply' }).click();
    await expect.poll(() => box(page).inputValue()).toBe('/');
    await box(page).fill('There you are.');
    await page.getByRole('button', { name: 'Send and resolve' }).click();
    const now = async () => (await world.ana.get<TicketRow>(`/api/tickets/${row.id}`)).body;
    await expect.poll(async () => (await now()).status).toBe('resolved');
    expect((await now()).lastMessage.excerpt).toBe('There you are.');
    await page.getByText('Resolved “In one go”').first().waitFor();
    await page.context().close();
  });

  it('forgets “Send and resolve” when nothing was sent: the next reply leaves the ticket open', async () => {
    const row = await world.jonas.opens('Not yet done');
    const page = await opened(world.ana, row);
    await box(page).fill('/nowhere');
    await page.getByRole('button', { name: 'Send and resolve' }).click();
    await page.getByText('“/nowhere” is no saved reply yet.').waitFor();
    await box(page).press('Enter');
    const now = async () => (await world.ana.get<TicketRow>(`/api/tickets/${row.id}`)).body;
    await expect.poll(async () => (await now()).lastMessage.excerpt).toBe('/nowhere');
    // Resolving would follow the message and leave the ticket: a later act is seen only where neither happened.
    await world.ana.put(`/api/tickets/${row.id}/snooze`, { until: Date.now() + world.desk.ahead.ms + 3_600_000 });
    await page.getByText(/Ana snoozed this ticket/u).waitFor();
    expect((await now()).statusType).not.toBe('resolved');
    await world.ana.put(`/api/tickets/${row.id}/snooze`, { until: null });
    await page.context().close();
  });
});

it('a short conversation begins at the top', async () => {
  const page = await opened(world.ana, ticket);
  const gap = await page
    .locator('#talk article')
    .first()
    .evaluate((article) => {
      const top = article.closest('[role="region"]')?.getBoundingClientRect().top ?? 0;
      return article.getBoundingClientRect().top - top;
    });
  expect(gap).toBeLessThan(80);
  await page.context().close();
});

it('a snooze that was taken back is folded in the history', async () => {
  const row = await world.mia.opens('Not now, or now');
  const page = await opened(world.ana, row);
  await world.ana.put(`/api/tickets/${row.id}/snooze`, { until: Date.now() + world.desk.ahead.ms + 3_600_000 });
  await page.getByText(/Ana snoozed this ticket/u).waitFor();
  await world.ana.put(`/api/tickets/${row.id}/snooze`, { until: null });
  const fold = page.getByRole('button', { name: '2 changes by Ana. Show them' });
  await fold.waitFor();
  await expect.poll(() => page.getByText(/Ana snoozed this ticket/u).count()).toBe(0);
  await fold.click();
  await page.getByText(/Ana snoozed this ticket/u).waitFor();
  await page.context().close();
});

it('where nobody waits, the pane says what is snoozed and leads on', async () => {
  const { ben, sol, jonas, desk } = world;
  const all = await sol.get<{ items: TicketRow[] }>('/api/tickets?active=true&assignee=none');
  for (const { id } of all.body.items) await sol.put(`/api/tickets/${id}/status`, { status: 'resolved' });
  const row = await jonas.opens('Later');
  await sol.put(`/api/tickets/${row.id}/snooze`, { until: Date.now() + desk.ahead.ms + 60_000 });
  const page = await windows.open(`${desk.url}/desk/waiting`);
  await signIn(page, ben);
  const pane = page.locator('#talk');
  await pane.getByRole('heading', { name: 'Nobody is waiting' }).waitFor();
  await pane.getByText(/^1 is snoozed, and wakes at \d\d:\d\d\.$/u).waitFor();
  const queue = page.getByRole('region', { name: 'Queue' });
  await queue.getByText('none', { exact: true }).waitFor();
  await expect.poll(() => queue.getByText(/longest/u).count()).toBe(0);
  await pane.getByRole('link', { name: /ticket is snoozed/u }).click();
  await queue.getByRole('link', { name: /Later/u }).waitFor();
  await page.context().close();
});

it('compact rows are a preference that survives a reload', async () => {
  const row = await world.jonas.opens('Small');
  const page = await opened(world.ana, row);
  const rows = page.getByRole('region', { name: 'Queue' }).getByRole('listitem');
  const height = async () => (await rows.first().boundingBox())?.height;
  await expect.poll(() => height()).toBe(76);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('preferences');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Compact rows' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect.poll(height).toBe(52);
  await page.reload();
  await expect.poll(height).toBe(52);
  await page.context().close();
});
