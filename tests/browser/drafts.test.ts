import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Draft } from '../../server/drafts/contract.ts';
import type { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

/** A pause in typing is a second long. */
const draftOn = async (person: Person, ticketId: string) =>
  (await person.get<{ items: Draft[] }>(`/api/tickets/${ticketId}/draft`)).body.items.map(({ body }) => body);

it('an agent’s draft follows from desk to phone through an assignment, a reload and a crash, until it is sent', async () => {
  const { ana, ben, sol, jonas, desk } = world;
  const ticket = await jonas.opens('From device to device');
  const other = await jonas.opens('Another one');
  const at = `${desk.url}/desk/all/${ticket.id}`;
  const [first, second] = [await windows.open(at), await windows.open(at)];
  await Promise.all([signIn(first, ana), signIn(second, ana)]);
  const box = (page = first) => page.getByLabel('Reply to Jonas');
  await Promise.all([box(first).waitFor(), box(second).waitFor()]);

  // After a pause in typing the draft is on the server, on the row, and in the other window's box.
  await box().fill('Please hold the');
  await expect.poll(() => draftOn(ana, ticket.id)).toEqual(['Please hold the']);
  await expect.poll(() => box(second).inputValue()).toBe('Please hold the');
  const row = second.getByRole('link', { name: /From device to device/u });
  await row.getByText('Draft').waitFor();

  // The other window continues the draft while the ticket is assigned to a colleague.
  await sol.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ben.id });
  await box(second).fill('Please hold the button');
  await expect.poll(() => box().inputValue()).toBe('Please hold the button');

  // Opening another ticket saves without a pause.
  await box().fill('Please hold the button down');
  await first.goto(`${desk.url}/desk/all/${other.id}`);
  await expect.poll(() => draftOn(ana, ticket.id)).toEqual(['Please hold the button down']);

  // A crash without storage: a third device has the draft.
  await first.context().close();
  const third = await windows.open(at, { viewport: { width: 400, height: 800 } });
  await signIn(third, ana);
  await expect.poll(() => box(third).inputValue()).toBe('Please hold the button down');
  await third.reload();
  await expect.poll(() => box(third).inputValue()).toBe('Please hold the button down');

  // A sent text is no draft on any device: not even in the box of one that its writer has left.
  await box(second).blur();
  await box(third).press('Enter');
  await third.getByRole('article').getByText('Please hold the button down').waitFor();
  await expect.poll(() => box(second).inputValue()).toBe('');
  await expect.poll(() => draftOn(ana, ticket.id)).toEqual([]);
  await row.getByText('Draft').waitFor({ state: 'detached' });

  // Text typed offline is newer than the server's and is kept.
  await second.context().setOffline(true);
  await box(second).fill('One more thing');
  await second.context().setOffline(false);
  await expect.poll(() => draftOn(ana, ticket.id)).toEqual(['One more thing']);
  await expect.poll(() => box(third).inputValue()).toBe('One more thing');
  expect(windows.errors).toEqual([]);
});

it('a customer’s draft follows to another device, and the desk never sees it', async () => {
  const { jonas, ana, desk } = world;
  const ticket = await jonas.opens('At home and at work');
  const [home, work] = [await windows.open(desk.url), await windows.open(desk.url)];
  await Promise.all([signIn(home, jonas), signIn(work, jonas)]);
  const message = (page: Page) => page.getByRole('textbox', { name: 'Message' });
  await Promise.all([home, work].map((page) => page.getByText('At home and at work').first().waitFor()));
  await home.goto(`${desk.url}/tickets/${ticket.id}`);
  await message(home).fill('It is the steel o');
  await expect.poll(() => draftOn(jonas, ticket.id)).toEqual(['It is the steel o']);
  await work.goto(`${desk.url}/tickets/${ticket.id}`);
  await expect.poll(() => message(work).inputValue()).toBe('It is the steel o');
  await expect.poll(() => draftOn(ana, ticket.id)).toEqual([]);
  expect(windows.errors).toEqual([]);
});
