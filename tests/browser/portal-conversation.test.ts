import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { flow, hide, newCustomer, visit, visitTicket } from '../support/portal-page.ts';
import { windows, world } from '../support/stage.ts';
import { signIn, write } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

describe('a conversation', () => {
  it('keeps its scroll position with “2 new messages”, and follows at the end', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('A long story');
    for (let n = 0; n < 12; n += 1) await world.ana.says(ticket.id, `Part ${n}\n\nand more\n\nof it`);
    await nora.put(`/api/tickets/${ticket.id}/read`, { seq: 13 });
    const page = await visitTicket(nora, ticket);
    const top = () => flow(page).evaluate((element) => element.scrollTop);
    const fromEnd = () =>
      flow(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    await page.getByRole('article').getByText('Part 11').waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);
    await flow(page).hover();
    await page.mouse.wheel(0, -600);
    await expect.poll(fromEnd).toBeGreaterThan(500);
    const before = await top();
    await world.ana.says(ticket.id, 'Part 12');
    await world.ana.says(ticket.id, 'Part 13');
    await page.getByRole('button', { name: '2 new messages' }).waitFor();
    expect(await top()).toBe(before);
    await page.getByRole('button', { name: '2 new messages' }).click();
    await expect.poll(fromEnd).toBeLessThan(2);
    await world.ana.says(ticket.id, 'Part 14');
    await page.getByText('Part 14').first().waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);
  });

  it('tells the server again that it was read, when that fails and nothing moves', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Read on a bad line');
    await world.ana.says(ticket.id, 'In plain view');
    const page = await visit(nora, '/');
    await page
      .getByRole('link', { name: /^Read on a bad line/u })
      .first()
      .waitFor();
    let tries = 0;
    await page.route('**/read', async (route) => {
      tries += 1;
      await (tries === 1 ? route.abort() : route.continue());
    });
    await page
      .getByRole('link', { name: /^Read on a bad line/u })
      .first()
      .click();
    const seen = async () => (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.seen.customer.seq;
    await expect.poll(seen).toBe(2);
    expect(tries).toBe(2);
  });

  it('opens at the first unread message, below a divider', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('While I was away');
    await world.ana.says(ticket.id, 'Seen already');
    await nora.put(`/api/tickets/${ticket.id}/read`, { seq: 2 });
    for (let n = 0; n < 14; n += 1) await world.ana.says(ticket.id, `New ${n}\n\nwith\n\nsome\n\nlines`);
    const page = await visitTicket(nora, ticket);
    const divider = page.getByText('New', { exact: true });
    await divider.waitFor();
    await expect.poll(() => divider.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(0);
    expect(await divider.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(450);
    const next = divider.locator('xpath=following::article[1]');
    await expect.poll(() => next.textContent()).toContain('New 0');
  });

  it('opens at the last position after a reload or another ticket, otherwise at the end', async () => {
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
    // The divider belongs to one conversation only.
    await page.getByText('New', { exact: true }).waitFor();
    await page.getByRole('link', { name: /^Elsewhere/u }).click();
    await page.getByRole('article').getByText('Else 9').waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);

    await page.getByRole('link', { name: /^Where was I/u }).click();
    await page.getByRole('article').getByText('Part 9').waitFor();
    await flow(page).evaluate((element) => element.scrollTo({ top: 300 }));
    await expect.poll(top).toBe(300);
    await page.reload();
    await page.getByRole('article').getByText('Part 9').waitFor();
    await expect.poll(top).toBe(300);
    await page.getByRole('link', { name: /^Elsewhere/u }).click();
    await page.getByRole('article').getByText('Else 9').waitFor();
    await page.getByRole('link', { name: /^Where was I/u }).click();
    await page.getByRole('article').getByText('Part 9').waitFor();
    await expect.poll(top).toBe(300);
  });

  it('shows “Seen” only after the agent’s tab was visible, and a typing name that disappears by itself', async () => {
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
    await expect.poll(() => page.getByText(/^Seen/u).count()).toBe(0);
    await hide(desk, false);
    await page.getByText(/^Seen/u).waitFor();

    await desk.getByRole('textbox', { name: /Reply to/u }).pressSequentially('Ye');
    await page.getByText('Ben is typing').waitFor();
    await page.getByText('Ben is typing').waitFor({ state: 'detached' });
    await desk.context().close();
  });

  it('counts in the title while hidden, and plays one sound for all tabs unless switched off', async () => {
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
    await two
      .getByRole('navigation')
      .getByRole('link', { name: /Softly/u })
      .waitFor();
    await two.evaluate(listen);
    for (const page of [one, two]) await hide(page, true);
    await world.ana.says(ticket.id, 'Ring');
    await expect
      .poll(async () => [await one.title(), await two.title()])
      .toEqual(['(1) Your tickets', '(1) Your tickets']);
    // Two notes make one sound.
    await expect.poll(async () => (await notes(one)) + (await notes(two))).toBe(2);

    // No tab plays a sound while one tab looks at the conversation.
    await hide(one, false);
    await expect.poll(() => one.title()).toBe('Your tickets');
    await world.ana.says(ticket.id, 'Seen at once');
    const seen = async () => (await nora.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.seen.customer.seq;
    await expect.poll(seen).toBe(3);
    await one.getByRole('button', { name: 'Sound for new messages' }).click();
    await expect
      .poll(() => two.getByRole('button', { name: 'Sound for new messages' }).getAttribute('aria-pressed'))
      .toBe('false');
    await hide(one, true);
    await world.ana.says(ticket.id, 'Silently');
    await expect.poll(() => two.title()).toBe('(1) Your tickets');
    expect((await notes(one)) + (await notes(two))).toBe(2);
  });
});
