import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { violations } from '../support/axe.ts';
import type { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const rowOf = async (id: string) => (await world.sol.get<TicketRow>(`/api/tickets/${id}`)).body;
const eventsOf = async (id: string) => {
  const { body } = await world.sol.get<{ items: { type: string }[] }>(`/api/tickets/${id}/events`);
  return body.items.map(({ type }) => type).filter((type) => type !== 'ticket.read');
};
const strip = (page: Page) => page.getByRole('region', { name: 'Actions that wait' });
const link = (page: Page, subject: string) =>
  page.getByRole('region', { name: 'Queue' }).getByRole('link', { name: subject });

async function deskOf(person: Person, ...subjects: string[]) {
  const page = await windows.open(`${world.desk.url}/desk/waiting`);
  await signIn(page, person);
  for (const subject of subjects) await link(page, subject).waitFor();
  return page;
}

async function open(page: Page, subject: string) {
  await link(page, subject).click();
  await page.getByRole('heading', { name: subject }).waitFor();
}

it('an action taken offline shows at once, is listed as waiting, and is sent in order after earlier messages', async () => {
  const { ana, jonas } = world;
  const [kettle, lid, spout] = [
    await jonas.opens('The kettle'),
    await jonas.opens('The lid'),
    await jonas.opens('The spout'),
  ];
  const page = await deskOf(ana, 'The kettle', 'The lid', 'The spout');
  await open(page, 'The lid');
  await page.locator('#talk').getByText('About: The lid').waitFor();
  await open(page, 'The kettle');
  await page.locator('#talk').getByText('About: The kettle').waitFor();
  await page.context().setOffline(true);

  // A reply, then resolve; the next ticket was read before and can still be read.
  await page.getByLabel('Reply to Jonas').fill('That is the lid.');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await page.getByText('Resolve waits for the connection: “The kettle”').first().waitFor();
  // No row disappears under the pointer.
  await page.mouse.move(900, 300);
  await link(page, 'The kettle').waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'The lid' }).waitFor();
  await page.getByRole('article').getByText('About: The lid').waitFor();
  await page.keyboard.press('i');
  await page.getByText('Take waits for the connection', { exact: true }).waitFor();
  await page
    .getByRole('combobox', { name: 'Assignee' })
    .and(page.locator(`:has(option:checked:text("Ana"))`))
    .waitFor();

  // A ticket that was never opened has no history offline, but actions on it work.
  await open(page, 'The spout');
  await page.getByText('The conversation could not be loaded.').waitFor();
  // The customer's other tickets are unknown, so the panel must not claim that there are none.
  await expect.poll(() => page.getByText('This is their first ticket.').count()).toBe(0);
  await page.getByRole('combobox', { name: 'Priority' }).selectOption('high');
  await strip(page).getByText('You are offline: 3 actions wait.').click();
  // One strip shows both.
  await expect.poll(() => page.getByRole('region', { name: 'Connection' }).count()).toBe(0);
  await expect
    .poll(() => strip(page).getByRole('listitem').allInnerTexts())
    .toEqual([
      expect.stringMatching(/The kettle Resolve/u),
      expect.stringMatching(/The lid Take/u),
      expect.stringMatching(/The spout Priority High/u),
    ]);
  expect(await violations(page)).toEqual([]);

  // Undone before it was sent.
  await page.getByRole('button', { name: 'Undo Priority High: “The spout”' }).click();
  await page.getByText('2 actions wait').waitFor();
  expect((await rowOf(kettle.id)).status).toBe('open');

  await page.context().setOffline(false);
  await strip(page).waitFor({ state: 'detached' });
  await expect.poll(async () => (await rowOf(lid.id)).assignee?.name).toBe('Ana');
  await expect.poll(async () => (await rowOf(kettle.id)).status).toBe('resolved');
  await expect
    .poll(() => eventsOf(kettle.id))
    .toEqual([
      'ticket.opened',
      // The reply took the ticket and set it in progress.
      'ticket.assigned',
      'ticket.status_changed',
      'message.sent',
      'ticket.status_changed',
    ]);
  await expect.poll(() => eventsOf(spout.id)).toEqual(['ticket.opened']);
  await page.getByRole('article').getByText('About: The spout').waitFor();
  expect(windows.errors).toEqual([]);
  await page.context().close();
});

it('an offline action never overwrites a colleague’s change: it names the colleague, and the other actions are done', async () => {
  const { ana, sol, jonas, mia, zoe } = world;
  const subjects = ['Changed by Sol', 'Written on', 'Deleted', 'Nobody else’s'] as const;
  const [changed, written, gone, mine] = [
    await jonas.opens(subjects[0]),
    await mia.opens(subjects[1]),
    await jonas.opens(subjects[2]),
    await jonas.opens(subjects[3]),
  ];
  const page = await deskOf(ana, ...subjects);
  await page.context().setOffline(true);
  for (const subject of subjects) {
    await open(page, subject);
    if (subject === 'Changed by Sol') await page.getByRole('combobox', { name: 'Priority' }).selectOption('high');
    else await page.getByRole('button', { name: /^Resolve/u }).click();
  }
  await page.getByText('4 actions wait').waitFor();
  await sol.patch(`/api/tickets/${changed.id}`, { priority: 'urgent' });
  await mia.says(written.id, 'It smokes now.');
  await zoe.delete(`/api/tickets/${gone.id}`);

  await page.context().setOffline(false);
  await page.getByText('3 actions failed').waitFor();
  const said = () => strip(page).getByRole('listitem').locator('p').allInnerTexts();
  await expect
    .poll(said)
    .toEqual([
      'Changed by Sol Priority High failed: Sol changed the priority meanwhile. Check the ticket, then decide again.',
      'Written on Resolve failed: Mia wrote meanwhile. Check the ticket, then decide again.',
      'a ticket that no longer exists Resolve failed: This does not exist, or you may not see it.',
    ]);
  await expect.poll(async () => (await rowOf(mine.id)).status).toBe('resolved');
  expect((await rowOf(changed.id)).priority).toBe('urgent');
  expect((await rowOf(written.id)).status).toBe('open');
  // It waits again like any other action.
  await link(page, 'Written on').waitFor();

  // The agent decides after looking.
  await strip(page).getByRole('button', { name: 'Do it anyway' }).first().click();
  await expect.poll(async () => (await rowOf(changed.id)).priority).toBe('high');
  await strip(page).getByRole('button', { name: 'Discard' }).first().click();
  await strip(page).getByRole('button', { name: 'Discard' }).first().click();
  await strip(page).waitFor({ state: 'detached' });
  expect((await rowOf(written.id)).status).toBe('open');
  expect(windows.errors).toEqual([]);
  await page.context().close();
});

it('a waiting action survives its tab, and is done once when its answer is lost', async () => {
  const { sol, jonas } = world;
  const [one, two] = [await jonas.opens('Closed tab'), await jonas.opens('Lost answer')];
  const page = await deskOf(sol, 'Closed tab', 'Lost answer');
  await page.context().setOffline(true);
  await open(page, 'Closed tab');
  await page.keyboard.press('e');
  await page.getByText('1 action waits').waitFor();
  const context = page.context();
  await page.close();
  await context.setOffline(false);

  const next = await context.newPage();
  await next.goto(`${world.desk.url}/desk/waiting`);
  await link(next, 'Lost answer').waitFor();
  await expect.poll(async () => (await rowOf(one.id)).status).toBe('resolved');

  let lost = 0;
  await next.route(`**/api/tickets/${two.id}/status`, async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await open(next, 'Lost answer');
  await next.keyboard.press('e');
  await expect.poll(async () => (await rowOf(two.id)).status).toBe('resolved');
  await expect.poll(() => lost).toBe(2);
  await strip(next).waitFor({ state: 'detached' });
  await expect.poll(() => eventsOf(two.id)).toEqual(['ticket.opened', 'ticket.status_changed']);
  expect(windows.errors).toEqual([]);
  await context.close();
});

it('a bulk action waits offline too, and one undo reverts all of it', async () => {
  const { sol, mia } = world;
  const subjects = ['First of three', 'Second of three', 'Third of three'];
  const rows = [];
  for (const subject of subjects) rows.push(await mia.opens(subject));
  const page = await deskOf(sol, ...subjects);
  // The bulk bar and the palette are preloaded: offline they could not load.
  await page.waitForFunction(() => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    return ['bulk-bar', 'palette'].every((part) => loaded.some((name) => name.includes(part) && name.endsWith('.js')));
  });
  await page.context().setOffline(true);
  for (const subject of subjects) await page.getByRole('checkbox', { name: `Select “${subject}”` }).click();
  await page.keyboard.press('s');
  await page.getByRole('combobox', { name: 'Set the status' }).fill('closed');
  await page.keyboard.press('Enter');
  await page.getByText('3 wait for the connection.').first().waitFor();
  await page.getByText('3 actions wait').waitFor();
  // The pointer is on the list, so its rows stay and show the waiting action.
  for (const subject of subjects) await link(page, subject).getByText('Status Closed waits').waitFor();
  await page.getByRole('button', { name: /^Undo z/u }).click();
  await strip(page).waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Connection' }).getByText('You are offline.').waitFor();
  for (const subject of subjects) await expect.poll(() => link(page, subject).getByText('waits').count()).toBe(0);
  await page.context().setOffline(false);
  await page.getByRole('region', { name: 'Connection' }).waitFor({ state: 'detached' });
  for (const { id } of rows) await expect.poll(() => eventsOf(id)).toEqual(['ticket.opened']);
  expect(windows.errors).toEqual([]);
  await page.context().close();
});
