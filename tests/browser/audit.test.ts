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
  await expect.poll(() => line.locator('dl').innerText()).toMatch(/Role\s+Agent\s+became\s*→\s+Supervisor/u);

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

it('a change of many rights can be read: in words, the new ones below the old ones, with the name of the role', async () => {
  const given = { tickets: ['view', 'create', 'update'], messages: ['view', 'create', 'update', 'delete'] };
  const input = { name: 'Night trainees', rights: { ...given, notes: ['view', 'create'] } };
  const { body: role } = await world.zoe.post<{ code: string }>('/api/roles', input);
  const rights = { ...given, others_tickets: ['update'], saved_replies: ['view'], teams: ['view'] };
  expect((await world.zoe.put(`/api/roles/${role.code}/permissions`, { rights })).status).toBe(200);
  const page = await windows.open(`${world.desk.url}/desk/settings/audit`);
  await signIn(page, ADMIN);
  const line = page
    .getByRole('region', { name: 'Lines of the audit log' })
    .getByRole('listitem')
    .filter({ hasText: 'changed the rights of the role' });
  await line.getByText('Night trainees', { exact: true }).waitFor();
  const values = line.locator('dl > dd[dir]');
  await expect.poll(() => values.first().innerText()).toContain('Internal notes: see, add');
  await expect.poll(() => values.last().innerText()).toContain('Saved replies: see');
  await expect.poll(() => line.innerText()).not.toContain('tickets.view');
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const [from, to, list] = [
      await values.first().boundingBox(),
      await values.last().boundingBox(),
      await line.boundingBox(),
    ];
    expect(to?.width).toBeGreaterThan((list?.width ?? 0) / 2);
    expect(to?.y).toBeGreaterThanOrEqual((from?.y ?? 0) + (from?.height ?? 0));
    expect((to?.x ?? 0) + (to?.width ?? 0)).toBeLessThanOrEqual((list?.x ?? 0) + (list?.width ?? 0));
  }
  await page.context().close();
});
