import { expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { opened } from '../support/desk-page.ts';
import { world } from '../support/stage.ts';

it('is set beside the conversation by keyboard, stands in the history, and is undone', async () => {
  const { ana, jonas } = world;
  const row = await jonas.opens('Needed for the fair');
  const page = await opened(ana, row);
  const read = async () => (await ana.get<TicketRow>(`/api/tickets/${row.id}`)).body;
  const panel = page.getByRole('complementary', { name: 'About the customer' });
  const due = panel.getByRole('button', { name: /^Due /u });
  await expect.poll(() => due.innerText()).toContain('by its targets');

  await due.press('Enter');
  await page.getByRole('dialog', { name: 'Due date' }).waitFor();
  await page.keyboard.type('week');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/^In a week/u);
  await page.keyboard.press('Enter');
  await page.getByText('Ana set the due date to').waitFor();
  await panel.getByText('date set by hand').waitFor();
  await expect.poll(() => due.innerText()).not.toContain('by its targets');
  expect((await read()).dueByHand).toBe(true);

  await page.keyboard.press('z');
  await expect.poll(async () => (await read()).dueByHand).toBe(false);
  await expect.poll(() => due.innerText()).toContain('by its targets');
});
