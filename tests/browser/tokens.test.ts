import { afterAll, expect, it } from 'vitest';
import { ADMIN } from '../support/desk.ts';
import { withToken } from '../support/token.ts';
import { violations } from '../support/axe.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const LOOKS = [
  [400, 'dark'],
  [1440, 'dark'],
  [1440, 'light'],
] as const;

afterAll(() => expect(windows.errors).toEqual([]));

it('the page of access tokens creates one, shows it once, rotates it and ends it', async () => {
  const page = await windows.open(`${world.desk.url}/desk/settings/tokens`);
  await signIn(page, ADMIN);
  const secret = async () => (await page.getByRole('region', { name: 'Token' }).innerText()).trim();
  const answers = async (token: string) => (await withToken(world.desk.url, token).get('/api/tickets')).status;

  await page.getByRole('button', { name: 'Create a token' }).click();
  await page.getByLabel('Name').fill('Label printer');
  await page.getByRole('button', { name: 'Create the token' }).click();
  await page.getByText('Tick at least one thing.').waitFor();
  await page.getByRole('radio', { name: 'a machine of its own' }).check();
  await page.getByRole('combobox', { name: 'Role of the machine' }).selectOption('agent');
  // What the role lacks cannot be ticked.
  await expect.poll(() => page.getByLabel('people: see').isDisabled()).toBe(true);
  await page.getByLabel('tickets: see', { exact: true }).check();
  await page.getByLabel('messages: add').check();
  await page.getByText('In words: may see tickets; add messages.').waitFor();
  for (const [width, colorScheme] of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await page.getByRole('button', { name: 'Create the token' }).click();
  await page.getByText('Label printer: copy the token now').waitFor();
  const first = await secret();
  expect(await answers(first)).toBe(200);

  const row = page.getByRole('row').filter({ hasText: 'Label printer' });
  await row.getByText('a machine, by').waitFor();
  await page.reload();
  await row.waitFor();
  expect(await page.content()).not.toContain('abk_');

  await row.getByRole('button', { name: 'Rotate' }).click();
  await page.getByText('It is shown this once').waitFor();
  const second = await secret();
  expect([second === first, await answers(first), await answers(second)]).toEqual([false, 200, 200]);
  await row.getByRole('button', { name: 'End the old one' }).click();
  await expect.poll(() => answers(first)).toBe(401);
  expect(await answers(second)).toBe(200);

  await row.getByRole('button', { name: 'End: Label printer' }).click();
  await page.getByRole('dialog').getByText('Its program is refused').waitFor();
  await page.keyboard.press('Escape');
  expect(await answers(second)).toBe(200);
  await row.getByRole('button', { name: 'End: Label printer' }).click();
  await page.getByRole('button', { name: 'End the token' }).click();
  await expect.poll(() => row.count()).toBe(0);
  expect(await answers(second)).toBe(401);
});
