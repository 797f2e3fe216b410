import { expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { count, signIn } from '../support/windows.ts';

const ticketOf = async (id: string) => (await world.sol.get<TicketRow>(`/api/tickets/${id}`)).body;

/** Two desks with the same ticket open and loaded. */
async function bothOn(ticket: TicketRow, people: [Person, Person]) {
  const pages = [];
  for (const person of people) {
    const page = await windows.open(`${world.desk.url}/desk/all/${ticket.id}`);
    await signIn(page, person);
    await page.getByRole('article').getByText(`About: ${ticket.subject}`).waitFor();
    pages.push(page);
  }
  return pages as [(typeof pages)[0], (typeof pages)[0]];
}

it('when two agents take a ticket in the same second, one gets it and the other reads who', async () => {
  const { ana, ben, jonas } = world;
  const ticket = await jonas.opens('Both at once');
  const pages = await bothOn(ticket, [ana, ben]);
  await Promise.all(pages.map((page) => page.keyboard.press('i')));
  await expect.poll(async () => (await ticketOf(ticket.id)).assignee?.name ?? '').toMatch(/Ana|Ben/u);
  const holder = (await ticketOf(ticket.id)).assignee?.name ?? '';
  const [won, lost] = holder === 'Ana' ? pages : [pages[1], pages[0]];
  await won.getByText(`Assigned “Both at once” to ${holder}`).first().waitFor();
  await lost.getByText(`${holder} took this ticket.`).first().waitFor();
  // The other desk shows it without a reload.
  await lost
    .getByRole('combobox', { name: 'Assignee' })
    .locator('option:checked', { hasText: holder })
    .waitFor({ state: 'attached' });
  await Promise.all(pages.map((page) => page.context().close()));
});

it('when two agents reply in the same second, one is shown the other’s reply once, and nothing is doubled or lost', async () => {
  const { sol, ana, jonas } = world;
  const ticket = await jonas.opens('Two answers');
  const pages = await bothOn(ticket, [ana, sol]);
  const texts = ['Ana says: turn it off.', 'Sol says: leave it on.'] as const;
  for (const [i, page] of pages.entries()) await page.getByLabel('Reply to Jonas').fill(texts[i] ?? '');
  await Promise.all(pages.map((page) => page.keyboard.press('Enter')));
  const sent = async () => {
    const { body } = await jonas.get<{ items: { body: string }[] }>(`/api/tickets/${ticket.id}/messages`);
    return body.items.map((message) => message.body).slice(1);
  };
  await expect.poll(sent).toHaveLength(1);
  const [first = ''] = await sent();
  const [won, lost] = first === texts[0] ? pages : [pages[1], pages[0]];
  const other = texts.find((text) => text !== first) ?? '';
  await lost.getByText(/replied meanwhile\. Read the reply, then send anyway\./u).waitFor();
  await lost.getByRole('article').getByText(first).first().waitFor();
  // The reply is held once; after reading, the agent decides.
  await lost.getByRole('button', { name: 'Send anyway' }).click();
  await expect.poll(sent).toEqual([first, other]);
  for (const page of [won, lost]) await expect.poll(() => count(page, other)).toBe(1);
  await Promise.all(pages.map((page) => page.context().close()));
});

it('when two agents set the status in the same second, the first wins and the second reads whose it is', async () => {
  const { sol, ana, jonas } = world;
  const ticket = await jonas.opens('Two ends');
  const [hers, his] = await bothOn(ticket, [sol, ana]);
  // The other agent's change has not arrived yet, as within the same second.
  await his.context().setOffline(true);
  await his.getByRole('combobox', { name: 'Status' }).selectOption('closed');
  await hers.getByRole('combobox', { name: 'Status' }).selectOption('pending');
  await expect.poll(async () => (await ticketOf(ticket.id)).status).toBe('pending');
  await his.context().setOffline(false);
  await his
    .getByText(/failed: Sol changed the status meanwhile\./u)
    .first()
    .waitFor();
  expect((await ticketOf(ticket.id)).status).toBe('pending');
  expect(windows.errors).toEqual([]);
});
