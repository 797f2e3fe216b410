import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ADMIN, startDesk } from '../support/desk.ts';
import type { Snapshot } from '../../server/live/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { violations } from '../support/axe.ts';
import { freePort } from '../support/child.ts';
import { bomb } from '../support/files.ts';
import { Person } from '../support/person.ts';
import { openShop, type Opened, type Shop } from '../support/shop.ts';
import { windows, world } from '../support/stage.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(world);
});
afterAll(async () => {
  expect(windows.errors).toEqual([]);
  await shop.close();
});

const box = ({ chat }: Opened) => chat.locator('.write textarea');
const articles = ({ chat }: Opened, text: string) => chat.getByRole('article').getByText(text, { exact: true });
async function write(opened: Opened, text: string) {
  await box(opened).fill(text);
  await box(opened).press('Enter');
}
const queueOf = async (staff: Person) => (await staff.get<Snapshot>('/api/snapshot')).body.rows;
async function ticketOf(subject: string, staff = world.ana): Promise<TicketRow> {
  const find = async () => (await queueOf(staff)).find((row) => row.subject === subject);
  await expect.poll(async () => (await find()) !== undefined).toBe(true);
  const found = await find();
  if (!found) throw new Error('It is not there.');
  return found;
}
const bodiesOf = async (ticket: TicketRow, staff = world.ana) =>
  (await staff.get<{ items: { body: string }[] }>(`/api/tickets/${ticket.id}/messages`)).body.items.map(
    ({ body }) => body,
  );
/** A live conversation with a reply on the screen. */
async function talk(subject: string, how: Parameters<Shop['open']>[1] = {}, in_ = shop) {
  const visit = await in_.open(windows, how);
  await write(visit, subject);
  const ticket = await ticketOf(subject);
  await world.ana.says(ticket.id, `An answer to: ${subject}`);
  await articles(visit, `An answer to: ${subject}`).waitFor();
  return { visit, ticket };
}
const kept = (visit: Opened) =>
  visit.frame().evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith(':visitor'))?.[1] ?? '');

describe('a first message', () => {
  it('needs no form, reaches the desk and gets a reply, while the page learns only ids and counts', async () => {
    const { visit, ticket } = await talk('Does the Duo fit under a cabinet?');
    expect(ticket).toMatchObject({ channel: 'widget', customer: { name: expect.stringMatching(/^Visitor/u) } });
    const told = JSON.stringify(await visit.told());
    expect(told).toContain(`"conversation":"${ticket.id}"`);
    expect(told).not.toMatch(/cabinet|answer to|Ana|Visitor \d|visitor_/u);
  });

  it('appears in the same frame as Enter, before a visitor exists', async () => {
    const visit = await shop.open(windows);
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    await visit.page.route('**/api/widget/visitors', async (route) => {
      await held;
      await route.continue();
    });
    await visit.chat.getByRole('button', { name: /^More/u }).waitFor();
    await box(visit).fill('At once?');
    const shown = await box(visit).evaluate((element) => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      return [...document.querySelectorAll('article')].at(-1)?.textContent;
    });
    expect(shown).toBe('At once?Sending');
    go();
    await visit.chat.getByText(/^Sent/u).waitFor();
    await visit.chat.getByRole('button', { name: /^More/u }).click();
    await visit.chat.getByRole('button', { name: 'Start a new conversation' }).click();
    await expect.poll(() => box(visit).inputValue()).toBe('');
  });

  it('replaces the usual reply time by the visitor’s own expected wait', async () => {
    const before = (page: Page) =>
      page.route('**/api/reply-times', (route) => route.fulfill({ json: { waitMs: 7 * 60_000, isUsual: true } }));
    const visit = await shop.open(windows, { before });
    const usual = visit.chat.locator('.top').getByText('Usually replies in about 7 minutes');
    await usual.waitFor();
    await write(visit, 'How long does it take?');
    await visit.chat.getByText(/questions? (is|are) before yours|You are next/u).waitFor();
    await expect.poll(() => usual.count()).toBe(0);
    await world.ana.says((await ticketOf('How long does it take?')).id, 'Not long.');
    await usual.waitFor();
  });

  it('creates one visitor and one conversation for two tabs at once', async () => {
    const one = await shop.open(windows);
    const two = await shop.open(windows, { beside: one.page });
    // Neither tab knows of the other: both have sent before a visitor exists.
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    await one.page.context().route('**/api/widget/visitors', async (route) => {
      await held;
      await route.continue();
    });
    await write(one, 'From the first tab');
    await write(two, 'From the second tab');
    go();
    const ticket = await ticketOf('From the first tab');
    await expect.poll(() => bodiesOf(ticket)).toEqual(['From the first tab', 'From the second tab']);
    for (const tab of [one, two]) await articles(tab, 'From the second tab').waitFor();
    const ofVisitor = (await queueOf(world.ana)).filter(({ customer }) => customer.id === ticket.customer.id);
    expect(ofVisitor).toHaveLength(1);
  });

  it('waits for the answers to the site’s questions, and names the missing ones', async () => {
    const field = { choices: [], required: true };
    const asks = await openShop(world, {
      fields: [
        { ...field, name: 'order', label: 'Order number', type: 'text' },
        { ...field, name: 'mail', label: 'Your address', type: 'email', required: false },
      ],
    });
    const visit = await asks.open(windows);
    await write(visit, 'Where is it?');
    await visit.chat.getByText('Fill this in, then send.').waitFor();
    await expect.poll(() => box(visit).inputValue()).toBe('Where is it?');
    await visit.chat.getByLabel('Order number').fill('4711');
    await visit.chat.getByLabel('Your address').fill('nora@post.example');
    await box(visit).press('Enter');
    await visit.chat.getByText(/^Sent/u).waitFor();
    const { body } = await world.ana.get<{ fields: object; email: string }>(
      `/api/tickets/${(await ticketOf('Where is it?')).id}/visitor`,
    );
    expect(body).toMatchObject({ fields: { order: '4711' }, email: 'nora@post.example' });
    await asks.close();
  });

  it('is followed by a question for an email address, which can be skipped for good', async () => {
    const { visit } = await talk('Do I have to say who I am?');
    await visit.chat.getByText('If you leave, how can the team reach you?').waitFor();
    await visit.chat.getByRole('button', { name: 'Skip' }).click();
    await visit.page.reload();
    await articles(visit, 'Do I have to say who I am?').waitFor();
    await expect.poll(() => visit.chat.getByText('If you leave').count()).toBe(0);
  });

  it('asks for no address after it was resolved, and names who has it once', async () => {
    const { visit, ticket } = await talk('Is it over?');
    await visit.chat.getByText('If you leave, how can the team reach you?').waitFor();
    await visit.chat.getByText(/is on it/u).waitFor();
    await expect.poll(() => visit.chat.getByText(/is on it/u).count()).toBe(1);
    await world.ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' });
    await visit.chat.getByText('How did it go?').waitFor();
    await visit.chat.getByPlaceholder('Write here if you need anything else.').waitFor();
    await visit.chat.getByText('If you leave').waitFor({ state: 'detached' });
    await write(visit, 'One thing more.');
    await visit.chat.getByText('If you leave').waitFor();
  });
});

describe('a conversation', () => {
  it('survives a reload with its draft and its scroll position', async () => {
    const { visit, ticket } = await talk('Is it kept?');
    for (let n = 0; n < 25; n += 1) await world.ana.says(ticket.id, `Line ${n}`);
    await articles(visit, 'Line 24').waitFor();
    // The conversation opens at its first unread message.
    const unread = async () => (await visit.told()).findLast(({ type }) => type === 'unread')?.['count'];
    await expect.poll(unread).toBe(0);
    await expect
      .poll(async () => (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.seen.customer.seq)
      .toBe(27);
    const flow = visit.chat.getByRole('region', { name: 'Messages' });
    await flow.evaluate((element) => (element.scrollTop = 200));
    await expect.poll(() => flow.evaluate((element) => element.scrollTop)).toBe(200);
    await box(visit).fill('Half a sente');
    await box(visit).blur();
    await visit.page.reload();
    await articles(visit, 'Line 24').waitFor();
    await expect.poll(() => flow.evaluate((element) => Math.abs(element.scrollTop - 200) < 3)).toBe(true);
    await expect.poll(() => box(visit).inputValue()).toBe('Half a sente');
  });

  it('continues after a lost connection, with nothing lost and nothing doubled', async () => {
    const { visit, ticket } = await talk('Through a tunnel');
    await visit.page.context().setOffline(true);
    await write(visit, 'Written in the tunnel');
    await visit.chat.getByText('Sending when you are back online').waitFor();
    await world.ana.says(ticket.id, 'Said meanwhile');
    await visit.chat.getByText('You are offline.').waitFor();
    await visit.page.context().setOffline(false);
    await articles(visit, 'Said meanwhile').waitFor();
    await visit.chat.getByText(/^S(ent|een)/u).waitFor();
    expect((await bodiesOf(ticket)).filter((body) => body === 'Written in the tunnel')).toHaveLength(1);
    await expect.poll(() => articles(visit, 'Written in the tunnel').count()).toBe(1);
  });

  it('is live in the other tab, and plays one sound', async () => {
    const { visit, ticket } = await talk('In two tabs');
    const other = await shop.open(windows, { beside: visit.page });
    await articles(other, 'An answer to: In two tabs').waitFor();
    await write(other, 'Written in the second');
    await articles(visit, 'Written in the second').waitFor();
    await expect.poll(() => bodiesOf(ticket)).toHaveLength(3);
    await expect.poll(() => articles(other, 'Written in the second').count()).toBe(1);
  });

  it('shows a refusal in the visitor’s language', async () => {
    const visit = await shop.open(windows, { locale: 'es-ES' });
    await write(visit, '¿Cuánto tarda?');
    const { id } = await ticketOf('¿Cuánto tarda?');
    await visit.chat.getByText(/^Enviado/u).waitFor();
    await visit.chat
      .locator('input[type="file"]')
      .setInputFiles({ name: 'foto.png', mimeType: 'image/png', buffer: bomb(50_000, 50_000) });
    await visit.chat.getByText('No enviado: la imagen tiene 50000 × 50000 píxeles').waitFor();
    await visit.chat.getByRole('button', { name: 'Quitar foto.png' }).click();

    const headers = { Authorization: `Bearer ${await kept(visit)}`, 'Content-Type': 'application/json' };
    const say = async () =>
      (
        await fetch(`${world.desk.url}/api/tickets/${id}/messages`, {
          ...{ method: 'POST', headers },
          body: JSON.stringify({ body: 'Otra vez' }),
        })
      ).status;
    let status = 201;
    while (status === 201) status = await say();
    expect(status).toBe(429);
    await write(visit, 'Y otra');
    await visit.chat.getByText(/^Demasiados a la vez, se enviará a las \d\d:\d\d/u).waitFor();
  });

  it('is listed with the others, each with its status', async () => {
    const { visit, ticket } = await talk('The first of two');
    expect((await world.sol.put(`/api/tickets/${ticket.id}/status`, { status: 'closed' })).status).toBe(200);
    await visit.chat.getByText(/This ticket was closed/u).waitFor();
    await visit.chat.getByRole('button', { name: /^More/u }).click();
    await visit.chat.getByRole('button', { name: 'Start a new conversation' }).click();
    await write(visit, 'The second of two');
    await visit.chat.getByText(/^Sent/u).waitFor();
    await visit.chat.getByRole('button', { name: /^More/u }).click();
    await visit.chat.getByRole('button', { name: 'Your conversations' }).click();
    await visit.chat.getByRole('link', { name: /The second of two.*Waiting for an answer/su }).waitFor();
    await visit.chat.getByRole('link', { name: /The first of two.*Closed/su }).click();
    await articles(visit, 'The first of two').waitFor();
  });

  it('shows a picture, although its address alone opens nothing', async () => {
    const { visit } = await talk('With a picture');
    const png = await visit.page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 100 } });
    await visit.chat
      .locator('input[type=file]')
      .setInputFiles({ name: 'here.png', mimeType: 'image/png', buffer: png });
    await visit.chat.getByRole('button', { name: 'Remove here.png' }).waitFor();
    await write(visit, 'Look');
    const picture = visit.chat
      .getByRole('article')
      .getByRole('button', { name: /^Show here/u })
      .locator('img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth > 0)).toBe(true);
    await expect.poll(() => picture.getAttribute('src')).toMatch(/^blob:/u);
  });

  it('tells a blocked visitor so, and sends no more requests', async () => {
    const { visit, ticket } = await talk('Not welcome');
    const blocked = await world.sol.put(`/api/visitors/${ticket.customer.id}/blocked`, { blocked: true });
    expect(blocked.status).toBe(200);
    await visit.chat.getByText('You can no longer write here.').waitFor();
    await expect.poll(() => box(visit).count()).toBe(0);
    await visit.page.reload();
    await visit.chat.getByText('You can no longer write here.').waitFor();
  });

  it('starts over when its token is refused, and keeps unsent text', async () => {
    const { visit, ticket } = await talk('Soon a stranger');
    await box(visit).fill('Not sent yet');
    await box(visit).blur();
    const authorization = `Bearer ${await kept(visit)}`;
    await world.stranger.send('POST', '/api/auth/logout', {}, { authorization, origin: world.desk.url });
    await visit.chat.getByText('What can we help with?').waitFor();
    await expect.poll(() => box(visit).inputValue()).toBe('Not sent yet');
    await box(visit).press('Enter');
    const next = await ticketOf('Not sent yet');
    expect(next.customer.id).not.toBe(ticket.customer.id);
  });
});

it('a message written while the server was down is sent once when it is back', async () => {
  const port = await freePort();
  const dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  const first = await startDesk({ port, dataDir });
  const down = await openShop({ desk: first });
  const visit = await down.open(windows);
  const staff = await new Person(first.url).signIn(ADMIN.email, ADMIN.password);
  await write(visit, 'Before it went');
  const ticket = await ticketOf('Before it went', staff);
  await first.stop();
  await write(visit, 'While it was down');
  await visit.chat.getByText('Sending when you are back online').waitFor();
  const second = await startDesk({ port, dataDir });
  await visit.chat.getByText(/^Sent/u).waitFor();
  const back = await new Person(second.url).signIn(ADMIN.email, ADMIN.password);
  await expect.poll(() => bodiesOf(ticket, back)).toEqual(['Before it went', 'While it was down']);
  await expect.poll(() => articles(visit, 'While it was down').count()).toBe(1);
  await visit.page.close();
  await down.close();
  await second.stop();
  await rm(dataDir, { recursive: true });
});

describe('a restricted browser', () => {
  it.each([
    [
      'storage',
      () => {
        for (const name of ['localStorage', 'sessionStorage'])
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException('Blocked.', 'SecurityError');
            },
          });
      },
    ],
    [
      'WebSocket',
      () => {
        // As behind a proxy that blocks WebSocket: it fails after it was created.
        class Refused extends EventTarget {
          onerror: ((event: Event) => void) | null = null;
          constructor() {
            super();
            setTimeout(() => this.onerror?.(new Event('error')));
          }
          close() {}
        }
        Object.defineProperty(window, 'WebSocket', { value: Refused });
      },
    ],
  ])('can still talk: without %s', async (name, block) => {
    const before = (page: Page) => page.addInitScript(block);
    const { visit, ticket } = await talk(`Without ${name}`, { before });
    await world.ana.says(ticket.id, 'And on');
    await articles(visit, 'And on').waitFor();
    expect(visit.page.url()).not.toContain('visitor_');
    expect(visit.frame().url()).not.toContain('visitor_');
  });
});

describe('the keyboard', () => {
  it('focuses the message box on opening, and Escape closes a menu before the widget', async () => {
    const visit = await shop.open(windows, { open: '' });
    await visit.chat.getByRole('button', { name: /^More/u }).waitFor();
    await visit.says({ open: 'asked' });
    await expect.poll(() => box(visit).evaluate((element) => element === document.activeElement)).toBe(true);
    await visit.chat.getByRole('button', { name: /^More/u }).click();
    await visit.page.keyboard.press('Escape');
    const closes = async () => (await visit.told()).filter(({ type }) => type === 'close').length;
    expect(await closes()).toBe(0);
    await box(visit).press('Escape');
    await expect.poll(closes).toBe(1);
  });
});

it('the widget uses the page’s language, also from right to left', async () => {
  const visit = await shop.open(windows, { locale: 'ar-EG', dir: 'rtl' });
  await visit.chat.getByText('كيف يمكننا مساعدتك؟').waitFor();
  await expect
    .poll(() => visit.frame().evaluate(() => [document.documentElement.lang, document.documentElement.dir]))
    .toEqual(['ar', 'rtl']);
  await write(visit, 'مرحبا');
  await visit.chat.getByText(/^أُرسلت/u).waitFor();
  await visit.says({ locale: 'fr-FR', dir: 'ltr' });
  await visit.chat.getByText(/^Envoyé à/u).waitFor();
  await visit.says({ locale: 'fi', dir: 'ltr' });
  await visit.chat.getByText(/^Sent/u).waitFor();
});

describe.each([
  { look: 'light', dark: false, locale: 'en', width: 400, height: 680 },
  { look: 'dark', dark: true, locale: 'en', width: 400, height: 680 },
  { look: 'right to left', dark: false, locale: 'ar', width: 320, height: 560 },
  { look: 'at 400 %', dark: false, locale: 'de', width: 320, height: 256 },
] as const)('the widget, $look', ({ dark, locale, width, height }) => {
  it('passes axe and fits the screen', async () => {
    const brown = await openShop(world, { brand: '#9c4a21' });
    const visit = await brown.open(windows, { dark, locale, options: { viewport: { width, height } } });
    const check = async () => {
      expect(await violations(visit.frame())).toEqual([]);
      expect(
        await visit.frame().evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        }),
      ).toBe(0);
      const place = await box(visit).boundingBox();
      expect((place?.y ?? height) + (place?.height ?? 0)).toBeLessThanOrEqual(height);
    };
    await visit.chat.locator('.greeting').waitFor();
    await check();
    const subject = `averyveryverylongwordthatnobodycanbreakanywhereatallbutitfits ${locale} ${String(dark)} ${height}`;
    await write(visit, subject);
    const ticket = await ticketOf(subject.slice(0, 80));
    await world.ana.says(ticket.id, 'With *bold*, `code`, https://example.com and\n- a list\n```\na fence\n```');
    await visit.chat.getByRole('listitem').waitFor();
    expect((await world.ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' })).status).toBe(200);
    await visit.chat.getByRole('radio').first().waitFor();
    await check();
    await brown.close();
  });
});
