/** A customer's windows on the portal. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { Person } from './person.ts';
import { windows, world } from './stage.ts';
import { signIn, type Windows } from './windows.ts';

let guests = 0;

/** A customer of one test alone: what others do is no news to them. */
export async function newCustomer(): Promise<Person> {
  guests += 1;
  return new Person(world.desk.url).register(`Nora ${guests}`, `nora-${guests}@post.example`);
}

export async function visit(person: Person, path: string, options?: Parameters<Windows['open']>[1]): Promise<Page> {
  const page = await windows.open(world.desk.url + path, options);
  await signIn(page, person);
  return page;
}

/** A conversation on the screen, live. */
export async function visitTicket(person: Person, ticket: TicketRow, options?: Parameters<Windows['open']>[1]) {
  const page = await visit(person, `/tickets/${ticket.id}`, options);
  await page.getByRole('article').first().waitFor();
  return page;
}

export const box = (page: Page) => page.getByRole('textbox', { name: 'Message' });
export const flow = (page: Page) => page.getByRole('region', { name: 'Messages' });
export const setStatus = async (ticket: TicketRow, status: string) =>
  expect((await world.sol.put(`/api/tickets/${ticket.id}/status`, { status })).status).toBe(200);

/** As if the tab were behind another one. */
export async function hide(page: Page, hidden: boolean) {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (isHidden ? 'hidden' : 'visible'),
    });
    document.hasFocus = () => !isHidden;
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
