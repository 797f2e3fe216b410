import { expect, it } from 'vitest';
import { newCustomer, visitTicket } from '../support/portal-page.ts';
import { opened } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';

it('the pane of the last ticket, deleted while it is open, leads back to the list, at the desk and in the portal', async () => {
  const nora = await newCustomer();
  const ticket = await nora.opens('The last one');
  const page = await opened(world.ana, ticket);
  const portal = await visitTicket(nora, ticket);
  await world.zoe.delete(`/api/tickets/${ticket.id}`);
  await page.locator('#talk').getByText('This ticket no longer exists.').waitFor();
  // Its keys say so too, and wait for nothing.
  await page.keyboard.press('r');
  await page.getByRole('region', { name: 'Last action' }).getByText('This ticket no longer exists.').waitFor();
  await page.locator('#talk').getByRole('link', { name: 'Back to the queue' }).click();
  await expect.poll(() => new URL(page.url()).pathname).toBe('/desk/waiting');
  await page.getByText('Nobody is waiting.').waitFor();
  await portal.getByText('This ticket does not exist, or it is not yours.').waitFor();
  await portal.locator('#pane').getByRole('link', { name: 'Your tickets' }).last().click();
  await expect.poll(() => new URL(portal.url()).pathname).toBe('/');
  expect(windows.errors).toEqual([]);
});
