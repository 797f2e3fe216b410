import { afterAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { box, newCustomer, setStatus, visit, visitTicket } from '../support/portal-page.ts';
import { windows, world } from '../support/stage.ts';
import { signIn, write } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

describe('before the first reply', () => {
  it('the customer sees their place in the queue and the expected wait, live', async () => {
    const { desk, ana, jonas, mia } = world;
    // Ten customers who were answered after three minutes each.
    for (let n = 0; n < 10; n += 1) {
      const ticket = await (n % 2 ? jonas : mia).opens(`Earlier ${n}`);
      desk.ahead.ms += 3 * 60_000;
      await ana.says(ticket.id, 'Answered');
    }
    desk.ahead.ms += 60_000;
    const waiting = (await ana.get<{ items: TicketRow[] }>('/api/tickets?assignee=none&active=true')).body.items;
    for (const { id } of waiting) await world.sol.says(id, 'Done');
    const [first, second] = [await jonas.opens('Before'), await mia.opens('Also before')];
    const nora = await newCustomer();
    const page = await visit(nora, '/');
    await page.getByText(/^An answer in about \d+ minutes at the moment\.$/u).waitFor();
    await page.getByLabel('Subject').fill('Mine');
    await page.getByLabel('Your question').fill('When is it my turn?');
    await page.keyboard.press('Control+Enter');
    await page.getByText('2 questions are before yours.').waitFor();
    await page.getByText(/An answer in about \d+ minutes?/u).waitFor();
    // Only one waiting time is shown.
    await page.getByRole('navigation').getByRole('link', { name: 'Ask a question' }).click();
    await page.getByLabel('Subject').waitFor();
    await expect.poll(() => page.getByText(/^Usually replies|at the moment/u).count()).toBe(0);
    await page.goBack();
    await ana.says(first.id, 'You first.');
    await page.getByText('1 question is before yours.').waitFor();
    await ana.says(second.id, 'Then you.');
    await page.getByText('You are next.').waitFor();
    const [own] = (await nora.get<{ items: TicketRow[] }>('/api/tickets')).body.items;
    await ana.says(own?.id ?? '', 'And you.');
    await page.getByText('You are next.').waitFor({ state: 'detached' });
    desk.ahead.ms = 0;
  });
});

describe('a resolved or closed ticket', () => {
  it('reopens when the customer writes, and says so', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Almost over');
    await world.ana.says(ticket.id, 'Done');
    const page = await visitTicket(nora, ticket);
    await setStatus(ticket, 'resolved');
    await page.getByPlaceholder('Write here if you need anything else.').waitFor();
    await write(page, 'Not quite.');
    await page.getByRole('region').getByText('You wrote again, so this ticket is open again.').waitFor();
    expect((await nora.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.statusType).toBe('open');
  });

  it('continues in a linked ticket when it is closed, with links on both tickets in portal and desk', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Closed for good');
    await world.ana.says(ticket.id, 'Done');
    await setStatus(ticket, 'closed');
    const page = await visitTicket(nora, ticket);
    await page.getByPlaceholder('Write to start a new ticket').waitFor();
    await write(page, 'One more question.');
    await page.getByRole('main').getByText('That ticket was closed, so this is a new one.').waitFor();
    const back = page.getByRole('link', { name: `Continues ticket ${ticket.number}` });
    await back.click();
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/tickets/${ticket.id}`);
    await page.getByRole('link', { name: /Continued in ticket \d+/u }).click();
    await back.waitFor();
    const fresh = new URL(page.url()).pathname.split('/').at(-1) ?? '';

    const desk = await windows.open(`${world.desk.url}/desk/all/${fresh}`);
    await signIn(desk, world.ben);
    await desk.getByRole('link', { name: `ticket ${ticket.number}`, exact: true }).click();
    await expect.poll(() => new URL(desk.url()).pathname).toBe(`/desk/all/${ticket.id}`);
    await desk.getByRole('link', { name: /Continued in ticket/u }).click();
    await expect.poll(() => new URL(desk.url()).pathname).toBe(`/desk/all/${fresh}`);
    await desk.context().close();
  });

  it('is rated with one tap and an optional comment, which the desk sees', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('How was it?');
    await world.ana.says(ticket.id, 'Done');
    await setStatus(ticket, 'resolved');
    const page = await visitTicket(nora, ticket);
    await page.getByRole('radio', { name: 'good', exact: true }).waitFor();
    await expect.poll(() => page.getByRole('radio').count()).toBe(5);
    await page.getByText('good', { exact: true }).click();
    const row = async () => (await nora.get<TicketRow>(`/api/tickets/${ticket.id}`)).body;
    await expect.poll(async () => (await row()).rating).toBe(4);
    await page.getByLabel('What should we know?').fill('She knew the machine.');
    await page.getByRole('region', { name: 'How did it go?' }).getByRole('button', { name: 'Send comment' }).click();
    await page.getByText('You rated this: good.').waitFor();

    const desk = await windows.open(`${world.desk.url}/desk/all/${ticket.id}`);
    await signIn(desk, world.ben);
    await desk.getByText('Nora rated this: good').waitFor();
    await desk.getByText('She knew the machine.').waitFor();
    // By keyboard alone, and changed: only the final score is sent.
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('radio', { name: 'good', exact: true }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await desk.getByText('Nora changed the rating from good to bad').waitFor();
    expect((await row()).rating).toBe(2);
    await desk.context().close();
  });

  it('keeps the rating dismissed, and the rating never covers anything', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('No comment');
    await world.ana.says(ticket.id, 'Done');
    await setStatus(ticket, 'resolved');
    const page = await visitTicket(nora, ticket);
    await page.getByRole('radio').first().waitFor();
    await box(page).fill('Writing goes on');
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.getByRole('radio').first().waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText(/resolved this at/u).waitFor();
    await expect.poll(() => page.getByRole('radio').count()).toBe(0);
    await expect.poll(() => box(page).inputValue()).toBe('Writing goes on');
  });
});

describe('the list of tickets', () => {
  it('shows past tickets with status, last message and unread count', async () => {
    const nora = await newCustomer();
    const [open, held, answered, resolved, closed] = [
      await nora.opens('One'),
      await nora.opens('Two'),
      await nora.opens('Three'),
      await nora.opens('Four'),
      await nora.opens('Five'),
    ];
    await world.sol.put(`/api/tickets/${held.id}/assignee`, { assigneeId: world.sol.id });
    await world.sol.says(answered.id, 'Please send a picture.');
    await setStatus(answered, 'pending');
    await setStatus(resolved, 'resolved');
    await setStatus(closed, 'closed');
    const page = await visit(nora, '/');
    const list = page.getByRole('navigation', { name: 'Your tickets' });
    const item = (ticket: TicketRow) => list.getByRole('link', { name: new RegExp(`^${ticket.subject}`, 'u') });
    await item(open).waitFor();
    for (const [ticket, words] of [
      [open, 'Waiting for an answer'],
      [held, 'Sol is on it'],
      [answered, 'Waiting for you'],
      [resolved, 'Resolved. Write again and it reopens.'],
      [closed, 'Closed. Writing starts a new ticket.'],
    ] as const)
      await expect.poll(() => item(ticket).textContent()).toContain(words);
    await expect.poll(() => item(answered).textContent()).toContain('Sol: Please send a picture.');
    await expect.poll(() => item(answered).textContent()).toContain('unread: 1');
    // Links work as plain links.
    await expect.poll(() => item(open).getAttribute('href')).toBe(`/tickets/${open.id}`);
    await item(open).click();
    await page.getByRole('article').first().waitFor();
    await page.goBack();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/');
    // Beside the list stands what was answered, and the way to a new question.
    await page.getByRole('heading', { name: 'You have an answer' }).waitFor();
    const offered = page.locator('#pane');
    await expect.poll(() => offered.getByRole('listitem').count()).toBe(1);
    await offered.getByRole('link', { name: /^Three/u }).click();
    await page.getByRole('article').getByText('Please send a picture.').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Your open tickets' }).waitFor();
    await offered.getByRole('link', { name: 'Ask a question' }).click();
    await page.getByLabel('Subject').waitFor();
  });

  it('loads in pages, stays live on all of them, and says when there are no tickets', async () => {
    const nora = await newCustomer();
    const page = await visit(nora, '/');
    await page.getByText('You have no tickets yet.').waitFor();
    for (let n = 0; n < 20; n += 1) await nora.opens(`Own ${n}`);
    for (const person of [world.sol, world.zoe])
      for (let n = 0; n < 20; n += 1)
        await person.post('/api/tickets', { subject: `${person.name} ${n}`, body: 'Hello', customerId: nora.id });
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Zoe 19|^Admin 19/u })
      .waitFor();
    await page.reload();
    const items = page.getByRole('navigation').getByRole('listitem');
    await expect.poll(() => items.count()).toBe(50);
    await page.route('**/api/tickets?*', (route) => route.abort());
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('The rest could not be loaded. Try again.').waitFor();
    await page.unroute('**/api/tickets?*');
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => items.count()).toBe(60);
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' });
    const last = (await nora.get<{ items: TicketRow[] }>('/api/tickets?order=created&limit=100')).body.items.at(-1);
    await world.ana.says(last?.id ?? '', 'Still live here');
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Still live here/u })
      .waitFor();
  });
});

it('an empty form names every missing field, not only the first', async () => {
  const page = await windows.open(`${world.desk.url}/`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  for (const field of ['Email', 'Password'])
    await expect.poll(() => page.getByLabel(field).getAttribute('aria-invalid')).toBe('true');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Register', exact: true }).click();
  for (const field of ['Name', 'Email', 'Password'])
    await expect.poll(() => page.getByLabel(field).getAttribute('aria-invalid')).toBe('true');
  await expect.poll(() => page.getByLabel('Name').evaluate((element) => element === document.activeElement)).toBe(true);
});

it('every page fits a phone with text at 200 %, with touch targets that are large enough', async () => {
  const nora = await newCustomer();
  const ticket = await nora.opens('A subject that is long enough to need more than one line of a phone');
  await world.ana.says(ticket.id, 'Done');
  await setStatus(ticket, 'resolved');
  const phone = { viewport: { width: 400, height: 800 }, hasTouch: true, isMobile: true };
  const page = await visitTicket(nora, ticket, phone);
  await page.getByRole('radio').first().waitFor();
  const small = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main a, main button, main label:has(input[type=radio]), textarea')]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44)
        .filter((element) => !element.matches('.sr, p a, p button'))
        .map((element) => `${element.tagName} ${element.textContent}`),
    );
  expect(await small()).toEqual([]);
  // Below 16 px a phone zooms in on a focused input.
  for (const path of ['/ask', '/account', `/tickets/${ticket.id}`]) {
    await page.goto(world.desk.url + path);
    await page.locator('.input').first().waitFor();
    const sizes = await page
      .locator('.input')
      .evaluateAll((all) => all.map((element) => parseFloat(getComputedStyle(element).fontSize)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
  }
  for (const path of [`/tickets/${ticket.id}`, '/', '/ask', '/account']) {
    await page.goto(world.desk.url + path);
    await page.locator('main').waitFor();
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth))
      .toBe(0);
  }
});
