import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../support/desk.ts';
import { picture } from '../support/files.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';
import { addPerson } from '../support/world.ts';

afterAll(() => expect(windows.errors).toEqual([]));

async function people(options = {}) {
  const page = await windows.open(`${world.desk.url}/desk/settings/people`, options);
  await signIn(page, ADMIN);
  await row(page, 'Ana').waitFor();
  return page;
}
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
async function choose(page: Page, name: string, act: string) {
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page
    .getByRole('dialog', { name: `More for ${name}` })
    .getByRole('button', { name: act })
    .click();
}
const linkIn = async (page: Page) => (await page.getByRole('dialog').locator('code').innerText()).trim();

describe('the page of people', () => {
  it('is a table of who is on the team, with headings that sort it', async () => {
    const page = await people();
    await expect
      .poll(() => page.getByRole('columnheader').allInnerTexts())
      .toEqual(['Name', 'Role', 'Load', 'Last seen']);
    await page.getByRole('button', { name: 'Role' }).click();
    await expect.poll(() => page.getByRole('rowheader').first().innerText()).toContain('zoe@desk.example');
    await page.getByRole('searchbox', { name: 'Find a person' }).fill('SOL@');
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(1);
    // Red stands only in a confirmation.
    await expect.poll(() => page.locator('main .danger').count()).toBe(0);
  });

  it('invites by a link, with which the invited person joins the desk without a password from anybody', async () => {
    const page = await people();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Email').fill('ana@desk.example');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByText('ana@desk.example has an account already.').waitFor();
    await page.getByLabel('Email').fill('kim@desk.example');
    await page.getByRole('combobox', { name: 'Role' }).last().selectOption('supervisor');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByText('The link is ready').waitFor();
    const link = await linkIn(page);
    await page.getByRole('button', { name: 'Done' }).click();
    await row(page, 'kim@desk.example').getByText('Invited by').waitFor();

    const theirs = await windows.open(link);
    await theirs.getByText('invites kim@desk.example').waitFor();
    expect(theirs.url()).toBe(`${world.desk.url}/desk/join`);
    await theirs.getByLabel('Name').fill('Kim');
    await theirs.getByLabel('Password').fill(PASSWORD);
    await theirs.getByRole('button', { name: 'Join' }).click();
    await theirs.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
    // The page of the admin shows it without a reload.
    await row(page, 'Kim').getByText('Supervisor').waitFor();
    await expect.poll(() => page.getByText('Invited by').count()).toBe(0);

    const late = await windows.open(link);
    await late.getByText('This link does not work any more.').waitFor();
    await late.getByRole('link', { name: 'Sign in' }).click();
    await late.getByText('The desk is for the team.').waitFor();
    await late.getByText('Forgot your password? Ask an admin of your team for a new link.').waitFor();
  });

  it('renews and revokes an invitation', async () => {
    const page = await people();
    await world.zoe.post('/api/invitations', { emails: ['lee@desk.example'], role: 'agent' });
    await row(page, 'lee@desk.example').waitFor();
    await choose(page, 'lee@desk.example', 'New link');
    const link = await linkIn(page);
    await page.getByRole('button', { name: 'Done' }).click();
    await choose(page, 'lee@desk.example', 'Revoke the invitation');
    await row(page, 'lee@desk.example').waitFor({ state: 'detached' });
    const theirs = await windows.open(link);
    await theirs.getByText('This link does not work any more.').waitFor();
  });

  it('makes a link with which somebody sets a new password, which ends their sessions', async () => {
    const page = await people();
    await choose(page, 'Ben', 'New password link');
    const link = await linkIn(page);
    await page.getByRole('button', { name: 'Done' }).click();
    const theirs = await windows.open(link);
    await theirs.getByText('ben@desk.example').waitFor();
    // The secret is not in the address any more, and still unspent.
    await theirs.reload();
    await theirs.getByText('Open the link again.').waitFor();
    await theirs.goto(link);
    await theirs.getByText('ben@desk.example').waitFor();
    await theirs.getByLabel('New password').fill('short');
    await theirs.getByRole('button', { name: 'Save and sign in' }).click();
    await theirs.getByText('Use at least 10 characters.').waitFor();
    await theirs.getByLabel('New password').fill('a quite new password');
    await theirs.getByRole('button', { name: 'Save and sign in' }).click();
    await theirs.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
    expect((await world.ben.get('/api/me')).status).toBe(401);
    await new Person(world.desk.url).signIn('ben@desk.example', 'a quite new password');
  });

  it('reads the link of the first admin when it is opened again in the same tab', async () => {
    const page = await windows.open(`${world.desk.url}/desk/setup`);
    await page.getByText('Open the whole link from the server’s log').waitFor();
    await page.goto(`${world.desk.url}/desk/setup#a-secret`);
    await page.getByText('This page works once.').waitFor();
    expect(page.url()).toBe(`${world.desk.url}/desk/setup`);
  });

  it('deactivates after a confirmation that names the person, and can undo it', async () => {
    await addPerson(world.desk, { name: 'Gil' });
    const page = await people();
    await choose(page, 'Gil', 'Deactivate');
    await page.getByRole('heading', { name: 'Deactivate Gil?' }).waitFor();
    await page.getByRole('button', { name: 'Deactivate Gil' }).click();
    await row(page, 'Gil').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '1 deactivated' }).click();
    await row(page, 'Gil').getByText('Deactivated', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Undo/u }).click();
    await row(page, 'Gil').getByText('Deactivated', { exact: true }).waitFor({ state: 'detached' });
    await row(page, 'Gil').waitFor();
  });

  it('corrects a mistyped address by the keyboard, and the colleague signs in with the right one', async () => {
    const { id } = await addPerson(world.desk, { name: 'Liv', email: 'lvi@desk.example' });
    const page = await people();
    await page.getByRole('button', { name: 'More for Liv' }).press('Enter');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Change profile' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Profile of Liv' });
    await expect.poll(() => dialog.getByLabel('Name').evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.press('Tab');
    await expect.poll(() => dialog.getByLabel('Email').evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('liv@desk');
    await page.keyboard.press('Enter');
    await dialog.getByText('Write an address such as name@example.com.').waitFor();
    await dialog.getByLabel('Email').fill('ana@desk.example');
    await page.keyboard.press('Enter');
    await dialog.getByText('There is an account or an invitation with this address.').waitFor();
    await dialog.getByLabel('Email').fill('Liv@desk.example');
    await dialog.getByLabel('Language').selectOption('nb');
    await dialog.getByLabel('Time zone').selectOption('Europe/Oslo');
    await dialog.getByText(/^It is \d\d:\d\d there\.$/u).waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await row(page, 'Liv').getByText('liv@desk.example').waitFor();

    const theirs = await windows.open(`${world.desk.url}/desk`);
    await signIn(theirs, { email: 'liv@desk.example', password: PASSWORD });
    await theirs.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
    const { body } = await world.zoe.get(`/api/users/${id}`);
    expect(body).toMatchObject({ name: 'Liv', email: 'liv@desk.example', locale: 'nb', timeZone: 'Europe/Oslo' });
  });

  it('takes a picture away, and says why the account of who may do more stays as it is', async () => {
    expect((await world.zoe.puts(`/api/users/${world.ana.id}/picture`, await picture('me.png'))).status).toBe(200);
    await world.zoe.post('/api/roles', {
      ...{ code: 'keeper', name: 'Keeper' },
      rights: { people: ['view', 'update'], tickets: ['view'] },
    });
    const kit = await addPerson(world.desk, { name: 'Kit', role: 'keeper' });
    const page = await people();
    await choose(page, 'Ana', 'Change profile');
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.getByText('The picture is removed.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect((await world.ana.get('/api/me')).body).toMatchObject({ picture: null });

    const theirs = await windows.open(`${world.desk.url}/desk/settings/people`);
    await signIn(theirs, { email: kit.email, password: PASSWORD });
    await choose(theirs, 'Ana', 'Change profile');
    await theirs.getByLabel('Name').fill('Anna');
    await theirs.getByRole('button', { name: 'Save' }).click();
    await theirs.getByText('This person may do more than you.').waitFor();
    await theirs.getByRole('button', { name: 'Cancel' }).click();
    await row(theirs, 'Ana').waitFor();
  });

  it('changes a role and a limit', async () => {
    const page = await people();
    await choose(page, 'Sol', 'Change role or limit');
    await page.getByLabel('Active tickets at most').fill('3');
    await page.getByRole('combobox', { name: 'Role' }).last().selectOption('agent');
    await page.getByText('Replies; changes their own and unassigned tickets.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await row(page, 'Sol').getByText('0 of 3').waitFor();
    await row(page, 'Sol').getByText('Agent').waitFor();
  });

  it('fits a phone', async () => {
    const page = await people({ viewport: { width: 390, height: 844 } });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBe(0);
    await choose(page, 'Ana', 'Change role or limit');
    await page.getByRole('button', { name: 'Cancel' }).click();
  });
});
