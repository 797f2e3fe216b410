import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { ADMIN } from '../support/desk.ts';
import { CLIENT, type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { PASSWORD } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { addPerson } from '../support/world.ts';

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider(world);
});
afterAll(async () => {
  await provider.stop();
  expect(windows.errors).toEqual([]);
});

it('an admin connects a provider and tests it, and a colleague confirms their account once and comes in by the button', async () => {
  const { desk } = world;
  provider.accounts.set('zoe', { email: ADMIN.email, email_verified: true, name: 'Zoe', groups: ['leads', 'vpn'] });
  provider.who = 'zoe';
  const page = await windows.open(`${desk.url}/desk/settings/sign-in`);
  await page.getByLabel('Email').fill(ADMIN.email);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Provider’s address (issuer)').fill('http://127.0.0.1:9');
  await page.getByLabel('Name on the button').fill('Orla ID');
  await page.getByLabel('Client ID').fill(CLIENT.id);
  await page.getByLabel('Client secret').fill(CLIENT.secret);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The provider cannot be asked: Nothing listens at this address.').waitFor();
  await page.getByLabel('Provider’s address (issuer)').fill(provider.issuer);
  await page.getByLabel('Highest role that a group can give').selectOption('supervisor');
  await page.getByRole('button', { name: 'Add a line' }).click();
  await page.getByLabel('Group 1', { exact: true }).fill('leads');
  await page.getByLabel('Role of everybody else').selectOption('agent');
  await page.getByLabel('The button stands on the sign-in page of the team').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();

  await page.getByRole('button', { name: 'Test sign-in' }).click();
  const report = page.getByRole('region', { name: /^Test at/u });
  // Her role is above the highest one, so no group takes it.
  await report.getByText('Admin would come in as Admin.').waitFor();
  await report.getByText('leads gives Supervisor; vpn gives nothing').waitFor();
  await page.getByLabel('Group 1', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.getByLabel('Group 1', { exact: true }).inputValue()).toBe('leads');

  const uma = await addPerson(desk, { name: 'Uma' });
  provider.accounts.set('uma', { email: uma.email, email_verified: true, name: 'Uma', groups: ['leads'] });
  provider.who = 'uma';
  const hers = await windows.open(`${desk.url}/desk/settings/security`);
  await hers.getByRole('link', { name: 'Sign in with Orla ID' }).click();
  await hers.getByText(`Orla ID says that you are ${uma.email}.`).waitFor();
  await hers.getByLabel('Password').fill('not my password');
  await hers.getByRole('button', { name: 'Connect and sign in' }).click();
  await hers.getByText('This is not the password of this account.').waitFor();
  await hers.getByLabel('Password').fill(PASSWORD);
  await hers.getByRole('button', { name: 'Connect and sign in' }).click();
  await hers.waitForURL(/\/desk\/waiting/u);
  // The next time without a question, and to the page that was open.
  await hers.context().clearCookies({ name: 'sid' });
  await hers.goto(`${desk.url}/desk/settings/security`);
  await hers.getByRole('link', { name: 'Sign in with Orla ID' }).click();
  await hers.getByRole('button', { name: 'Disconnect' }).waitFor();

  await page.goto(`${desk.url}/desk/settings/people`);
  await page.getByRole('button', { name: 'More for Uma' }).click();
  await page.getByRole('button', { name: 'Where they are signed in' }).click();
  await page.getByText('Connected to Orla ID').waitFor();

  provider.denies = true;
  await hers.context().clearCookies();
  await hers.goto(`${desk.url}/desk`);
  await hers.getByRole('link', { name: 'Sign in with Orla ID' }).click();
  await hers.getByText('it was refused or cancelled at the provider').waitFor();
  await hers.getByRole('link', { name: 'Back to sign-in' }).click();
  await hers.getByRole('link', { name: 'Sign in with Orla ID' }).waitFor();
});
