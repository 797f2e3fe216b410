import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../server/live/contract.ts';
import { openShop, type Opened, type Shop } from '../support/shop.ts';
import { SITE_SECRET, signFor } from '../support/site-server.ts';
import { windows, world } from '../support/stage.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(world, {}, SITE_SECRET);
});
afterAll(async () => {
  expect(windows.errors).toEqual([]);
  await shop.close();
});

/** Between two keys, as a quick person types. */
const PACE_MS = 40;

const box = ({ chat }: Opened) => chat.locator('.write textarea');
const valueOf = (visit: Opened) => box(visit).inputValue();
const isFocused = (visit: Opened) => box(visit).evaluate((element) => element === document.activeElement);
const rows = async () => (await world.ana.get<Snapshot>('/api/snapshot')).body.rows;
const bodiesOf = async (id: string) =>
  (await world.ana.get<{ items: { body: string }[] }>(`/api/tickets/${id}/messages`)).body.items.map(
    ({ body }) => body,
  );
const ofCustomer = async (name: string) => (await rows()).filter(({ customer }) => customer.name === name);
const pause = (visit: Opened, ms: number) => visit.page.waitForTimeout(ms);
const kept = (visit: Opened) => visit.frame().evaluate(() => JSON.stringify(localStorage));

async function ready(visit: Opened) {
  await visit.chat.getByRole('button', { name: /^More/u }).waitFor();
  await box(visit).click();
  return visit;
}
const type = (visit: Opened, text: string) => visit.page.keyboard.type(text, { delay: PACE_MS });
const identify = (visit: Opened, sub: string) => visit.says({ token: signFor(sub, { site: shop.key, name: sub }) });
const isIdentified = async (visit: Opened) =>
  await expect
    .poll(async () => (await visit.told()).some(({ type: kind, ok }) => kind === 'identified' && ok))
    .toBe(true);

/** A customer whom the site knows, with one conversation from another browser. */
async function known(sub: string) {
  const visit = await shop.open(windows, { token: signFor(sub, { site: shop.key, name: sub }) });
  await box(visit).fill(`The old one of ${sub}`);
  await box(visit).press('Enter');
  await visit.chat.getByText(/^Sent/u).waitFor();
  await visit.page.context().close();
}

const SENTENCE = 'My new grinder stopped this morning, what now?';

describe('a box under somebody’s hands', () => {
  it.each([100, 400, 1_200])(
    'keeps every letter when the page says after %i ms who this is, and starts its own conversation',
    async (ms) => {
      const sub = `late-${ms}`;
      await known(sub);
      const visit = await ready(await shop.open(windows));
      await visit.page.route('**/api/widget/identity', async (route) => {
        await pause(visit, 200);
        await route.continue();
      });
      const typed = type(visit, SENTENCE);
      await pause(visit, ms);
      await identify(visit, sub);
      await typed;
      await isIdentified(visit);
      await visit.chat.getByRole('button', { name: /^More/u }).click();
      // The old conversation is there by now.
      await visit.chat.getByRole('button', { name: 'Your conversations' }).waitFor();
      await visit.page.keyboard.press('Escape');
      await expect.poll(() => valueOf(visit)).toBe(SENTENCE);
      await box(visit).press('Enter');
      await visit.chat.getByRole('article').getByText(SENTENCE, { exact: true }).waitFor();
      await expect
        .poll(async () => (await ofCustomer(sub)).map(({ subject }) => subject).toSorted())
        .toEqual([SENTENCE, `The old one of ${sub}`]);
      await visit.page.context().close();
    },
  );

  it('keeps the focus and every letter when an anonymous visitor with a conversation becomes known', async () => {
    const visit = await ready(await shop.open(windows));
    await type(visit, 'First\n');
    await visit.chat.getByText(/^Sent/u).waitFor();
    const typed = type(visit, SENTENCE);
    await pause(visit, 300);
    await identify(visit, 'becomes-known');
    await typed;
    await isIdentified(visit);
    await expect.poll(() => valueOf(visit)).toBe(SENTENCE);
    await expect.poll(() => isFocused(visit)).toBe(true);
    await visit.page.context().close();
  });

  it.each([
    ['Enter', 'focused'],
    ['the button', 'focused'],
    ['Enter', 'left'],
  ])(
    'shows nothing of a first message sent by %s, its box %s, when the agent has answered and the visitor becomes known',
    async (by, how) => {
      const text = `Do you ship to Norway by ${by}, ${how}?`;
      const visit = await ready(await shop.open(windows));
      await type(visit, text);
      if (by === 'Enter') await box(visit).press('Enter');
      else await visit.chat.getByRole('button', { name: 'Send' }).click();
      await visit.chat.getByText(/^Sent/u).waitFor();
      const ticket = (await rows()).find(({ subject }) => subject === text);
      await world.ana.post(`/api/tickets/${ticket?.id}/messages`, { id: randomUUID(), body: 'Yes, we do.' });
      await visit.chat.getByRole('article').getByText('Yes, we do.', { exact: true }).waitFor();
      if (how === 'left') await visit.page.evaluate(() => document.body.focus());
      await pause(visit, 400);
      expect(await kept(visit)).not.toContain(text);
      await identify(visit, `sent-${by}-${how}`);
      await isIdentified(visit);
      await visit.chat.getByRole('article').getByText('Yes, we do.', { exact: true }).waitFor();
      await expect.poll(() => valueOf(visit)).toBe('');
      if (how === 'left') await box(visit).click();
      await type(visit, 'And to Sweden?');
      await expect.poll(() => valueOf(visit)).toBe('And to Sweden?');
      await visit.page.reload();
      await visit.chat.getByRole('article').getByText('Yes, we do.', { exact: true }).waitFor();
      await expect.poll(() => valueOf(visit)).toBe('And to Sweden?');
      await visit.page.context().close();
    },
  );

  it('keeps the focus and every letter when the page changes its language, which the box then speaks', async () => {
    const visit = await ready(await shop.open(windows));
    const typed = type(visit, SENTENCE);
    await pause(visit, 300);
    await visit.says({ locale: 'fr-FR' });
    await typed;
    // The rest follows as soon as nobody writes.
    await expect.poll(() => box(visit).getAttribute('placeholder')).toBe('Écrivez un message');
    await visit.chat.getByText('Comment pouvons-nous vous aider').waitFor();
    await expect.poll(() => valueOf(visit)).toBe(SENTENCE);
    await expect.poll(() => isFocused(visit)).toBe(true);
    await visit.page.context().close();
  });

  it('keeps every letter when its visitor is refused, and sends it as a new one', async () => {
    const visit = await ready(await shop.open(windows));
    await type(visit, 'Soon refused\n');
    await visit.chat.getByText(/^Sent/u).waitFor();
    const token = await visit
      .frame()
      .evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith(':visitor'))?.[1] ?? '');
    const typed = type(visit, SENTENCE);
    await pause(visit, 300);
    await world.stranger.send('POST', '/api/auth/logout', {}, { authorization: `Bearer ${token}` });
    await typed;
    await visit.chat.getByText('What can we help with?').waitFor();
    await expect.poll(() => valueOf(visit)).toBe(SENTENCE);
    await box(visit).press('Enter');
    await expect.poll(async () => (await rows()).map(({ subject }) => subject)).toContain(SENTENCE);
    await visit.page.context().close();
  });

  it('keeps an answer and an address that are being typed when the visitor turns out to be known', async () => {
    const asks = await openShop(
      world,
      { fields: [{ name: 'order', label: 'Order number', type: 'text', choices: [], required: false }] },
      SITE_SECRET,
    );
    const one = await ready(await asks.open(windows));
    const two = await asks.open(windows, { beside: one.page });
    await one.chat.getByLabel('Order number').click();
    const answer = one.page.keyboard.type('OD-0418-77120', { delay: 100 });
    await box(two).fill('From the other tab');
    await box(two).press('Enter');
    await two.chat.getByText(/^Sent/u).waitFor();
    await answer;
    await pause(one, 500);
    await expect.poll(() => one.chat.getByLabel('Order number').inputValue()).toBe('OD-0418-77120');

    const address = two.chat.getByRole('textbox', { name: /reach you/u });
    await address.click();
    const written = two.page.keyboard.type('nora@post.example', { delay: 100 });
    await pause(two, 300);
    await two.says({ token: signFor('asked', { site: asks.key, name: 'asked', email: 'known@post.example' }) });
    await written;
    await isIdentified(two);
    await expect.poll(() => address.inputValue()).toBe('nora@post.example');
    await asks.close();
    await one.page.context().close();
  });

  it('is emptied, and nothing of it stays in the browser, when its visitor logs out before the draft was stored', async () => {
    const visit = await ready(await shop.open(windows));
    await type(visit, 'A beginning\n');
    await visit.chat.getByText(/^Sent/u).waitFor();
    await visit.page.keyboard.insertText('A secret of the last one');
    await box(visit).evaluate((element) => {
      (element as HTMLElement).blur();
    });
    await visit.page.keyboard.insertText('');
    await box(visit).evaluate((element: HTMLTextAreaElement) => {
      element.value += '!';
      element.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await visit.says({ token: '' });
    await visit.chat.getByText('What can we help with?').waitFor();
    await expect.poll(() => valueOf(visit)).toBe('');
    await pause(visit, 400);
    expect(await kept(visit)).not.toContain('secret');
    await visit.page.context().close();
  });
});

describe('first messages typed in two tabs', () => {
  it('are both kept while they are typed, and end in one conversation that both tabs show', async () => {
    const one = await ready(await shop.open(windows));
    const two = await ready(await shop.open(windows, { beside: one.page }));
    await one.page.bringToFront();
    const first = type(one, 'From the first tab, typed slowly');
    await pause(one, 300);
    const second = type(two, 'From the second tab, typed at the same time');
    await first;
    await box(one).press('Enter');
    await one.chat.getByText(/^Sent/u).waitFor();
    await second;
    await pause(two, 600);
    await expect.poll(() => valueOf(two)).toBe('From the second tab, typed at the same time');
    await expect.poll(() => valueOf(one)).toBe('');
    await box(two).press('Enter');
    for (const tab of [one, two])
      for (const text of ['From the first tab, typed slowly', 'From the second tab, typed at the same time'])
        await tab.chat.getByRole('article').getByText(text, { exact: true }).waitFor();
    const ticket = (await rows()).find(({ subject }) => subject === 'From the first tab, typed slowly');
    await expect
      .poll(() => bodiesOf(ticket?.id ?? ''))
      .toEqual(['From the first tab, typed slowly', 'From the second tab, typed at the same time']);
    expect((await rows()).filter(({ customer }) => customer.id === ticket?.customer.id)).toHaveLength(1);
    await one.page.context().close();
  });

  it('end in one conversation also for a visitor whom the site already knows', async () => {
    const token = () => signFor('two-tabs', { site: shop.key, name: 'two-tabs' });
    const one = await ready(await shop.open(windows, { token: token() }));
    await isIdentified(one);
    const two = await ready(await shop.open(windows, { beside: one.page, token: token() }));
    await isIdentified(two);
    await type(one, 'Known, the first');
    await type(two, 'Known, the second');
    await box(one).press('Enter');
    await one.chat.getByText(/^Sent/u).waitFor();
    await box(two).press('Enter');
    for (const tab of [one, two])
      await tab.chat.getByRole('article').getByText('Known, the second', { exact: true }).waitFor();
    const [ticket, ...others] = await ofCustomer('two-tabs');
    expect(others).toEqual([]);
    await expect.poll(() => bodiesOf(ticket?.id ?? '')).toEqual(['Known, the first', 'Known, the second']);
    await one.page.context().close();
  });

  it('are not needed for a tab to stay in its own conversation when the language changes', async () => {
    const one = await ready(await shop.open(windows));
    await type(one, 'Of this tab\n');
    await one.chat.getByText(/^Sent/u).waitFor();
    const two = await ready(await shop.open(windows, { beside: one.page }));
    await two.chat.getByRole('button', { name: /^More/u }).click();
    await two.chat.getByRole('button', { name: 'Start a new conversation' }).click();
    await box(two).click();
    await type(two, 'Of that tab\n');
    await two.chat.getByText(/^Sent/u).waitFor();
    await box(one).click();
    const typed = type(one, SENTENCE);
    await pause(one, 300);
    await one.says({ locale: 'fr-FR' });
    await typed;
    await expect.poll(() => box(one).getAttribute('placeholder')).toBe('Écrivez un message');
    await one.chat.getByRole('article').getByText('Of this tab', { exact: true }).waitFor();
    await box(one).press('Enter');
    const ticket = (await rows()).find(({ subject }) => subject === 'Of this tab');
    await expect.poll(() => bodiesOf(ticket?.id ?? '')).toEqual(['Of this tab', SENTENCE]);
    await one.page.context().close();
  });

  it('stay apart when the second was begun as a new conversation on purpose', async () => {
    const one = await ready(await shop.open(windows));
    await type(one, 'Of the first kind\n');
    await one.chat.getByText(/^Sent/u).waitFor();
    await one.chat.getByRole('button', { name: /^More/u }).click();
    await one.chat.getByRole('button', { name: 'Start a new conversation' }).click();
    await box(one).click();
    await type(one, 'Of the second kind\n');
    await expect.poll(async () => (await rows()).filter(({ subject }) => subject.endsWith('kind')).length).toBe(2);
    await one.page.context().close();
  });
});
