import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { violations } from '../support/axe.ts';
import { opened } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';
import { count } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

/** Longer than it takes for a reply on the screen to count as read by somebody who writes on. */
const READ_MS = 3_300;
/** Longer than two presses that are one. */
const DECIDED_MS = 600;

const replyBox = (page: Page) => page.getByLabel('Reply to Jonas');
const bodiesOf = async ({ id }: TicketRow) =>
  (await world.jonas.get<{ items: { body: string }[] }>(`/api/tickets/${id}/messages`)).body.items
    .slice(1)
    .map(({ body }) => body);
const answered = (page: Page) => page.getByText('Ana answered just now');
const stopped = (page: Page) => page.getByRole('alert').getByText('Ana answered while you were writing.');
const sendAnyway = (page: Page) => page.getByRole('button', { name: /^Send anyway/u });

/** Sol writes a reply, and Ana is faster. */
async function faster(subject: string, draft = 'Sol says: leave it on.') {
  const row = await world.jonas.opens(subject);
  const page = await opened(world.sol, row);
  await replyBox(page).click();
  await page.keyboard.type(draft);
  await world.ana.says(row.id, 'Ana says: turn it off.');
  await answered(page).waitFor();
  return { row, page };
}

describe('a colleague’s reply that comes while I write mine', () => {
  it('stops the first send, however long it was on the screen, and shows what she wrote; the second goes', async () => {
    const { row, page } = await faster('Stopped once');
    await page.waitForTimeout(READ_MS);
    await page.keyboard.press('Enter');
    await stopped(page).waitFor();
    await page.getByRole('group', { name: 'What Ana wrote' }).getByText('Ana says: turn it off.').waitFor();
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.']);
    await expect.poll(() => replyBox(page).inputValue()).toBe('Sol says: leave it on.');
    await expect.poll(() => sendAnyway(page).getAttribute('class')).not.toContain('main');
    expect(await violations(page)).toEqual([]);
    await page.waitForTimeout(DECIDED_MS);
    await page.keyboard.press('Enter');
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.', 'Sol says: leave it on.']);
    await expect.poll(() => replyBox(page).inputValue()).toBe('');
    await expect.poll(() => stopped(page).count()).toBe(0);
    await expect.poll(() => count(page, 'Sol says: leave it on.')).toBe(1);
    await page.context().close();
  });

  it('stops also a reply that is only a file so far', async () => {
    const row = await world.jonas.opens('Only a file');
    const page = await opened(world.sol, row);
    await replyBox(page).click();
    const files = { name: 'steps.txt', mimeType: 'text/plain', buffer: Buffer.from('Leave it on.') };
    await page.locator('input[type=file]').first().setInputFiles(files);
    await page.getByText('steps.txt').waitFor();
    await world.ana.says(row.id, 'Ana says: turn it off.');
    await answered(page).waitFor();
    await page.keyboard.press('Enter');
    await stopped(page).waitFor();
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.']);
    await page.context().close();
  });

  it('stops also a draft that goes on on another device, where nothing tells how far its writer had read', async () => {
    const row = await world.jonas.opens('On two devices');
    const here = await opened(world.sol, row);
    await replyBox(here).click();
    await here.keyboard.type('Sol says: leave it on.');
    const kept = async () =>
      (await world.sol.get<{ items: { body: string }[] }>(`/api/tickets/${row.id}/draft`)).body.items[0]?.body;
    await expect.poll(kept).toBe('Sol says: leave it on.');
    await here.context().close();
    world.desk.ahead.ms += 1_000;
    await world.ana.says(row.id, 'Ana says: turn it off.');
    const there = await opened(world.sol, row);
    await expect.poll(() => replyBox(there).inputValue()).toBe('Sol says: leave it on.');
    await there.getByRole('article').getByText('Ana says: turn it off.').first().waitFor();
    await replyBox(there).press('Enter');
    await stopped(there).waitFor();
    expect(await bodiesOf(row)).toEqual(['Ana says: turn it off.']);
    await there.context().close();
  });

  it('is not passed by a press that comes twice', async () => {
    const { row, page } = await faster('Pressed twice');
    // In one go, however busy the machine is.
    await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')]);
    await stopped(page).waitFor();
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.']);
    await page.context().close();
  });

  it('is not passed by a press that lasts', async () => {
    const { row, page } = await faster('Pressed for long');
    for (let n = 0; n < 20; n += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await stopped(page).waitFor();
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.']);
    await page.context().close();
  });

  it('counts as read by “Read”, which leaves the focus in the box', async () => {
    const { row, page } = await faster('Read by a button');
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await answered(page).waitFor({ state: 'detached' });
    await expect.poll(() => replyBox(page).evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.', 'Sol says: leave it on.']);
    await page.context().close();
  });

  it('counts as read by somebody who goes on writing three seconds after it came into view, and not before', async () => {
    const { row, page } = await faster('Read by writing on');
    await page.keyboard.type(' And');
    await expect.poll(() => answered(page).count()).toBe(1);
    await page.waitForTimeout(READ_MS);
    await page.keyboard.type(' on');
    await answered(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await expect.poll(() => bodiesOf(row)).toHaveLength(2);
    await page.context().close();
  });

  it('counts as read when the draft is begun after it', async () => {
    const { row, page } = await faster('Begun after it', 'Hm');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('Nothing to add.');
    await expect.poll(() => answered(page).count()).toBe(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.', 'Nothing to add.']);
    await page.context().close();
  });

  it('stops once more for one that comes after the stop', async () => {
    const { row, page } = await faster('Twice faster');
    await page.keyboard.press('Enter');
    await stopped(page).waitFor();
    await world.ana.says(row.id, 'Ana adds: for an hour.');
    await page.getByRole('article').getByText('Ana adds: for an hour.').waitFor();
    await page.waitForTimeout(DECIDED_MS);
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'What Ana wrote' }).getByText('Ana adds: for an hour.').waitFor();
    await expect.poll(() => bodiesOf(row)).toHaveLength(2);
    await page.waitForTimeout(DECIDED_MS);
    await sendAnyway(page).click();
    await expect.poll(() => bodiesOf(row)).toHaveLength(3);
    await page.context().close();
  });

  it('stops the send of a draft that was left for another ticket, and of one that a reload brought back', async () => {
    const { row, page } = await faster('Left and come back');
    await page.keyboard.press('Escape');
    await page.goto(`${world.desk.url}/desk/all`);
    await world.ana.says(row.id, 'Ana adds: for an hour.');
    await page.goto(`${world.desk.url}/desk/all/${row.id}`);
    await answered(page).waitFor();
    await replyBox(page).click();
    await page.keyboard.press('Enter');
    await stopped(page).waitFor();
    await expect.poll(() => bodiesOf(row)).toHaveLength(2);
    await page.context().close();
  });

  it('is held by the server when it was not here yet, as ever, and is neither lost nor doubled', async () => {
    const row = await world.jonas.opens('Out in the tunnel');
    const page = await opened(world.sol, row);
    await replyBox(page).fill('Sol says: leave it on.');
    await page.context().setOffline(true);
    await world.ana.says(row.id, 'Ana says: turn it off.');
    await page.keyboard.press('Enter');
    await page.context().setOffline(false);
    await page.getByText(/replied meanwhile/u).waitFor();
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.']);
    await sendAnyway(page).first().click();
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.', 'Sol says: leave it on.']);
    await page.context().close();
  });

  it('stops no note', async () => {
    const { row, page } = await faster('Beside it');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.getByLabel('Internal note, not sent to Jonas').fill('Ana has it.');
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByText('Ana has it.').waitFor();
    await expect.poll(() => stopped(page).count()).toBe(0);
    // The reply that was begun is stopped still.
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await expect.poll(() => replyBox(page).inputValue()).toBe('Sol says: leave it on.');
    await replyBox(page).press('Enter');
    await stopped(page).waitFor();
    await expect.poll(() => bodiesOf(row)).toEqual(['Ana says: turn it off.']);
    await page.context().close();
  });

  it('is a matter of colleagues: the customer’s own words stop nothing', async () => {
    const row = await world.jonas.opens('Asks again');
    const page = await opened(world.sol, row);
    await replyBox(page).click();
    await page.keyboard.type('One moment.');
    await world.jonas.says(row.id, 'Any news?');
    await page.getByRole('article').getByText('Any news?').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => bodiesOf(row)).toEqual(['Any news?', 'One moment.']);
    await page.context().close();
  });
});
