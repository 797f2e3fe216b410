import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { openWindows, signIn, type Windows } from '../support/windows.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let windows: Windows;
beforeAll(async () => {
  world = await createWorld();
  windows = await openWindows();
});
afterAll(async () => {
  await windows.close();
  expect(windows.errors).toEqual([]);
  await world.end();
});

it('a row shows who views its ticket and who replies, on a desk with another ticket open', async () => {
  const { ana, ben, jonas, desk } = world;
  const [ticket, other] = [await jonas.opens('My order never arrived'), await jonas.opens('Something else')];
  const his = await windows.open(`${desk.url}/desk/all/${other.id}`);
  await signIn(his, ben);
  const row = his.getByRole('region', { name: 'Queue' }).getByRole('listitem').filter({ hasText: ticket.subject });
  await row.waitFor();
  const hers = await windows.open(`${desk.url}/desk/all/${ticket.id}`);
  await signIn(hers, ana);
  await row.getByRole('link', { name: /Viewing now: Ana/u }).waitFor();
  await row.getByTitle('Viewing now: Ana').waitFor();
  await hers.getByRole('textbox', { name: 'Reply to Jonas' }).pressSequentially('We are looking into it');
  await row.getByText('Ana is replying').waitFor();
  expect(await violations(his)).toEqual([]);
  await hers.keyboard.press('Enter');
  await row.getByText('Ana is replying').waitFor({ state: 'detached' });
  // Her reply took the ticket: one face shows both.
  await row.getByTitle('Assigned to Ana, viewing it now').waitFor();
  await hers.context().close();
  await row.getByTitle('Assigned to Ana', { exact: true }).waitFor();
});
