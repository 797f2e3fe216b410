import { expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { newCustomer, setStatus, visit } from '../support/portal-page.ts';
import { addSite } from '../support/site.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

it('the portal carries the name and the mark of the first site, from sign-in on, whatever the name contains', async () => {
  const nora = await newCustomer();
  const nameless = await windows.open(world.desk.url);
  await nameless.getByText('Support', { exact: true }).waitFor();
  await addSite(world.desk, { name: 'Orla & "Söhne" <b>', look: { brand: '#9c4a21' } });
  const page = await windows.open(world.desk.url);
  const house = page.getByRole('link', { name: 'Orla & "Söhne" <b>' });
  await house.waitFor();
  await expect.poll(() => page.getByText('Support', { exact: true }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await signIn(page, nora);
  await page.getByRole('navigation', { name: 'Your tickets' }).waitFor();
  await house.waitFor();
  const mark = house.locator('[aria-hidden]');
  await expect.poll(() => mark.innerText()).toBe('O');
  expect(await mark.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(156, 74, 33)');
});

it('a list of more than ten tickets has a filter by status, with true numbers', async () => {
  const nora = await newCustomer();
  const page = await visit(nora, '/');
  const list = page.getByRole('navigation', { name: 'Your tickets' });
  const filter = list.getByRole('combobox', { name: 'Which tickets' });
  for (let n = 1; n <= 10; n += 1) await nora.opens(`Number ${n}`);
  await list.getByRole('link', { name: 'Number 10' }).waitFor();
  await expect.poll(() => filter.count()).toBe(0);
  const last = await nora.opens('Number 11');
  await filter.waitFor();
  await setStatus(last, 'resolved');
  await expect.poll(() => filter.locator('option').allInnerTexts()).toEqual(['All 11', 'Open 10', 'Done 1']);
  await filter.selectOption({ label: 'Done 1' });
  await expect.poll(() => list.getByRole('link', { name: /^Number/u }).count()).toBe(1);
  await filter.selectOption({ label: 'Open 10' });
  await expect.poll(() => list.getByRole('link', { name: /^Number/u }).count()).toBe(10);
  await expect.poll(() => list.getByRole('link', { name: 'Number 11' }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await filter.selectOption({ label: 'All 11' });
  await list.getByRole('link', { name: 'Number 11' }).waitFor();
});
