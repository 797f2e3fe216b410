import type { Locator, Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { Site } from '../../server/sites/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { ADMIN } from '../support/desk.ts';
import { wire } from '../support/line.ts';
import { newCustomer, setStatus } from '../support/portal-page.ts';
import { addSite } from '../support/site.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const SENTENCE = 'The jet is blocked, so I send you another one today.';
/** Between two keys, as a quick person types. */
const PACE_MS = 30;

/** Something happens while somebody types: not a letter is lost, and the focus stays. */
async function typeThrough(box: Locator, happens: () => Promise<unknown>, text = SENTENCE) {
  const page = box.page();
  await box.click();
  const typed = page.keyboard.type(text, { delay: PACE_MS });
  await page.waitForTimeout(400);
  await happens();
  await typed;
  // Whatever came of it has arrived.
  await page.waitForTimeout(1_200);
  await expect.poll(() => box.inputValue()).toBe(text);
  await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
}

async function openDesk(ticket: TicketRow) {
  const page = await windows.open('about:blank');
  const line = await wire(page);
  await page.goto(`${world.desk.url}/desk/all/${ticket.id}`);
  await signIn(page, world.ana);
  await page.getByRole('article').getByText(`About: ${ticket.subject}`).waitFor();
  return { page, line };
}
type Line = Awaited<ReturnType<typeof wire>>;

const merges = async (from: TicketRow, into: TicketRow) =>
  expect((await world.sol.post(`/api/tickets/${from.id}/merge`, { into: into.id })).status).toBe(200);
const drafts = async (person: typeof world.ana, ticket: TicketRow, kind: string) =>
  expect(
    (await person.put(`/api/tickets/${ticket.id}/draft`, { kind, body: 'Written on another device' })).status,
  ).toBe(200);

describe.each([
  ['reply', (page: Page) => page.getByLabel('Reply to Jonas'), 'message'],
  ['internal note', (page: Page) => page.getByLabel('Internal note, not sent to Jonas'), 'note'],
] as const)('the box of a %s at the desk', (name, boxOn, kind) => {
  it.each<[string, (ticket: TicketRow, line: Line) => Promise<unknown>]>([
    ['a colleague closes the ticket', (ticket) => setStatus(ticket, 'closed')],
    ['a colleague merges it', async (ticket) => merges(ticket, await world.jonas.opens(`Target of ${ticket.subject}`))],
    ['it is deleted', (ticket) => world.zoe.delete(`/api/tickets/${ticket.id}`)],
    ['everything is loaded anew', (_ticket, line) => line.afresh()],
    ['another device stores a draft', (ticket) => drafts(world.ana, ticket, kind)],
    [
      'the customer and a colleague write',
      async (ticket) => {
        await world.jonas.says(ticket.id, 'Any news?');
        await world.sol.says(ticket.id, 'A moment, please.');
      },
    ],
  ])('keeps every letter while %s', async (what, happens) => {
    const ticket = await world.jonas.opens(`${name}: ${what}`);
    const { page, line } = await openDesk(ticket);
    if (kind === 'note') await page.keyboard.press('n');
    await typeThrough(boxOn(page), () => happens(ticket, line));
    await page.context().close();
  });
});

it('a message that is being edited at the desk keeps every letter through an edit elsewhere and a new snapshot', async () => {
  const ticket = await world.jonas.opens('Edited twice');
  const { id } = await world.ana.says(ticket.id, 'Hello.');
  const { page, line } = await openDesk(ticket);
  await page.getByRole('button', { name: 'Change this message' }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const box = page.getByRole('textbox', { name: 'Edit', exact: true });
  await box.fill('');
  await typeThrough(box, async () => {
    await world.ana.patch(`/api/tickets/${ticket.id}/messages/${id}`, { body: 'Edited elsewhere' });
    await line.afresh();
  });
  await page.context().close();
});

it('a tag that is being typed keeps every letter when a colleague gets the ticket, and none of them is a command', async () => {
  const ticket = await world.jonas.opens('Given away');
  const { page } = await openDesk(ticket);
  await typeThrough(
    page.getByRole('combobox', { name: 'Add a tag' }),
    () => world.sol.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: world.ben.id }),
    'pump, exhausted, via the supplier',
  );
  await page.context().close();
});

describe('the box of a customer', () => {
  it.each<[string, (ticket: TicketRow, page: Page, line: Line) => Promise<unknown>]>([
    [
      'the ticket is merged into another',
      async (ticket) => merges(ticket, await opener(ticket).opens('The other ticket')),
    ],
    ['everything is loaded anew', (_ticket, _page, line) => line.afresh()],
    ['it is deleted', (ticket) => world.zoe.delete(`/api/tickets/${ticket.id}`)],
    ['another device stores a draft', (ticket) => drafts(opener(ticket), ticket, 'message')],
  ])('keeps every letter while %s', async (what, happens) => {
    const nora = await newCustomer();
    const ticket = await nora.opens(`Portal: ${what}`);
    openers.set(ticket.id, nora);
    const page = await windows.open('about:blank');
    const line = await wire(page);
    await page.goto(`${world.desk.url}/tickets/${ticket.id}`);
    await signIn(page, nora);
    await page.getByRole('article').first().waitFor();
    await typeThrough(page.getByRole('textbox', { name: 'Message' }), () => happens(ticket, page, line));
    await page.context().close();
  });

  it('keeps the next sentence when the message before it moves to a new ticket', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Closed meanwhile');
    const page = await windows.open(`${world.desk.url}/tickets/${ticket.id}`);
    await signIn(page, nora);
    await page.getByRole('article').first().waitFor();
    await page.route('**/api/tickets/*/messages', async (route) => {
      await page.waitForTimeout(700);
      await route.continue();
    });
    await setStatus(ticket, 'closed');
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.fill('One more thing');
    await box.press('Enter');
    await typeThrough(box, () => page.waitForURL((url) => !url.pathname.endsWith(ticket.id)));
    await page.context().close();
  });

  it('stays the form of a first ticket when the team opens one for them', async () => {
    const nora = await newCustomer();
    const page = await windows.open(world.desk.url);
    await signIn(page, nora);
    await typeThrough(page.getByLabel('Your question'), () =>
      world.sol.post('/api/tickets', { customerId: nora.id, subject: 'We call you', body: 'Today at four.' }),
    );
    await page.getByRole('link', { name: /We call you/u }).waitFor();
    await page.context().close();
  });

  it('keeps the comment on a rating when the ticket reopens', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Rated');
    await world.ana.says(ticket.id, 'Done.');
    await setStatus(ticket, 'resolved');
    const page = await windows.open(`${world.desk.url}/tickets/${ticket.id}`);
    await signIn(page, nora);
    await page.getByText('very good', { exact: true }).click();
    await typeThrough(page.getByLabel('What should we know?', { exact: false }), () => setStatus(ticket, 'open'));
    await page.context().close();
  });
});

const openers = new Map<string, typeof world.ana>();
function opener(ticket: TicketRow) {
  const found = openers.get(ticket.id);
  if (!found) throw new Error('Nobody opened it.');
  return found;
}

describe('a box that the page itself fills', () => {
  /** Types with a pause in which the page takes the text up. */
  async function withPause(box: Locator, first: string, rest: string, pauseMs: number) {
    await box.click();
    await box.page().keyboard.type(first);
    await box.page().waitForTimeout(pauseMs);
    await box.page().keyboard.type(rest);
    await expect.poll(() => box.inputValue()).toBe(first + rest);
  }

  it('keeps the space at the end of a searched word, in the search and in the filter', async () => {
    const page = await windows.open(`${world.desk.url}/desk/search`);
    await signIn(page, world.ana);
    await withPause(page.getByRole('searchbox', { name: 'Search messages' }), 'bar ', 'tank', 900);
    await page.goto(`${world.desk.url}/desk/all`);
    await page.getByRole('button', { name: /^Filter/u }).click();
    await withPause(page.getByRole('searchbox', { name: 'Contains' }), 'bar ', 'tank', 900);
    await page.context().close();
  });

  it('keeps the space before the cursor when the form of a site is saved', async () => {
    await addSite(world.desk, { origins: ['https://shop.example'] });
    const { body } = await world.zoe.get<{ items: Site[] }>('/api/sites');
    const page = await windows.open(`${world.desk.url}/desk/sites/${body.items.at(-1)?.id}`);
    await signIn(page, ADMIN);
    const box = page.getByLabel('Greeting');
    await box.fill('');
    await box.click();
    await page.keyboard.type('We are ');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved. New visitors see it at once.').first().waitFor();
    await page.keyboard.type('here.');
    await expect.poll(() => box.inputValue()).toBe('We are here.');
    await page.context().close();
  });

  it('keeps an open saved reply when the list is loaded again', async () => {
    for (const name of ['One', 'Two'])
      await world.sol.post('/api/saved-replies', { shared: true, name, shortcut: name.toLowerCase(), body: name });
    const page = await windows.open(`${world.desk.url}/desk/replies`);
    await signIn(page, world.sol);
    await page.getByRole('button', { name: 'Edit “One”' }).click();
    const box = page.getByLabel('Text');
    await box.fill('');
    await typeThrough(box, async () => {
      const { body } = await world.zoe.get<{ items: { id: string }[] }>('/api/saved-replies');
      for (const { id } of body.items) await world.zoe.patch(`/api/saved-replies/${id}`, { name: 'Renamed' });
    });
    await page.context().close();
  });
});
