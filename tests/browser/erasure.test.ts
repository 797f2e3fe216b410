import { afterAll, expect, it } from 'vitest';
import { ADMIN } from '../support/desk.ts';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { addPerson } from '../support/world.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

it('an admin deletes a colleague and a customer for good, after seeing what goes and typing the name', async () => {
  const lee = await addPerson(world.desk, { name: 'Lee' });
  const pia = await new Person(world.desk.url).register('Pia Unmistakable', 'pia.unmistakable@post.example');
  const { id } = await pia.opens('A wet floor', 'It drips');
  const page = await windows.open(`${world.desk.url}/desk/settings/people`);
  await signIn(page, ADMIN);

  await page.getByRole('button', { name: 'More for Lee' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Lee for good?' });
  await dialog.getByText('the name', { exact: true }).waitFor();
  await dialog.getByLabel('Type the name to confirm').fill('Leo');
  await page.keyboard.press('Enter');
  await dialog.getByText('This is not the name of this person.').waitFor();
  await dialog.getByLabel('Type the name to confirm').fill('Lee');
  await page.keyboard.press('Enter');
  await page.getByText('Lee is deleted for good').first().waitFor();
  await expect.poll(() => page.getByRole('row').filter({ hasText: lee.email }).count()).toBe(0);

  await page.goto(`${world.desk.url}/desk/all/${id}`);
  await page.getByRole('complementary').getByRole('button', { name: 'Delete for good' }).click();
  const other = page.getByRole('dialog', { name: 'Delete Pia Unmistakable for good?' });
  await other.getByLabel('Also delete what they wrote: 1 message and 0 files').check();
  await other.getByLabel('Type the name to confirm').fill('Pia Unmistakable');
  await other.getByRole('button', { name: 'Delete for good' }).click();
  await page.locator('#talk').getByText('This message was deleted.').waitFor();
  await page.getByRole('heading', { name: 'Deleted person' }).waitFor();
  await expect.poll(() => page.getByText('pia.unmistakable@post.example').count()).toBe(0);
  await page.context().close();
});
