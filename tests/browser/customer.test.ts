import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { count, signIn, type Windows, write } from '../support/windows.ts';

let guests = 0;
afterAll(() => expect(windows.errors).toEqual([]));

const SLOW = { timeout: 10_000 };

/** A customer of one test alone: what others do is no news to them. */
async function newCustomer(): Promise<Person> {
  guests += 1;
  return new Person(world.desk.url).register(`Nora ${guests}`, `nora-${guests}@post.example`);
}

async function visit(person: Person, path: string, options?: Parameters<Windows['open']>[1]): Promise<Page> {
  const page = await windows.open(world.desk.url + path, options);
  await signIn(page, person);
  return page;
}

/** A conversation on the screen, live. */
async function visitTicket(person: Person, ticket: TicketRow, options?: Parameters<Windows['open']>[1]) {
  const page = await visit(person, `/tickets/${ticket.id}`, options);
  await page.getByRole('article').first().waitFor();
  return page;
}

const box = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const flow = (page: Page) => page.getByRole('region', { name: 'Messages' });
const setStatus = async (ticket: TicketRow, status: string) =>
  expect((await world.sol.put(`/api/tickets/${ticket.id}/status`, { status })).status).toBe(200);

/** As if the tab were behind another one. */
async function hide(page: Page, hidden: boolean) {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (isHidden ? 'hidden' : 'visible'),
    });
    document.hasFocus = () => !isHidden;
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

describe('a message', () => {
  it('appears in the same frame as Enter, with its state in words: sending, sent, seen', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('In one frame');
    const page = await visitTicket(nora, ticket);
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/messages', async (route) => {
      await held;
      await route.continue();
    });
    await box(page).fill('At once?');
    const shown = await box(page).evaluate((element) => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      return [...document.querySelectorAll('article')].at(-1)?.textContent;
    });
    expect(shown).toBe('At once?Sending');
    await page.getByText('Sending', { exact: true }).waitFor();
    answer();
    await page.getByText(/^Sent/u).waitFor();
    await world.ana.put(`/api/tickets/${ticket.id}/read`, { seq: 2 });
    await page.getByText(/^Seen/u).waitFor();
  });

  it('that failed stays in place with a reason and Retry, and never doubles', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Refused');
    const page = await visitTicket(nora, ticket);
    await page.route('**/messages', (route) =>
      route.fulfill({ status: 403, json: { error: { code: 'forbidden', message: 'Not now.' } } }),
    );
    await write(page, 'Let me through.');
    await page.getByText('Not sent: Not now.').waitFor();
    await page.unroute('**/messages');
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('Not sent: Not now.').waitFor({ state: 'detached' });
    // Under the one before it stands that it was sent, so this waits for the server.
    const sent = async () => (await nora.get<{ items: object[] }>(`/api/tickets/${ticket.id}/messages`)).body.items;
    await expect.poll(sent).toHaveLength(2);
    expect(await count(page, 'Let me through.')).toBe(1);
  });

  it('that is only typed survives a reload and a closed tab', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Half written');
    const page = await visitTicket(nora, ticket);
    await box(page).pressSequentially('I was just about to');
    await page.reload();
    await expect.poll(() => box(page).inputValue(), SLOW).toBe('I was just about to');
    const context = page.context();
    await page.close({ runBeforeUnload: true });
    const next = await context.newPage();
    await next.goto(`${world.desk.url}/tickets/${ticket.id}`);
    await expect.poll(() => box(next).inputValue(), SLOW).toBe('I was just about to');
  });

  it('goes by Enter and breaks by Shift+Enter; an IME composition never sends; the box grows to 9 lines', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('How to type');
    const page = await visitTicket(nora, ticket);
    const height = () => box(page).evaluate((element) => element.clientHeight);
    // A line is as high as its font, and that comes after the first paint.
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await box(page).fill('x');
    const one = await height();
    await box(page).fill('');

    const line = await page.context().newCDPSession(page);
    await box(page).focus();
    await line.send('Input.imeSetComposition', { text: 'こんにちは', selectionStart: 5, selectionEnd: 5 });
    await page.keyboard.press('Enter');
    expect(await box(page).inputValue()).toContain('こんにちは');
    await line.send('Input.insertText', { text: 'こんにちは' });
    expect(await count(page, 'こんにちは')).toBe(0);

    await box(page).fill('First line');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('Second line');
    expect(await box(page).inputValue()).toBe('First line\nSecond line');
    expect(Math.abs((await height()) - one - 24)).toBeLessThan(9);
    await box(page).fill(Array.from({ length: 9 }, (_, n) => `Line ${n}`).join('\n'));
    expect(Math.abs((await height()) - one - 8 * 24)).toBeLessThan(9);
    await box(page).fill(Array.from({ length: 30 }, (_, n) => `Line ${n}`).join('\n'));
    expect(await height()).toBeLessThanOrEqual(one + 8 * 24 + 9);
    expect(await box(page).evaluate((element) => element.scrollHeight > element.clientHeight)).toBe(true);
    await box(page).fill('Gone');
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByText('Gone', { exact: true }).waitFor();
    for (const keys of ['Control+Enter', 'Meta+Enter']) {
      await box(page).fill(`By ${keys}`);
      await page.keyboard.press(keys);
      await page.getByRole('article').getByText(`By ${keys}`, { exact: true }).waitFor();
    }
    expect(Math.abs((await height()) - one)).toBeLessThan(9);
  });

  it('from the team is announced once, politely, with the sender; history is never read again', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Said aloud');
    await world.ana.says(ticket.id, 'From before');
    const page = await visitTicket(nora, ticket);
    await page.getByRole('article').getByText('From before').waitFor();
    const said = await page.evaluateHandle(() => {
      const region = document.querySelector('[aria-live="polite"][aria-atomic]');
      const heard: string[] = [];
      const listen = () => region?.textContent && heard.push(region.textContent);
      if (region) new MutationObserver(listen).observe(region, { childList: true, characterData: true, subtree: true });
      return heard;
    });
    await world.ana.says(ticket.id, 'Just now');
    await expect.poll(() => said.jsonValue(), SLOW).toEqual(['Ana says: Just now']);
    await page.getByRole('link', { name: 'Ask something new' }).click();
    await page.getByText('Your question').waitFor();
    await page.getByRole('link', { name: /Said aloud/u }).click();
    await page.getByRole('article').getByText('Just now').waitFor();
    expect(await said.jsonValue()).toEqual(['Ana says: Just now']);
  });
});

describe('a conversation', () => {
  it('holds its place where one reads, with “2 new messages”; at the end it follows', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('A long story');
    for (let n = 0; n < 12; n += 1) await world.ana.says(ticket.id, `Part ${n}\n\nand more\n\nof it`);
    await nora.put(`/api/tickets/${ticket.id}/read`, { seq: 13 });
    const page = await visitTicket(nora, ticket);
    const top = () => flow(page).evaluate((element) => element.scrollTop);
    const fromEnd = () =>
      flow(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    await page.getByRole('article').getByText('Part 11').waitFor();
    await expect.poll(fromEnd, SLOW).toBeLessThan(2);
    await flow(page).hover();
    await page.mouse.wheel(0, -600);
    await expect.poll(fromEnd, SLOW).toBeGreaterThan(500);
    const before = await top();
    await world.ana.says(ticket.id, 'Part 12');
    await world.ana.says(ticket.id, 'Part 13');
    await page.getByRole('button', { name: '2 new messages' }).waitFor();
    expect(await top()).toBe(before);
    await page.getByRole('button', { name: '2 new messages' }).click();
    await expect.poll(fromEnd, SLOW).toBeLessThan(2);
    await world.ana.says(ticket.id, 'Part 14');
    await page.getByText('Part 14').first().waitFor();
    await expect.poll(fromEnd, SLOW).toBeLessThan(2);
  });

  it('opens at the first unread, with a divider', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('While I was away');
    await world.ana.says(ticket.id, 'Seen already');
    await nora.put(`/api/tickets/${ticket.id}/read`, { seq: 2 });
    for (let n = 0; n < 14; n += 1) await world.ana.says(ticket.id, `New ${n}\n\nwith\n\nsome\n\nlines`);
    const page = await visitTicket(nora, ticket);
    const divider = page.getByText('New', { exact: true });
    await divider.waitFor();
    await expect
      .poll(() => divider.evaluate((element) => element.getBoundingClientRect().top), SLOW)
      .toBeGreaterThan(0);
    expect(await divider.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(450);
    const next = divider.locator('xpath=following::article[1]');
    expect(await next.textContent()).toContain('New 0');
  });

  it('opens where one read last after a reload and a look elsewhere, and else at its end', async () => {
    const nora = await newCustomer();
    const [ticket, other] = [await nora.opens('Where was I'), await nora.opens('Elsewhere')];
    for (let n = 0; n < 10; n += 1) {
      await world.ana.says(ticket.id, `Part ${n}\n\nand more\n\nof it`);
      await world.ana.says(other.id, `Else ${n}\n\nand more\n\nof it`);
    }
    await nora.put(`/api/tickets/${other.id}/read`, { seq: 11 });
    const page = await visitTicket(nora, ticket);
    const top = () => flow(page).evaluate((element) => Math.round(element.scrollTop));
    const fromEnd = () =>
      flow(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    // The divider of one conversation is none of the next.
    await page.getByText('New', { exact: true }).waitFor();
    await page.getByRole('link', { name: /^Elsewhere/u }).click();
    await page.getByRole('article').getByText('Else 9').waitFor();
    await expect.poll(fromEnd, SLOW).toBeLessThan(2);

    await page.getByRole('link', { name: /^Where was I/u }).click();
    await page.getByRole('article').getByText('Part 9').waitFor();
    await flow(page).evaluate((element) => element.scrollTo({ top: 300 }));
    await expect.poll(top, SLOW).toBe(300);
    await page.reload();
    await page.getByRole('article').getByText('Part 9').waitFor();
    await expect.poll(top, SLOW).toBe(300);
    await page.getByRole('link', { name: /^Elsewhere/u }).click();
    await page.getByRole('article').getByText('Else 9').waitFor();
    await page.getByRole('link', { name: /^Where was I/u }).click();
    await page.getByRole('article').getByText('Part 9').waitFor();
    await expect.poll(top, SLOW).toBe(300);
  });

  it('says “Seen” only when the agent’s tab was visible on it; typing shows a name and ends by itself', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Who looks?');
    const page = await visitTicket(nora, ticket);
    const desk = await windows.open(`${world.desk.url}/desk`);
    await signIn(desk, world.ben);
    await desk.getByText('Who looks?').first().waitFor();
    await hide(desk, true);
    await desk.getByText('Who looks?').first().click();
    await desk.getByRole('article').first().waitFor();
    await write(page, 'Still there?');
    await desk.getByRole('article').getByText('Still there?').waitFor();
    expect((await nora.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.seen.staff.seq).toBe(0);
    expect(await page.getByText(/^Seen/u).count()).toBe(0);
    await hide(desk, false);
    await page.getByText(/^Seen/u).waitFor();

    await desk.getByRole('textbox', { name: /Reply to/u }).pressSequentially('Ye');
    await page.getByText('Ben is typing').waitFor();
    await page.getByText('Ben is typing').waitFor({ state: 'detached', timeout: 8_000 });
    await desk.context().close();
  });

  it('counts in the title while hidden, and sounds once for all tabs, unless it is switched off', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Softly');
    const one = await visitTicket(nora, ticket);
    const listen = () => {
      const start = OscillatorNode.prototype.start;
      const heard = { notes: 0 };
      Object.assign(globalThis, { heard });
      OscillatorNode.prototype.start = function (...from) {
        heard.notes += 1;
        start.apply(this, from);
      };
    };
    const notes = (page: Page) =>
      page.evaluate(() => (globalThis as unknown as { heard: { notes: number } }).heard.notes);
    await one.evaluate(listen);
    const two = await one.context().newPage();
    await two.goto(`${world.desk.url}/`);
    await two.getByRole('link', { name: /Softly/u }).waitFor();
    await two.evaluate(listen);
    for (const page of [one, two]) await hide(page, true);
    await world.ana.says(ticket.id, 'Ring');
    await expect
      .poll(async () => [await one.title(), await two.title()], SLOW)
      .toEqual(['(1) Your tickets', '(1) Your tickets']);
    // Two notes are one sound.
    await expect.poll(async () => (await notes(one)) + (await notes(two)), SLOW).toBe(2);

    // Whoever looks at it hears nothing, in no tab.
    await hide(one, false);
    await expect.poll(() => one.title(), SLOW).toBe('Your tickets');
    await world.ana.says(ticket.id, 'Seen at once');
    const seen = async () => (await nora.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.seen.customer.seq;
    await expect.poll(seen, SLOW).toBe(3);
    await one.getByRole('button', { name: 'Sound for new messages' }).click();
    await expect
      .poll(() => two.getByRole('button', { name: 'Sound for new messages' }).getAttribute('aria-pressed'))
      .toBe('false');
    await hide(one, true);
    await world.ana.says(ticket.id, 'Silently');
    await expect.poll(() => two.title(), SLOW).toBe('(1) Your tickets');
    expect((await notes(one)) + (await notes(two))).toBe(2);
  });
});

describe('while nobody has answered', () => {
  it('the place in the queue and the expected wait are shown, live', async () => {
    const { desk, ana, jonas, mia } = world;
    // Ten who were answered after three minutes each.
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
    await page.getByText('Usually replies in about 3 minutes.').waitFor();
    await page.getByLabel('What is it about?').fill('Mine');
    await page.getByLabel('Your question').fill('When is it my turn?');
    await page.keyboard.press('Control+Enter');
    await page.getByText('2 questions are before yours.').waitFor();
    await page.getByText(/Expect an answer in about \d+ minutes?\./u).waitFor();
    // Nobody is promised two things.
    await page.getByRole('link', { name: 'Ask something new' }).click();
    await page.getByLabel('What is it about?').waitFor();
    expect(await page.getByText(/^Usually replies/u).count()).toBe(0);
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

describe('a ticket that was done', () => {
  it('reopens when one writes on it, and says so', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Almost over');
    await world.ana.says(ticket.id, 'Done');
    const page = await visitTicket(nora, ticket);
    await setStatus(ticket, 'resolved');
    await page.getByPlaceholder('Write to reopen this ticket').waitFor();
    await write(page, 'Not quite.');
    await page.getByRole('region').getByText('You wrote again, so this ticket is open again.').waitFor();
    expect((await nora.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.statusType).toBe('open');
  });

  it('goes on in a linked one when it is closed, with a link at both ends, here and at the desk', async () => {
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
    await page.getByRole('link', { name: /This went on in ticket \d+/u }).click();
    await back.waitFor();
    const fresh = new URL(page.url()).pathname.split('/').at(-1) ?? '';

    const desk = await windows.open(`${world.desk.url}/desk/all/${fresh}`);
    await signIn(desk, world.ben);
    await desk.getByRole('link', { name: `ticket ${ticket.number}`, exact: true }).click();
    await expect.poll(() => new URL(desk.url()).pathname).toBe(`/desk/all/${ticket.id}`);
    await desk.getByRole('link', { name: /This went on in ticket/u }).click();
    await expect.poll(() => new URL(desk.url()).pathname).toBe(`/desk/all/${fresh}`);
    await desk.context().close();
  });

  it('is rated by one tap, with an optional comment; the desk sees it', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('How was it?');
    await world.ana.says(ticket.id, 'Done');
    await setStatus(ticket, 'resolved');
    const page = await visitTicket(nora, ticket);
    await page.getByRole('radio', { name: 'good', exact: true }).waitFor();
    expect(await page.getByRole('radio').count()).toBe(5);
    await page.getByText('good', { exact: true }).click();
    const row = async () => (await nora.get<TicketRow>(`/api/tickets/${ticket.id}`)).body;
    await expect.poll(async () => (await row()).rating, SLOW).toBe(4);
    await page.getByLabel('What should we know?').fill('She knew the machine.');
    await page.getByRole('region', { name: 'How did it go?' }).getByRole('button', { name: 'Send comment' }).click();
    await page.getByText('You rated this: good.').waitFor();

    const desk = await windows.open(`${world.desk.url}/desk/all/${ticket.id}`);
    await signIn(desk, world.ben);
    await desk.getByText('Nora rated this: good').waitFor();
    await desk.getByText('She knew the machine.').waitFor();
    // By keys alone, and changed: one event for where it came to rest.
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('radio', { name: 'good', exact: true }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await desk.getByText('Nora changed the rating from good to bad').waitFor();
    expect((await row()).rating).toBe(2);
    await desk.context().close();
  });

  it('can be left without a rating: it stays dismissed, and never stood in the way', async () => {
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
    expect(await page.getByRole('radio').count()).toBe(0);
    expect(await box(page).inputValue()).toBe('Writing goes on');
  });
});

describe('the list', () => {
  it('shows several past conversations, each with its status in plain words, what was said last and what is unread', async () => {
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
    const item = (ticket: TicketRow) => page.getByRole('link', { name: new RegExp(`^${ticket.subject}`, 'u') });
    await item(open).waitFor();
    for (const [ticket, words] of [
      [open, 'Waiting for an answer'],
      [held, 'Sol is on it'],
      [answered, 'Waiting for you'],
      [resolved, 'Resolved. Write again and it reopens.'],
      [closed, 'Closed. Writing starts a new ticket.'],
    ] as const)
      expect(await item(ticket).textContent()).toContain(words);
    expect(await item(answered).textContent()).toContain('Sol: Please send a picture.');
    expect(await item(answered).textContent()).toContain('unread: 1');
    // A link is a link.
    expect(await item(open).getAttribute('href')).toBe(`/tickets/${open.id}`);
    await item(open).click();
    await page.getByRole('article').first().waitFor();
    await page.goBack();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/');
    await page.getByText('Choose a ticket to read it.').waitFor();
  });

  it('of many tickets comes by pages, stays live on all of them, and says so when there are none', async () => {
    const nora = await newCustomer();
    const page = await visit(nora, '/');
    await page.getByText('You have not asked anything yet.').waitFor();
    for (let n = 0; n < 20; n += 1) await nora.opens(`Own ${n}`);
    for (const person of [world.sol, world.zoe])
      for (let n = 0; n < 20; n += 1)
        await person.post('/api/tickets', { subject: `${person.name} ${n}`, body: 'Hello', customerId: nora.id });
    await page.getByRole('link', { name: /^Zoe 19|^Admin 19/u }).waitFor();
    await page.reload();
    const items = page.getByRole('listitem');
    await expect.poll(() => items.count(), SLOW).toBe(50);
    await page.route('**/api/tickets?*', (route) => route.abort());
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('The rest could not be loaded. Try again.').waitFor();
    await page.unroute('**/api/tickets?*');
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => items.count(), SLOW).toBe(60);
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' });
    const last = (await nora.get<{ items: TicketRow[] }>('/api/tickets?order=created&limit=100')).body.items.at(-1);
    await world.ana.says(last?.id ?? '', 'Still live here');
    await page.getByRole('link', { name: /Still live here/u }).waitFor();
  });
});

it('an empty form says everything that is missing, not only the first', async () => {
  const page = await windows.open(`${world.desk.url}/`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  for (const field of ['Email', 'Password'])
    expect(await page.getByLabel(field).getAttribute('aria-invalid')).toBe('true');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Register', exact: true }).click();
  for (const field of ['Name', 'Email', 'Password'])
    expect(await page.getByLabel(field).getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Name').evaluate((element) => element === document.activeElement)).toBe(true);
});

it('everything fits a phone with text at 200 %, and what is touched is large enough', async () => {
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
  // Below 16 px a phone zooms in on what is typed into.
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
