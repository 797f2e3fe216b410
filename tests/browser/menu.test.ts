import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Item } from '../../server/menu/contract.ts';
import { ADMIN } from '../support/desk.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));
afterEach(async () => {
  const { body } = await world.zoe.get<{ items: Item[] }>('/api/menu');
  for (const { code, own } of body.items) if (own) await world.zoe.delete(`/api/menu/${code}`);
  await world.zoe.patch('/api/menu/waiting', { before: 'mine' });
});

describe('the page of the menu', () => {
  it('adds a link for one role, which open desks of that role show without a reload', async () => {
    const [sol, ana] = [
      await windows.open(`${world.desk.url}/desk/waiting`),
      await windows.open(`${world.desk.url}/desk/waiting`),
    ];
    await signIn(sol, world.sol);
    await signIn(ana, world.ana);
    await ana.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
    const page = await windows.open(`${world.desk.url}/desk/settings/menu`);
    await signIn(page, ADMIN);
    await page.getByRole('button', { name: 'Add a link' }).click();
    const form = page.getByRole('dialog', { name: 'A link of your own' });
    await form.getByLabel('Name').fill('Rota');
    await form.getByLabel('Address').fill('http://rota.example');
    await form.getByLabel('Supervisor').check();
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Write a path of this server').first().waitFor();
    await form.getByLabel('Address').fill('https://rota.example/week');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('https://rota.example/week · only for Supervisor').waitFor();
    const link = sol.getByRole('link', { name: 'Rota' });
    await link.waitFor();
    await expect.poll(() => link.getAttribute('href')).toBe('https://rota.example/week');
    await expect.poll(() => link.getAttribute('rel')).toContain('noopener');
    await expect.poll(() => ana.getByRole('link', { name: 'Rota' }).count()).toBe(0);
  });

  it('moves an item by key and by drag, for everybody', async () => {
    const ana = await windows.open(`${world.desk.url}/desk/waiting`);
    await signIn(ana, world.ana);
    const lists = () => ana.getByRole('navigation').first().locator('li a').allInnerTexts();
    const page = await windows.open(`${world.desk.url}/desk/settings/menu`);
    await signIn(page, ADMIN);
    await page.getByRole('button', { name: 'Move Waiting down' }).press('Enter');
    await expect.poll(async () => (await lists())[0]).toMatch(/^Mine/u);
    const item = (name: string) => page.locator('main').getByText(name, { exact: true });
    await item('Waiting').dragTo(item('Mine'));
    await expect.poll(async () => (await lists())[0]).toMatch(/^Waiting/u);
  });
});
