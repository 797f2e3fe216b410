import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { ADMIN } from '../support/desk.ts';
import { addPerson } from '../support/world.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

it('an admin finds by keyboard who changed a role, before and after, and takes the lines along', async () => {
  const kim = await addPerson(world.desk, { name: 'Kim' });
  const role = { role: 'supervisor' };
  await world.zoe.send('PATCH', `/api/users/${kim.id}`, role, { 'x-request-id': 'the-change-of-kim' });
  await world.zoe.patch('/api/settings', { autoAssign: true });
  const page = await windows.open(`${world.desk.url}/desk/settings/audit`);
  await signIn(page, ADMIN);
  const trail = page.getByRole('region', { name: 'Lines of the audit log' });
  await trail.getByText('changed the settings').waitFor();
  await expect.poll(() => trail.getByText('signed in').count()).toBe(0);

  await page.getByLabel('Area').focus();
  await page.keyboard.type('People');
  await expect.poll(() => trail.getByText('changed the settings').count()).toBe(0);
  const line = trail.getByRole('listitem').filter({ hasText: 'changed Kim' });
  await expect.poll(() => line.locator('dl').innerText()).toMatch(/Role\s+agent\s+became\s*→\s+supervisor/u);

  const narrow = line.getByRole('button', { name: 'only the lines of this request' });
  await narrow.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => trail.getByRole('listitem').count()).toBe(1);
  await expect
    .poll(() => page.getByRole('searchbox', { name: 'Ticket number, or id' }).inputValue())
    .toBe('the-change-of-kim');

  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).click();
  const csv = await readFile(await (await saved).path(), 'utf8');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
  expect(csv).toContain('changed Kim');

  await page.getByRole('searchbox', { name: 'Ticket number, or id' }).fill('no such id');
  await page.getByText('No line matches.').waitFor();
  await page.getByRole('searchbox', { name: 'Ticket number, or id' }).fill('');
  await page.getByLabel('Area').selectOption('Every area');
  await page.getByRole('button', { name: 'Show them too' }).click();
  await trail.getByText('signed in').first().waitFor();
  await page.context().close();
});
