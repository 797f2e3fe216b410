import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { categories } from '../../db/schema/ticket-fields.ts';
import type { TeamDetails } from '../../server/teams/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { Person } from '../support/person.ts';
import { openWindows, signIn, type Windows } from '../support/windows.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let windows: Windows;
beforeAll(async () => {
  world = await createWorld();
  windows = await openWindows();
  await world.desk.commit(({ tx }) => tx.insert(categories).values({ code: 'returns', name: 'Returns', weight: 1 }));
});
afterAll(async () => {
  await windows.close();
  expect(windows.errors).toEqual([]);
  await world.end();
});

async function open(path: string, person: Person) {
  const page = await windows.open(`${world.desk.url}/desk/${path}`);
  await signIn(page, person);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  return page;
}
const readTicket = async ({ id }: TicketRow) => (await world.ana.get<TicketRow>(`/api/tickets/${id}`)).body;
const queue = (page: Page) => page.getByRole('region', { name: 'Queue' });
const rows = (page: Page) => queue(page).getByRole('listitem');
const badge = (page: Page) =>
  page
    .getByRole('navigation', { name: 'Views' })
    .first()
    .getByRole('link', { name: /^Waiting/u })
    .innerText();

describe('teams in a browser', () => {
  it('are made by a supervisor: a name, members, a category, and who else gets their tickets', async () => {
    const page = await open('settings/teams', world.sol);
    await page.getByText('There is no team yet.').waitFor();
    await page.getByRole('button', { name: 'Add a team' }).click();
    await page.getByLabel('Name').fill('Returns');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/settings\/teams\/[\da-f-]{36}$/u);
    await page.getByRole('heading', { name: 'Returns', level: 2 }).waitFor();
    await page.getByRole('combobox', { name: 'Add somebody' }).selectOption({ label: 'Ana' });
    await page.getByRole('checkbox', { name: 'Returns' }).check();
    await page.getByRole('checkbox', { name: 'Assign its tickets to anybody' }).uncheck();
    await page.getByText('the members, who else gets its tickets, the categories').waitFor();
    await page.keyboard.press('Control+s');
    // Not to be found in the bar’s “Not saved yet”.
    await page.getByText('Saved', { exact: true }).first().waitFor();
    const { items } = (await world.ana.get<{ items: TeamDetails[] }>('/api/teams')).body;
    expect(items).toMatchObject([
      { name: 'Returns', memberIds: [world.ana.id], overflow: false, categories: ['returns'] },
    ]);
    await page.context().close();
  });

  it('narrow Waiting to those of one’s own, in the list and in its numbers, until one asks for all', async () => {
    const [team] = (await world.ana.get<{ items: TeamDetails[] }>('/api/teams')).body.items;
    const ofTeam = await world.jonas.opens('Of the team');
    await world.ana.put(`/api/tickets/${ofTeam.id}/team`, { teamId: team?.id });
    await world.jonas.opens('Of nobody');
    const page = await open('waiting', world.ana);
    await expect.poll(() => rows(page).count()).toBe(2);
    const mine = page.getByRole('button', { name: 'My teams' });
    await mine.click();
    await expect.poll(() => rows(page).count()).toBe(1);
    await queue(page).getByText('Of the team').first().waitFor();
    await expect.poll(() => queue(page).getByRole('heading', { level: 2 }).locator('..').innerText()).toContain('1');
    await expect.poll(() => badge(page)).toContain('1');
    // A ticket that comes changes the list and the numbers only if it is for the team.
    await world.jonas.opens('Of nobody either');
    const next = await world.mia.opens('For the team too');
    await world.ben.put(`/api/tickets/${next.id}/team`, { teamId: team?.id });
    await expect.poll(() => badge(page)).toContain('2');
    await page.reload();
    await expect.poll(() => rows(page).count()).toBe(2);
    await expect.poll(() => mine.getAttribute('aria-pressed')).toBe('true');
    await mine.click();
    await expect.poll(() => rows(page).count()).toBe(4);
    await expect.poll(() => badge(page)).toContain('4');
    await page.context().close();
  });

  it('change by one key, with an undo, and stand in the history', async () => {
    const ticket = await world.mia.opens('To be sent on');
    const page = await open(`waiting/${ticket.id}`, world.ben);
    await page.getByText('About: To be sent on').filter({ visible: true }).first().waitFor();
    await page.locator('#talk').focus();
    await page.keyboard.press('m');
    await page.getByRole('combobox', { name: /Send to a team/u }).fill('Ret');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await readTicket(ticket)).teamId).not.toBeNull();
    await page.locator('#talk').getByText('Ben sent this ticket to the team Returns').waitFor();
    await expect
      .poll(() => page.getByRole('combobox', { name: 'Team' }).inputValue())
      .toBe((await readTicket(ticket)).teamId);
    await page.getByRole('button', { name: /Undo/u }).click();
    await expect.poll(async () => (await readTicket(ticket)).teamId).toBeNull();
    await page.context().close();
  });
});
