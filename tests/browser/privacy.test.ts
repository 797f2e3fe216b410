import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { ADMIN } from '../support/desk.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { stored } from '../support/stored.ts';
import { unzipped } from '../support/unzipped.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

it('an admin sees what a rule would do, holds a ticket, and takes the data of its customer along', async () => {
  const pia = await new Person(world.desk.url).register('Pia Evidence', 'pia.evidence@post.example');
  const { id, number } = await pia.opens('Evidence', 'It was so');
  const page = await windows.open(`${world.desk.url}/desk/settings/privacy`);
  await signIn(page, ADMIN);

  await page.getByRole('button', { name: 'Add a rule' }).click();
  const form = page.getByRole('form', { name: 'A new rule' });
  await form.getByLabel('Months since they were done').fill('600');
  await form.getByRole('button', { name: 'Show what it would do now' }).click();
  await form.getByText('A run would now take').waitFor();
  await form.getByText('no ticket').waitFor();
  await form.getByRole('button', { name: 'Save the rule' }).click();
  await page.getByText('Anonymised 600 months after they were closed or resolved.').waitFor();

  await page.goto(`${world.desk.url}/desk/settings/customers`);
  await page.getByRole('searchbox', { name: 'Find by name or address' }).fill('pia.evidence');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await page.getByRole('link', { name: 'Pia Evidence' }).click();
  await page.getByRole('heading', { name: 'Pia Evidence', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Evidence', exact: true }).click();

  const panel = page.getByRole('complementary', { name: 'About the customer' });
  await panel.getByRole('button', { name: 'Put on legal hold' }).click();
  const hold = page.getByRole('dialog', { name: 'Put on legal hold' });
  await hold.getByLabel('Reason').fill('Case 12/26');
  await page.keyboard.press('Enter');
  await panel.getByText('This ticket is kept as it is.').waitFor();
  await new Person(world.desk.url)
    .signIn(ADMIN.email, ADMIN.password)
    .then((zoe) => zoe.patch(`/api/tickets/${id}`, { subject: 'Not what it was' }));
  await panel.getByText(/^Subject until .*, when .* changed it:$/u).waitFor();
  await panel.getByText('Evidence', { exact: true }).waitFor();

  await panel.getByRole('button', { name: 'Export all data' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export all data of Pia Evidence' });
  await dialog.getByRole('button', { name: 'Make the archive' }).click();
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const files = unzipped(await readFile(await (await saved).path()));
  expect([...files.keys()]).toContain(`tickets/${number}.json`);

  await page.goto(`${world.desk.url}/desk/settings/privacy`);
  await page.getByText('Pia Evidence, by ').waitFor();
  await page.getByRole('button', { name: `End the hold: Ticket ${number}` }).click();
  await expect.poll(() => stored(world.desk, 'SELECT 1 FROM holds WHERE ticket_id = ?', id)).toEqual([]);
  await page.getByRole('button', { name: 'Change the rule: All tickets, except of sites with their own rule' }).click();
  await page.getByRole('button', { name: 'Delete the rule' }).click();
  await page.getByText('Tickets are kept until somebody deletes them.').waitFor();
  await page.context().close();

  const own = await windows.open(`${world.desk.url}/account`);
  await signIn(own, { email: pia.email, password: PASSWORD });
  await own.getByRole('button', { name: 'Make an archive' }).click();
  const mine = own.waitForEvent('download');
  await own.getByRole('button', { name: 'Download' }).click();
  expect([...unzipped(await readFile(await (await mine).path())).keys()]).toContain('profile.json');
  await own.context().close();
});

it('an admin ends a hold where the conversation says it, and the focus stays there', async () => {
  const admin = await new Person(world.desk.url).signIn(ADMIN.email, ADMIN.password);
  const { id, number } = await world.jonas.opens('Held and let go');
  const held = () => stored(world.desk, 'SELECT 1 FROM holds WHERE ticket_id = ?', id);
  expect((await admin.put(`/api/tickets/${id}/hold`, { reason: 'Case 13/26' })).status).toBe(200);
  const page = await windows.open(`${world.desk.url}/desk/all/${id}`);
  await signIn(page, ADMIN);
  const panel = page.getByRole('complementary', { name: 'About the customer' });
  await panel.getByRole('button', { name: `End the hold: Ticket ${number}` }).press('Enter');
  await panel.getByText('This ticket is kept as it is.').waitFor({ state: 'detached' });
  expect(held()).toEqual([]);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('talk');
});
