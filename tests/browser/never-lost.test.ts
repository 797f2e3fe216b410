import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { freePort, startChild } from '../support/child.ts';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { count, signIn, write } from '../support/windows.ts';

const messagesOf = async (person: Person, ticketId: string) => {
  const { body } = await person.get<{ items: { body: string }[] }>(`/api/tickets/${ticketId}/messages`);
  return body.items.map((message) => message.body);
};

describe('an unsent message', () => {
  it('survives a closed tab and is sent once by the next tab', async () => {
    const { jonas, desk } = world;
    const ticket = await jonas.opens('Closed too early');
    const page = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(page, jonas);
    await page.getByText(/^Sent/u).waitFor();
    await page.route('**/messages', (route) => route.abort());
    await write(page, 'Did this arrive?');
    await page.getByText('Sending when you are back online').waitFor();
    const context = page.context();
    await page.close();

    const next = await context.newPage();
    await next.goto(`${desk.url}/tickets/${ticket.id}`);
    await next.getByText(/^Sent/u).waitFor();
    await expect.poll(() => messagesOf(jonas, ticket.id)).toEqual(['About: Closed too early', 'Did this arrive?']);
    await expect.poll(() => count(next, 'Did this arrive?')).toBe(1);
  });

  it('is sent by another open tab when its own tab is closed', async () => {
    const { jonas, desk } = world;
    const ticket = await jonas.opens('Two tabs, one closed');
    const one = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(one, jonas);
    await one.getByText(/^Sent/u).waitFor();
    const two = await one.context().newPage();
    await two.goto(one.url());
    await two.getByText(/^Sent/u).waitFor();
    // The other tab is quick: it must not send the message while the first one is still to be seen waiting.
    for (const tab of [one, two]) await tab.route('**/messages', (route) => route.abort());
    await write(one, 'Who sends this?');
    await one.getByText('Sending when you are back online').waitFor();
    await one.close();
    await two.unroute('**/messages');
    await expect.poll(() => messagesOf(jonas, ticket.id)).toContain('Who sends this?');
    await expect.poll(() => count(two, 'Who sends this?')).toBe(1);
  });

  it('can be read, copied or discarded after its ticket was deleted', async () => {
    const { jonas, zoe, desk } = world;
    const ticket = await jonas.opens('Deleted meanwhile');
    const page = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(page, jonas);
    await page.getByText(/^Sent/u).waitFor();
    await page.context().setOffline(true);
    await write(page, 'Half an hour of work');
    await zoe.delete(`/api/tickets/${ticket.id}`);
    await page.context().setOffline(false);
    await page.getByText('Not sent').first().waitFor();
    await page.goto(desk.url);
    await page.getByRole('link', { name: /Half an hour of work/u }).click();
    await page.getByRole('article').getByText('Half an hour of work').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect.poll(() => page.getByText('Half an hour of work').count()).toBe(0);
  });

  it('is sent once when the answer was lost and the page reloads', async () => {
    const { jonas, desk } = world;
    const ticket = await jonas.opens('The answer was lost');
    const page = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(page, jonas);
    await page.getByText(/^Sent/u).waitFor();
    await page.route('**/messages', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await write(page, 'Only once, please.');
    await expect.poll(() => messagesOf(jonas, ticket.id)).toContain('Only once, please.');
    await page.unroute('**/messages');
    await page.reload();
    await page.getByText(/^Sent/u).waitFor();
    await expect.poll(() => count(page, 'Only once, please.')).toBe(1);
    expect((await messagesOf(jonas, ticket.id)).filter((body) => body === 'Only once, please.')).toHaveLength(1);
  });

  it('is the same in two tabs, and so is a draft', async () => {
    const { jonas, desk } = world;
    const ticket = await jonas.opens('Two tabs');
    const one = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(one, jonas);
    await one.getByText(/^Sent/u).waitFor();
    const two = await one.context().newPage();
    await two.goto(one.url());
    await two.getByText(/^Sent/u).waitFor();
    await one.getByRole('textbox', { name: 'Message' }).fill('Half a sentence');
    await expect.poll(() => two.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Half a sentence');
    await one.getByRole('textbox', { name: 'Message' }).press('Enter');
    await expect.poll(() => count(two, 'Half a sentence')).toBe(1);
    await expect.poll(() => two.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('');
    // Both tabs show the message before the server has it.
    const stored = async () => (await messagesOf(jonas, ticket.id)).filter((body) => body === 'Half a sentence');
    await expect.poll(stored).toHaveLength(1);
  });

  it('says that the server failed when a proxy answers for it, and is sent once when the server answers again', async () => {
    const { jonas, desk } = world;
    const ticket = await jonas.opens('Behind a proxy');
    const page = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(page, jonas);
    await page.getByText(/^Sent/u).waitFor();
    for (const [body, status] of [
      ['<h1>Bad gateway</h1>', 502],
      ['{"down":true}', 503],
    ] as const) {
      await page.route(/\/messages$/u, (route) =>
        route.request().method() === 'GET' ? route.continue() : route.fulfill({ status, body }),
      );
      await write(page, `Answered with ${status}`);
      const own = page.getByRole('article').filter({ hasText: `Answered with ${status}` });
      await own.getByText('The server could not do this now.').waitFor();
      expect(await page.getByText('when you are back online').count()).toBe(0);
      await page.unroute(/\/messages$/u);
      await expect.poll(async () => (await messagesOf(jonas, ticket.id)).at(-1)).toBe(`Answered with ${status}`);
    }
    expect(await messagesOf(jonas, ticket.id)).toHaveLength(3);
  });

  it('says that the server has no room instead of blaming the connection, and is sent once when there is room', async () => {
    const { jonas, ana, desk } = world;
    const ticket = await jonas.opens('No room');
    const full = {
      code: 'full',
      message: 'The server has no room to store this. Reading still works; try again later.',
    };
    const refuse = (page: Page) =>
      page.route(/\/(messages|status)$/u, (route) =>
        route.request().method() === 'GET' ? route.continue() : route.fulfill({ status: 503, json: { error: full } }),
      );
    const page = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(page, jonas);
    await page.getByText(/^Sent/u).waitFor();
    await refuse(page);
    await write(page, 'Is there room?');
    await page.getByRole('article').getByText('The server has no room to store this.').waitFor();
    await expect.poll(() => page.getByText('when you are back online').count()).toBe(0);
    await page.unroute(/\/(messages|status)$/u);
    await expect.poll(() => messagesOf(jonas, ticket.id)).toEqual(['About: No room', 'Is there room?']);
    await expect.poll(() => count(page, 'Is there room?')).toBe(1);

    // An act is refused with the same words, and does not wait for a connection.
    const hers = await windows.open(`${desk.url}/desk/all/${ticket.id}`);
    await signIn(hers, ana);
    await hers.getByRole('article').getByText('Is there room?').waitFor();
    await refuse(hers);
    await hers.keyboard.press('e');
    await hers
      .getByRole('region', { name: 'Last action' })
      .getByText('The server has no room to store this.')
      .waitFor();
    await expect.poll(() => hers.getByRole('region', { name: 'Actions that wait' }).count()).toBe(0);
  });

  it('waits while the session has ended, and is sent after signing in again', async () => {
    const { mia, desk } = world;
    const ticket = await mia.opens('Signed out elsewhere');
    const page = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(page, mia);
    await page.getByText(/^Sent/u).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('A draft of mine');
    await page.context().clearCookies();
    await page.keyboard.press('Enter');
    await mia.put('/api/me/password', { current: 'a long enough password', next: 'another long password' });
    await page.getByText('You were signed out.').waitFor();
    await signIn(page, { email: 'mia@post.example', password: 'another long password' });
    await expect.poll(() => messagesOf(mia, ticket.id)).toEqual(['About: Signed out elsewhere', 'A draft of mine']);
    await expect.poll(() => count(page, 'A draft of mine')).toBe(1);
  });

  it('moves to the new ticket in order when its ticket was closed while offline', async () => {
    const { jonas, ana, desk } = world;
    const ticket = await jonas.opens('Closed in the tunnel');
    const page = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(page, jonas);
    await page.getByText('About: Closed in the tunnel').first().waitFor();
    await page.context().setOffline(true);
    for (const text of ['One.', 'Two.', 'Three.']) await write(page, text);
    await ana.put(`/api/tickets/${ticket.id}/status`, { status: 'closed' });
    await page.context().setOffline(false);
    await page.getByText('That ticket was closed, so this is a new one.').first().waitFor();
    const linked = async () => {
      const { body } = await jonas.get<{ items: { id: string; linkedTo: string | null }[] }>('/api/tickets');
      return body.items.filter((row) => row.linkedTo === ticket.id);
    };
    const bodies = async () => {
      const [id] = (await linked()).map((row) => row.id);
      const { body } = await jonas.get<{ items: { body: string }[] }>(`/api/tickets/${id}/messages`);
      return body.items.map(({ body: text }) => text);
    };
    await expect.poll(bodies).toEqual(['One.', 'Two.', 'Three.']);
    await expect.poll(() => linked()).toHaveLength(1);
  });

  it('opens a linked ticket when its own was closed meanwhile, and says so', async () => {
    const { jonas, ana, desk } = world;
    const ticket = await jonas.opens('Closed meanwhile');
    await ana.put(`/api/tickets/${ticket.id}/status`, { status: 'closed' });
    const page = await windows.open(`${desk.url}/tickets/${ticket.id}`);
    await signIn(page, jonas);
    await page.getByText('This ticket was closed').waitFor();
    await write(page, 'But it is not over.');
    await page.getByRole('main').getByText('That ticket was closed, so this is a new one.').waitFor();
    expect(new URL(page.url()).pathname).not.toBe(`/tickets/${ticket.id}`);
    await page.getByRole('article').getByText('But it is not over.', { exact: true }).waitFor();
    type Rows = { items: { linkedTo: string | null; lastMessage: { excerpt: string } }[] };
    const linked = async () =>
      (await jonas.get<Rows>('/api/tickets')).body.items.find((row) => row.linkedTo === ticket.id);
    await expect.poll(async () => (await linked())?.lastMessage.excerpt).toBe('But it is not over.');
  });
});

it('no message on the screen is lost when the server is killed', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  const port = await freePort();
  let server = await startChild({ dataDir, port });
  const nora = await new Person(server.url).register('Nora', 'nora@post.example');
  const ticket = await nora.opens('The server dies');
  const page = await windows.open(`${server.url}/tickets/${ticket.id}`);
  await signIn(page, nora);
  await page.getByText(/^Sent/u).waitFor();
  await server.kill('SIGKILL');
  await write(page, 'Said into the dark');
  await page.getByText('Sending when you are back online').waitFor();
  server = await startChild({ dataDir, port });
  await page.getByText('Sending when you are back online').waitFor({ state: 'detached' });
  await expect.poll(() => messagesOf(nora, ticket.id)).toEqual(['About: The server dies', 'Said into the dark']);
  await expect.poll(() => count(page, 'Said into the dark')).toBe(1);
  await server.kill('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});
