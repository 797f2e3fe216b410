import { afterAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../support/desk.ts';
import type { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const open = async (path: string, who: Parameters<typeof signIn>[1], options = {}) => {
  const page = await windows.open(`${world.desk.url}/desk/${path}`, options);
  await signIn(page, who);
  return page;
};
/** The pages of a person's own menu, in its order. */
async function pagesOf(person: Person) {
  const { body } = await person.get<{ menu: { label: string; parent: string | null }[] }>('/api/me');
  return body.menu.filter(({ parent }) => parent === 'settings').map(({ label }) => label);
}
const PHONE = { viewport: { width: 390, height: 844 } };

describe('the settings', () => {
  it('open with their first page beside the list of all, and lead back to the queue', async () => {
    const page = await open('waiting', ADMIN);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'People', level: 2 }).waitFor();
    const list = page.getByRole('navigation', { name: 'Settings' });
    await expect.poll(() => list.getByRole('link').allInnerTexts()).toEqual(['Queue', ...(await pagesOf(world.zoe))]);
    await list.getByRole('link', { name: 'Assignment' }).click();
    await page.getByRole('heading', { name: 'Assignment', level: 2 }).waitFor();
    await expect.poll(() => list.locator('[aria-current="page"]').innerText()).toBe('Assignment');
    await list.getByRole('link', { name: 'Queue' }).click();
    await page.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
  });

  it('are found by a part of their name', async () => {
    const page = await open('settings', ADMIN);
    const list = page.getByRole('navigation', { name: 'Settings' });
    await list.getByRole('searchbox', { name: 'Find in settings' }).fill('rep');
    await expect.poll(() => list.locator('li').allInnerTexts()).toEqual(['Saved replies']);
    await list.getByRole('searchbox').fill('zebra');
    await list.getByText('No page has this in its name.').waitFor();
  });

  it('show an agent what their role includes, and say what it does not', async () => {
    const page = await open('settings', world.ana);
    const list = page.getByRole('navigation', { name: 'Settings' });
    await list.waitFor();
    const pages = await list.locator('li').allInnerTexts();
    expect(pages).toEqual(await pagesOf(world.ana));
    expect(pages).toContain('Saved replies');
    expect(pages).not.toContain('People');
    for (const path of ['people', 'nothing', 'replies/nothing']) {
      await page.goto(`${world.desk.url}/desk/settings/${path}`);
      await page.getByText('your role does not include it').waitFor();
    }
  });

  it.each([
    ['people', 'settings/people'],
    ['sites', 'settings/sites'],
    ['replies?from=a-bookmark', 'settings/replies?from=a-bookmark'],
    ['work', 'settings/work'],
    ['settings', 'settings/people'],
  ])('are found at their old address /desk/%s', async (old, now) => {
    const page = await open(old, ADMIN);
    await expect.poll(() => page.url()).toBe(`${world.desk.url}/desk/${now}`);
  });

  it('are a list of their own on a phone, and each page leads back to it', async () => {
    const page = await open('waiting', ADMIN, PHONE);
    await page.getByRole('button', { name: 'You' }).click();
    await page.getByRole('dialog', { name: 'Your account' }).getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings', level: 2 }).waitFor();
    expect(page.url()).toBe(`${world.desk.url}/desk/settings`);
    await page.getByRole('link', { name: 'Background work' }).click();
    await page.getByRole('heading', { name: 'Background work', level: 2 }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Assignment' }).isVisible()).toBe(false);
    await page.getByRole('link', { name: 'All settings' }).click();
    await page.getByRole('link', { name: 'Assignment' }).waitFor();
  });
});

describe('the team in the navigation', () => {
  it('shows who is here and how many of their places are taken, and leads to their tickets', async () => {
    const page = await open('waiting', world.ana);
    const team = page.getByRole('region', { name: 'Team' });
    await team.getByText('Nobody else is here.').waitFor();
    const ben = await open('waiting', world.ben);
    await team.getByRole('link', { name: /^Ben\s*0 of 15$/u }).waitFor();
    const ticket = await world.jonas.opens('For Ben');
    await world.ben.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: world.ben.id });
    await team.getByRole('link', { name: /^Ben\s*1 of 15$/u }).click();
    await page.getByRole('region', { name: 'Queue' }).getByText('For Ben').first().waitFor();
    // A snoozed ticket keeps its place, and its holder reads the same number.
    await world.ben.put(`/api/tickets/${ticket.id}/snooze`, { until: Date.now() + 3_600_000 });
    await ben
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: /^Ben.*1 of 15$/u })
      .waitFor();
    await team.getByRole('link', { name: /^Ben\s*1 of 15$/u }).waitFor();
    await world.ben.patch('/api/me', { availability: 'away' });
    await team.getByRole('link', { name: /^Ben\s+away/u }).waitFor();
    await ben.context().close();
    await team.getByText('Nobody else is here.').waitFor();
  });
});
