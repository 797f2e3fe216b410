import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { violations } from '../support/axe.ts';
import { stored } from '../support/stored.ts';
import { windows, world } from '../support/stage.ts';
import { count, signIn, write } from '../support/windows.ts';

let main: TicketRow;
let twin: TicketRow;
let desk: Page;
let portal: Page;
beforeAll(async () => {
  const { jonas, ana } = world;
  main = await jonas.opens('The machine leaks', 'It drips from below');
  twin = await jonas.opens('Water on the floor', 'The floor is wet again');
  await ana.post(`/api/tickets/${twin.id}/notes`, { body: 'The same as the other one?' });
  await jonas.says(main.id, 'Still dripping');
  desk = await windows.open(`${world.desk.url}/desk/all/${twin.id}`);
  await signIn(desk, ana);
  portal = await windows.open(`${world.desk.url}/tickets/${twin.id}`);
  await signIn(portal, jonas);
  await portal.getByRole('article').getByText('The floor is wet again').waitFor();
});
afterAll(() => expect(windows.errors).toEqual([]));

/** The texts of a conversation from top to bottom. */
const texts = async (page: Page) => {
  const all = await page.getByRole('article').allInnerTexts();
  return ['It drips from below', 'The floor is wet again', 'Still dripping', 'The same as the other one?']
    .map((text) => ({ text, at: all.findIndex((one) => one.includes(text)) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)
    .map(({ text }) => text);
};

describe('two tickets of one customer', () => {
  it('are found by number, subject and person, and a ticket of somebody else says why it is none', async () => {
    const hers = await world.mia.opens('Steam in the grinder');
    await desk.getByRole('button', { name: 'More actions for this ticket' }).click();
    await desk.getByRole('button', { name: 'Merge into another ticket' }).click();
    const dialog = desk.getByRole('dialog');
    const search = dialog.getByRole('searchbox', { name: 'Find by number, subject or person' });
    await expect.poll(() => search.evaluate((box) => box === document.activeElement)).toBe(true);
    const option = (name: RegExp) => dialog.getByRole('listitem').getByRole('button', { name });
    await option(/The machine leaks/u).waitFor();
    await search.fill('nothing has this');
    await dialog.getByText('No ticket was found for “nothing has this”.').waitFor();
    await search.fill(String(main.number));
    await option(/The machine leaks/u).waitFor();
    await search.fill('leaks');
    // Pressed before the answer is there, it goes to what is found.
    await search.press('Enter');
    await expect
      .poll(() => option(/The machine leaks/u).evaluate((element) => element === document.activeElement))
      .toBe(true);
    for (const words of ['grinder', 'Mia', `#${hers.number}`]) {
      await search.fill(words);
      await option(/Steam in the grinder.*Mia.*another customer/u).waitFor();
      expect(await option(/Steam in the grinder/u).isDisabled()).toBe(true);
      await search.fill('');
      await option(/The machine leaks/u).waitFor();
    }
    expect(await violations(desk)).toEqual([]);
    await search.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('are merged from the header, and both sides read one conversation', async () => {
    await desk.getByRole('button', { name: 'More actions for this ticket' }).click();
    await desk.getByRole('button', { name: 'Merge into another ticket' }).click();
    const choice = desk.getByRole('dialog').getByRole('button', { name: /The machine leaks/u });
    await choice.waitFor();
    expect(await violations(desk)).toEqual([]);
    await choice.click();
    await desk.waitForURL(`**/desk/all/${main.id}`);
    await desk.getByRole('article').getByText('The floor is wet again').waitFor();
    expect(await violations(desk)).toEqual([]);
    await expect
      .poll(() => texts(desk))
      .toEqual(['It drips from below', 'The floor is wet again', 'The same as the other one?', 'Still dripping']);
    expect(
      await desk
        .getByRole('article')
        .getByRole('link', { name: `from ${twin.number}` })
        .count(),
    ).toBe(2);

    // A customer on the old address is redirected live.
    await portal.waitForURL(`**/tickets/${main.id}`);
    await portal.getByRole('article').getByText('The floor is wet again').waitFor();
    await portal.getByText(`from ticket ${twin.number}`).waitFor();
    expect(await violations(portal)).toEqual([]);
    await expect.poll(() => texts(portal)).toEqual(['It drips from below', 'The floor is wet again', 'Still dripping']);
    expect(await portal.content()).not.toContain('The same as the other one?');
    await expect.poll(() => portal.getByRole('navigation').getByText('Water on the floor').count()).toBe(0);
  });

  it('are separated by one undo, which returns to the same ticket', async () => {
    await desk.getByRole('button', { name: 'Undo' }).click();
    await desk.waitForURL(`**/desk/all/${twin.id}`);
    await expect.poll(() => texts(desk)).toEqual(['The floor is wet again', 'The same as the other one?']);
    await expect.poll(() => texts(portal)).toEqual(['It drips from below', 'Still dripping']);
  });

  it('lose and double no message when the customer writes offline during the merge', async () => {
    await portal.goto(`${world.desk.url}/tickets/${twin.id}`);
    await portal.getByRole('article').getByText('The floor is wet again').waitFor();
    await portal.context().setOffline(true);
    await write(portal, 'Written in the tunnel');
    await write(portal, 'And this too');
    await portal.getByText('Sending when you are back online').first().waitFor();
    await world.sol.post(`/api/tickets/${twin.id}/merge`, { into: main.id });
    await portal.context().setOffline(false);
    await portal.waitForURL(`**/tickets/${main.id}`);
    await portal.getByText(/^Sent /u).waitFor();
    for (const text of ['Written in the tunnel', 'And this too']) {
      await expect.poll(() => count(portal, text)).toBe(1);
      expect(stored(world.desk, 'SELECT ticket_id FROM messages WHERE body = ?', text)).toEqual([
        { ticket_id: main.id },
      ]);
    }
    await desk.goto(`${world.desk.url}/desk/all/${twin.id}`);
    await desk.getByText(`This ticket was merged into ticket ${main.number}`).waitFor();
    await expect.poll(() => desk.getByRole('textbox', { name: 'Reply' }).count()).toBe(0);
    expect(await violations(desk)).toEqual([]);
    await desk.getByRole('link', { name: `Go to ${main.number}` }).click();
    await desk.getByRole('article').getByText('And this too').waitFor();
  });

  it('take along the files that the customer has picked, uploaded or not', async () => {
    const [here, there] = [await world.jonas.opens('With a photo'), await world.jonas.opens('The same machine')];
    await portal.goto(`${world.desk.url}/tickets/${here.id}`);
    await portal.getByRole('article').getByText('About: With a photo').waitFor();
    const pick = (name: string) =>
      portal.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(name) });
    await pick('ready.txt');
    await portal.getByRole('list', { name: 'To send' }).getByText('ready.txt').waitFor();
    await expect.poll(() => stored(world.desk, `SELECT id FROM attachments WHERE name = 'ready.txt'`).length).toBe(1);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await portal.route('**/attachments', async (route) => {
      await held;
      await route.continue();
    });
    await pick('slow.txt');
    await world.sol.post(`/api/tickets/${here.id}/merge`, { into: there.id });
    await portal.waitForURL(`**/tickets/${there.id}`);
    release();
    const tray = portal.getByRole('list', { name: 'To send' });
    for (const name of ['ready.txt', 'slow.txt']) await tray.getByText(name).waitFor();
    await write(portal, 'With both of them');
    await portal.getByRole('article').getByText('With both of them').waitFor();
    const sent = () =>
      stored(
        world.desk,
        `SELECT a.name, a.ticket_id FROM attachments a JOIN messages m ON m.id = a.message_id WHERE m.body = 'With both of them' ORDER BY a.name`,
      );
    await expect.poll(sent).toEqual([
      { name: 'ready.txt', ticket_id: there.id },
      { name: 'slow.txt', ticket_id: there.id },
    ]);
  });

  it('are made by splitting a ticket, and an undo closes the second one', async () => {
    const asked = await world.jonas.opens('The hose', 'Does it fit the small one?');
    await world.jonas.says(asked.id, 'And where is my invoice?');
    await desk.goto(`${world.desk.url}/desk/all/${asked.id}`);
    await desk.getByRole('article').getByText('And where is my invoice?').hover();
    await desk.getByRole('button', { name: 'Split into a new ticket from here' }).click();
    const dialog = desk.getByRole('dialog', { name: 'Split into a new ticket' });
    expect(await violations(desk)).toEqual([]);
    await dialog.getByLabel('Subject').fill('Invoice of March');
    await dialog.getByRole('button', { name: 'Create ticket' }).click();
    await dialog.waitFor({ state: 'detached' });
    const aside = desk.getByRole('complementary', { name: 'About the customer' });
    await aside.getByText('Linked with').waitFor();
    await portal.getByRole('navigation').getByText('Invoice of March').waitFor();
    await desk.getByRole('button', { name: 'Undo' }).click();
    await aside.getByText(/· Closed/u).waitFor();
  });

  it('are linked, and unlinked in the customer panel', async () => {
    const third = await world.jonas.opens('A new hose', 'Which one fits?');
    await desk.goto(`${world.desk.url}/desk/all/${third.id}`);
    await desk.getByRole('button', { name: 'More actions for this ticket' }).click();
    await desk.getByRole('button', { name: 'Link with another ticket' }).click();
    await desk
      .getByRole('dialog')
      .getByRole('button', { name: /The machine leaks/u })
      .click();
    const aside = desk.getByRole('complementary', { name: 'About the customer' });
    await aside.getByText('Linked with').waitFor();
    await aside.getByRole('button', { name: `Remove the link to ticket ${main.number}` }).click();
    await aside.getByText('Linked with').waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: 'Undo' }).click();
    await aside.getByText('Linked with').waitFor();
  });
});
