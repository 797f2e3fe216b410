import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN } from '../support/desk.ts';
import { violations } from '../support/axe.ts';
import { Authenticator, stopClock } from '../support/authenticator.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';
import { addPerson } from '../support/world.ts';

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
    await thief(kay.email, PASSWORD);
    await page.reload();
    const row = page.getByRole('listitem').filter({ hasText: 'Firefox, Linux' });
    await row.getByRole('button').click();
    await row.waitFor({ state: 'detached' });
  });
});

describe('a second step', () => {
  beforeEach(() => stopClock(world.desk));

  it('is set up with an app, and from then on asked for after the password', async () => {
    const { email } = await addPerson(world.desk, { name: 'Uma' });
    const page = await windows.open(`${world.desk.url}/desk/settings/security`);
    await signIn(page, await new Person(world.desk.url).signIn(email));
    await page.getByRole('button', { name: 'Set up a second step' }).click();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    const secret = (await page.getByRole('dialog').locator('code').innerText()).replaceAll(' ', '');
    const app = new Authenticator(world.desk, secret);
    await page.getByLabel('Code that the app shows').fill('123 456');
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('This is not the code').waitFor();
    await page.getByLabel('Code that the app shows').fill(app.code());
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    const [recovery = ''] = await page.getByRole('dialog').locator('li code').allInnerTexts();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 recovery codes are left.').waitFor();

    const next = await windows.open(`${world.desk.url}/desk`);
    await next.getByLabel('Email').fill(email);
    await next.getByLabel('Password').fill(PASSWORD);
    await next.getByRole('button', { name: 'Sign in' }).click();
    await next.getByRole('heading', { name: 'Second step' }).waitFor();
    expect(await violations(next)).toEqual([]);
    await next.getByLabel('Code').fill(app.code());
    await next.getByRole('button', { name: 'Sign in' }).click();
    await next.getByText('This code was used already.').waitFor();
    await next.getByLabel('Code').fill(recovery.toUpperCase());
    await next.getByRole('button', { name: 'Sign in' }).click();
    await next.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
  });

  it('is set up during the sign-in when an admin says that the role needs one', async () => {
    const { email } = await addPerson(world.desk, { name: 'Ugo', role: 'supervisor' });
    const page = await windows.open(`${world.desk.url}/desk/settings/sign-in`);
    await signIn(page, ADMIN);
    await page.getByRole('checkbox', { name: 'Supervisor' }).check();
    await page.getByText('Supervisor needs a second step').first().waitFor();

    const theirs = await windows.open(`${world.desk.url}/desk`);
    await theirs.getByLabel('Email').fill(email);
    await theirs.getByLabel('Password').fill(PASSWORD);
    await theirs.getByRole('button', { name: 'Sign in' }).click();
    await theirs.getByRole('heading', { name: 'Set up your second step' }).waitFor();
    const secret = (await theirs.locator('code').innerText()).replaceAll(' ', '');
    await theirs.getByLabel('Code that the app shows').fill(new Authenticator(world.desk, secret).code());
    await theirs.getByRole('button', { name: 'Turn on' }).click();
    await theirs.getByRole('button', { name: 'I have kept them' }).click();
    await theirs.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Supervisor' }).uncheck();
    await page.getByText('Supervisor needs no second step').first().waitFor();
  });
});

describe('a passkey', () => {
  it('is added on the page, signs in without a password, is renamed and removed', async () => {
    const { email } = await addPerson(world.desk, { name: 'Pat' });
    const page = await windows.open(`${world.desk.url}/desk/settings/security`);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await signIn(page, await new Person(world.desk.url).signIn(email));
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    const name = page.getByRole('textbox', { name: /^Name of the passkey/u });
    await name.fill('My laptop');
    await name.blur();
    await page.getByRole('button', { name: 'Remove the passkey My laptop' }).waitFor();
    // The device has one already.
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('This device has a passkey for your account already.').waitFor();

    await page.context().clearCookies();
    await page.reload();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('used ').first().waitFor();
    world.desk.ahead.ms = 11 * 60_000;
    await page.getByRole('button', { name: 'Remove the passkey My laptop' }).click();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('The passkey My laptop is removed').first().waitFor();
    world.desk.ahead.ms = 0;
    await page.context().clearCookies();
    await page.reload();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('This passkey is not known here').waitFor();
  });
});

describe('a dangerous act', () => {
  it('asks who is there when the sign-in is old, and then goes on by itself', async () => {
    const page = await windows.open(`${world.desk.url}/desk/settings/people`);
    await signIn(page, ADMIN);
    const more = page.getByRole('button', { name: 'More for Ben' });
    await more.waitFor();
    world.desk.ahead.ms = 11 * 60_000;
    await more.click();
    await page.getByRole('button', { name: 'New password link' }).click();
    const dialog = page.getByRole('dialog', { name: 'Is it you?' });
    await dialog.getByLabel('Password').fill('not my password');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.getByText('This is not your password.').waitFor();
    await dialog.getByLabel('Password').fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Link for Ben' }).locator('code').waitFor();
    world.desk.ahead.ms = 0;
  });

  it('is not done when the question is closed', async () => {
    const page = await windows.open(`${world.desk.url}/desk/settings/people`);
    await signIn(page, ADMIN);
    const more = page.getByRole('button', { name: 'More for Ben' });
    await more.waitFor();
    world.desk.ahead.ms = 11 * 60_000;
    await more.click();
    await page.getByRole('button', { name: 'Reset the second step' }).click();
    await page.getByRole('dialog', { name: 'Is it you?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Prove that it is you').first().waitFor();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    world.desk.ahead.ms = 0;
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
    await expect.poll(() => page.getByRole('button', { name: 'Link for a forgotten password' }).count()).toBe(0);
  });
});
