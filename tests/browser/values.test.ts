import { expect, it } from 'vitest';
import type { Status } from '../../server/ticket-fields/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { ADMIN } from '../support/desk.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

it('an admin adds, sorts, archives and replaces statuses by keyboard, and an open desk follows', async () => {
  const { zoe, ana, jonas, desk } = world;
  const ticket = await jonas.opens('A pump is on order');
  const page = await windows.open(`${desk.url}/desk/settings/values`);
  await signIn(page, ADMIN);
  const statuses = page.getByRole('region', { name: 'Statuses' });
  const rowOf = (name: string) => statuses.getByRole('row', { name: new RegExp(name, 'u') });
  await rowOf('Resolved').waitFor();

  await page.getByRole('button', { name: 'Add a status' }).press('Enter');
  await page.getByLabel('Name', { exact: true }).fill('Waiting for parts');
  await page.getByLabel('Description').fill('The parts are ordered');
  await page.getByRole('radio', { name: 'Blue' }).check();
  await page.keyboard.press('Enter');
  await rowOf('Waiting for parts').waitFor();
  const made = async () =>
    (await zoe.get<Status[]>('/api/statuses')).body.find(({ code }) => code === 'waiting_for_parts');
  await expect.poll(() => made()).toMatchObject({ type: 'pending', colour: 'info', weight: 70 });

  // Beside an open conversation it is offered at once.
  const other = await windows.open(`${desk.url}/desk/all/${ticket.id}`);
  await signIn(other, ana);
  const status = other.getByRole('main').getByRole('combobox', { name: 'Status', exact: true });
  await status.selectOption('waiting_for_parts');
  const option = status.locator('option[value=waiting_for_parts]');
  expect(await option.getAttribute('title')).toBe('The parts are ordered');
  await expect
    .poll(async () => (await ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.status)
    .toBe('waiting_for_parts');

  const grip = rowOf('Waiting for parts').getByRole('button', { name: /^Move/u });
  await grip.press('ArrowUp');
  await expect.poll(async () => (await made())?.weight).toBe(60);
  await expect.poll(() => grip.evaluate((button) => button === document.activeElement)).toBe(true);

  // And by a pointer, up and down.
  await grip.dragTo(rowOf('Resolved'));
  await expect.poll(async () => (await made())?.weight).toBe(40);
  await grip.dragTo(rowOf('Cancelled'));
  await expect.poll(async () => (await made())?.weight).toBe(70);

  const more = rowOf('Waiting for parts').getByRole('button', { name: /^More/u });
  await expect.poll(() => rowOf('Waiting for parts').innerText()).toMatch(/\s1\s*$/u);
  await more.press('Enter');
  await page.getByRole('button', { name: 'Archive', exact: true }).press('Enter');
  await page.getByText('1 ticket keeps it.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).press('Enter');
  await expect.poll(async () => (await made())?.archived).toBe(true);

  await more.press('Enter');
  await page.getByRole('button', { name: 'Replace and delete' }).press('Enter');
  await page.getByText('1 ticket has it, and gets another one.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace and delete' }).press('Enter');
  await expect.poll(() => status.inputValue()).toBe('pending');
  await other.getByText('The status Waiting for parts was replaced by Waiting for the customer').waitFor();
  await expect.poll(() => rowOf('Waiting for parts').count()).toBe(0);
});
