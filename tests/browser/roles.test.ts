import { afterAll, describe, expect, it } from 'vitest';
import type { Role } from '../../server/roles/contract.ts';
import { ADMIN } from '../support/desk.ts';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';
import { addPerson } from '../support/world.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const roleNow = async (code: string) => (await world.zoe.get<Role>(`/api/roles/${code}`)).body;

describe('the page of a role', () => {
  it('adds a role by keyboard, says it in sentences, and its people have the rights at once', async () => {
    const page = await windows.open(`${world.desk.url}/desk/settings/roles`);
    await signIn(page, ADMIN);
    await page.getByRole('button', { name: 'Add a role' }).press('Enter');
    await page.keyboard.type('Night shift');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What may Night shift do?' }).waitFor();
    await page.getByRole('row', { name: /Internal notes\. Reads them, writes them/u }).waitFor();
    const { email } = await addPerson(world.desk, { name: 'Noor', role: 'night_shift' });
    const noor = await new Person(world.desk.url).signIn(email);

    const ticket = await world.jonas.opens('At night');
    await world.ana.post(`/api/tickets/${ticket.id}/notes`, { body: 'Only for those who may read it' });
    const theirs = await windows.open(`${world.desk.url}/desk/all/${ticket.id}`);
    await signIn(theirs, noor);
    await theirs.getByText('Only for those who may read it').waitFor();

    await page.getByRole('checkbox', { name: 'Internal notes: See' }).press('Space');
    await page.getByRole('region', { name: 'Unsaved changes' }).getByText('may no longer see internal notes').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Saved. It holds from now on').first().waitFor();
    expect((await roleNow('night_shift')).rights.notes).toBeUndefined();
    await theirs.getByText('Only for those who may read it').waitFor({ state: 'detached' });
    await theirs.getByText('About: At night').first().waitFor();
    await expect.poll(() => theirs.getByRole('button', { name: 'Internal note' }).count()).toBe(0);

    // Without any right the desk says so, and loads by itself when there is one again.
    await page.getByRole('checkbox', { name: 'Tickets: See' }).press('Space');
    await page.keyboard.press('Control+s');
    await theirs.reload();
    await theirs.getByText('Your role does not include tickets').waitFor();
  });

  it('shows what the role sees, and deletes it once its people have another', async () => {
    const { code } = (await world.zoe.post<Role>('/api/roles', { name: 'Guests', rights: { tickets: ['view'] } })).body;
    const { id } = await addPerson(world.desk, { name: 'Gus', role: code });
    const page = await windows.open(`${world.desk.url}/desk/settings/roles/${code}`);
    await signIn(page, ADMIN);
    await page.getByRole('button', { name: 'See as Guests' }).click();
    const preview = page.getByRole('dialog', { name: 'The desk, seen as Guests' });
    await preview.getByText('cannot reply to customers').waitFor();
    await expect.poll(() => preview.getByText('Mentions').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByLabel('They get the role').selectOption('Agent');
    await page.getByLabel('Type Guests to delete it').fill('Guests');
    await page.keyboard.press('Enter');
    await page.getByText('Deleted the role Guests').first().waitFor();
    expect((await world.zoe.get(`/api/users/${id}`)).body).toMatchObject({ role: 'agent' });
  });

  it('gives one person a line of their own', async () => {
    const page = await windows.open(`${world.desk.url}/desk/settings/people/${world.ben.id}`);
    await signIn(page, ADMIN);
    await page.getByRole('checkbox', { name: 'Internal notes: rights of their own' }).check();
    await page.getByRole('checkbox', { name: 'Internal notes: See' }).uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It holds from now on').first().waitFor();
    expect((await world.zoe.get(`/api/users/${world.ben.id}/permissions`)).body).toMatchObject({ own: { notes: [] } });
    await page.getByRole('button', { name: 'Leave all to the role' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(async () => (await world.zoe.get(`/api/users/${world.ben.id}/permissions`)).body)
      .toMatchObject({ own: {} });
  });
});
