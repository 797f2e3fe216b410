import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const PACE_MS = 60;
const SLOW_MS = 700;

let tickets: TicketRow[];
beforeAll(async () => {
  const { jonas, mia } = world;
  tickets = [];
  for (let i = 0; i < 12; i++) tickets.push(await jonas.opens(`Of Jonas ${i}`), await mia.opens(`Of Mia ${i}`));
});
afterAll(() => expect(windows.errors).toEqual([]));

async function openDesk() {
  const page = await windows.open(`${world.desk.url}/desk/waiting`);
  await signIn(page, world.ana);
  await page.getByRole('link', { name: /Of Mia 11/u }).waitFor();
  return page;
}

/** As fast as a person who looks for the right ticket. */
async function clickThrough(page: Page, rows: TicketRow[]) {
  const links = await Promise.all(
    rows.map((row) => page.getByRole('region', { name: 'Queue' }).locator(`a[href$="${row.id}"]`).elementHandle()),
  );
  for (const link of links) {
    await link?.evaluate((element: HTMLElement) => element.click());
    await page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), PACE_MS);
  }
}

const conversation = (page: Page) => page.getByRole('region', { name: 'Messages' });

describe('an agent who clicks through many tickets at once', () => {
  it('has a live ticket after a lost connection, although every history arrived late', async () => {
    const page = await openDesk();
    await page.route('**/api/tickets/*/events*', async (route) => {
      const answer = await route.fetch();
      setTimeout(() => void route.fulfill({ response: answer }).catch(() => {}), SLOW_MS);
    });
    await clickThrough(page, tickets);
    const last = tickets.at(-1) as TicketRow;
    await conversation(page).getByText(`About: ${last.subject}`).waitFor();
    await page.context().setOffline(true);
    await world.mia.says(last.id, 'Said into the tunnel');
    await page.context().setOffline(false);
    await conversation(page).getByText('Said into the tunnel').waitFor();
    await world.mia.says(last.id, 'Said after it');
    await conversation(page).getByText('Said after it').waitFor();
    await page.context().close();
  });

  it('hears new messages on the last ticket, although its request was throttled', async () => {
    const page = await openDesk();
    await clickThrough(page, tickets.slice(0, 16));
    const last = tickets[15] as TicketRow;
    await conversation(page).getByText(`About: ${last.subject}`).waitFor();
    await world.mia.says(last.id, 'Does anybody hear this?');
    await conversation(page).getByText('Does anybody hear this?').waitFor();
    await page.context().close();
  });

  it('keeps the conversation through a snapshot reload, and sees it again when its first page was lost', async () => {
    const { sol, ben, mia, zoe } = world;
    const gone = await mia.opens('Gone by the morning');
    const other = await openDesk();
    await other.getByRole('link', { name: /Gone by the morning/u }).click();
    await conversation(other).getByText('About: Gone by the morning').waitFor();
    const page = await openDesk();
    const ticket = await mia.opens('A long night');
    await page.getByRole('link', { name: /A long night/u }).click();
    await conversation(page).getByText('About: A long night').waitFor();
    for (const desk of [page, other]) await desk.context().setOffline(true);
    expect((await zoe.delete(`/api/tickets/${gone.id}`)).status).toBe(204);
    // More events than a catch-up holds.
    for (let i = 0; i < 260; i++) {
      for (const person of [sol, ben])
        await person.post(`/api/tickets/${ticket.id}/notes`, { body: `Note ${i} of ${person.name}` });
    }
    await mia.says(ticket.id, 'The last of it');
    let lost = 0;
    let stayed = 0;
    await page.route('**/api/tickets/*/events*', async (route) => {
      if (lost++ > 0) return route.continue();
      stayed = await conversation(page).getByText('About: A long night').count();
      return route.abort();
    });
    await page.context().setOffline(false);
    await conversation(page).getByText('The last of it').waitFor();
    expect(lost).toBeGreaterThan(1);
    expect(stayed).toBe(1);
    await page.context().close();

    await other.context().setOffline(false);
    await other.getByText('This ticket no longer exists').waitFor();
    await other.context().close();
  });
});
