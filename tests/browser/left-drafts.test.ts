/** Who leaves a ticket by an act is told what stays unsent in it. */
import { afterAll, expect, it } from 'vitest';
import { opened } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';

afterAll(() => expect(windows.errors).toEqual([]));

it.each([
  ['a note', ['n'], 'Resolved “Left with a note”; your note is kept as a draft'],
  ['a reply', ['r'], 'Resolved “Left with a reply”; your reply is kept as a draft'],
  ['both', ['r', 'n'], 'Resolved “Left with both”; your reply and your note are kept as drafts'],
])('resolving says that %s is kept as a draft, and the undo works', async (what, keys, words) => {
  const ticket = await world.jonas.opens(`Left with ${what}`);
  const page = await opened(world.ana, ticket);
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.locator('#talk textarea:focus').waitFor();
    await page.keyboard.type('Not sent yet');
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('e');
  const toast = page.getByRole('region', { name: 'Last action' });
  await toast.getByText(words).first().waitFor();
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(async () => (await world.ana.get<typeof ticket>(`/api/tickets/${ticket.id}`)).body.status)
    .toBe('open');
  await page.context().close();
});

it('resolving says nothing of drafts where nothing is unsent', async () => {
  const ticket = await world.mia.opens('Left with nothing');
  const page = await opened(world.ana, ticket);
  await page.locator('#talk').getByRole('button', { name: 'Resolve' }).waitFor();
  await page.keyboard.press('e');
  const toast = page.getByRole('region', { name: 'Last action' });
  await toast.getByText('Resolved “Left with nothing”').waitFor();
  expect(await toast.getByText('draft').count()).toBe(0);
  await page.context().close();
});
