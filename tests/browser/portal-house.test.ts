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

  // By priority too; the numbers of one filter follow the other.
  const links = () => list.getByRole('link', { name: /^Number/u }).count();
  const urgent = await nora.opens('Number 12');
  expect((await nora.patch(`/api/tickets/${urgent.id}`, { priority: 'urgent' })).status).toBe(200);
  const priority = list.getByRole('combobox', { name: 'Priority' });
  await expect
    .poll(() => priority.locator('option').allInnerTexts())
    .toEqual(expect.arrayContaining(['All priorities 12', 'Normal 11', 'Urgent 1']));
  await priority.selectOption({ label: 'Urgent 1' });
  await expect.poll(links).toBe(1);
  await list.getByRole('status').getByText('1 ticket is shown.').waitFor();
  await expect.poll(() => filter.locator('option').allInnerTexts()).toEqual(['All 1', 'Open 1', 'Done 0']);
  await filter.selectOption({ label: 'Done 0' });
  await list.getByRole('status').getByText('No tickets match this filter.').waitFor();
  expect(await violations(page)).toEqual([]);

  // The address has the filter: back, a reload and another page keep it.
  expect(new URL(page.url()).search).toBe('?status=done&priority=urgent');
  await page.goBack();
  await expect.poll(links).toBe(1);
  expect(await filter.inputValue()).toBe('');
  await list.getByRole('link', { name: 'Number 12' }).click();
  await expect.poll(() => new URL(page.url()).pathname).toBe(`/tickets/${urgent.id}`);
  expect(new URL(page.url()).search).toBe('?priority=urgent');
  await filter.selectOption({ label: 'Done 0' });
  await page.reload();
  await list.getByRole('button', { name: 'Clear filter' }).click();
  await expect.poll(links).toBe(12);
  await expect.poll(() => filter.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(new URL(page.url()).search).toBe('');
});

it('the filter has true numbers and all its tickets where the list has more pages', async () => {
  const nora = await newCustomer();
  const old = await nora.opens('The oldest');
  expect((await nora.patch(`/api/tickets/${old.id}`, { priority: 'urgent' })).status).toBe(200);
  // Staff may open more than a customer may in an hour.
  for (let n = 1; n <= 52; n += 1) {
    const later = { subject: `Later ${n}`, body: 'By phone.', customerId: nora.id };
    expect((await (n % 2 ? world.sol : world.ben).post('/api/tickets', later)).status).toBe(201);
  }
  const page = await visit(nora, '/');
  const list = page.getByRole('navigation', { name: 'Your tickets' });
  const priority = list.getByRole('combobox', { name: 'Priority' });
  await priority.selectOption({ label: 'Urgent 1' });
  await list.getByRole('link', { name: 'The oldest' }).waitFor();
  await setStatus(old, 'resolved');
  const filter = list.getByRole('combobox', { name: 'Which tickets' });
  await expect.poll(() => filter.locator('option').allInnerTexts()).toEqual(['All 1', 'Open 0', 'Done 1']);
});
