import { afterAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../support/desk.ts';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

/** Somebody who knows the password, on another kind of device. */
async function thief(email: string, password: string) {
  const other = new Person(world.desk.url);
  await other.send('POST', '/api/auth/login', { email, password }, { 'user-agent': FIREFOX });
  return other;
}

describe('the page about one’s own sign-in', () => {
  it('shows a sign-in from a new device, and ends it at once', async () => {
    const page = await windows.open(`${world.desk.url}/desk/settings/security`);
    await signIn(page, ADMIN);
    await page.getByText('this one').waitFor();
    const stolen = await thief(ADMIN.email, ADMIN.password);
    const theirs = await stolen.listen();
    await page.reload();
    const row = page.getByRole('listitem').filter({ hasText: 'Firefox, Linux' });
    await row.getByText('new device').waitFor();
    await row.getByRole('button', { name: /^Sign out Firefox, Linux/u }).click();
    await row.waitFor({ state: 'detached' });
    await theirs.until(() => theirs.socket.disconnected, 'the end of the stolen session');
    expect((await stolen.get('/api/me')).status).toBe(401);
    await page.getByText('this one').waitFor();
  });

  it('is part of a customer’s account', async () => {
    const kay = await new Person(world.desk.url).register('Kay', 'kay@post.example');
    const page = await windows.open(`${world.desk.url}/account`);
    await signIn(page, kay);
    await thief(kay.email, 'a long enough password');
    await page.reload();
    const row = page.getByRole('listitem').filter({ hasText: 'Firefox, Linux' });
    await row.getByRole('button').click();
    await row.waitFor({ state: 'detached' });
  });
});

describe('a customer who forgot their password', () => {
  it('reads what to do, and gets in by a link that an admin makes beside a conversation with them', async () => {
    const kim = await new Person(world.desk.url).register('Kim', 'kim@post.example');
    const ticket = await kim.opens('Where is my order?');
    const theirs = await windows.open(world.desk.url);
    await theirs.getByText('Forgot your password? Tell the team').waitFor();

    const page = await windows.open(`${world.desk.url}/desk/waiting/${ticket.id}`);
    await signIn(page, ADMIN);
    await page.getByRole('button', { name: 'Link for a forgotten password' }).click();
    const link = (await page.getByRole('dialog').locator('code').innerText()).trim();
    await page.getByRole('button', { name: 'Done' }).click();

    await theirs.goto(link);
    await theirs.getByText('kim@post.example').waitFor();
    await theirs.getByLabel('New password').fill('a quite new password');
    await theirs.getByRole('button', { name: 'Save and sign in' }).click();
    await theirs.getByRole('heading', { name: 'Your tickets' }).waitFor();
    await new Person(world.desk.url).signIn('kim@post.example', 'a quite new password');
  });

  it('is helped by an admin only: an agent is not offered the link', async () => {
    const ticket = await world.mia.opens('And mine?');
    const page = await windows.open(`${world.desk.url}/desk/waiting/${ticket.id}`);
    await signIn(page, world.ana);
    await page.getByText('mia@post.example').waitFor();
    expect(await page.getByRole('button', { name: 'Link for a forgotten password' }).count()).toBe(0);
  });
});
