/** A proxy lets a WebSocket open and then says nothing, or never answers its request. Nobody is told, and nothing is lost. */
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../server/live/contract.ts';
import { freePort } from '../support/child.ts';
import type { Person } from '../support/person.ts';
import { seeded } from '../support/random.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { type SilentProxy, silentProxy } from '../support/silent-proxy.ts';
import { openWindows, signIn, type Windows } from '../support/windows.ts';
import { createWorld, type World } from '../support/world.ts';

let proxy: SilentProxy;
let world: World;
let windows: Windows;
let shop: Shop;
beforeAll(async () => {
  const port = await freePort();
  proxy = await silentProxy(() => `http://127.0.0.1:${port}`);
  world = await createWorld({ port, publicUrl: proxy.url });
  windows = await openWindows();
  shop = await openShop(world);
});
afterAll(async () => {
  await windows.close();
  await shop.close();
  await world.end();
  proxy.close();
});

const storedIn = async (ticketId: string) => {
  const { body } = await world.sol.get<{ items: { body: string }[] }>(`/api/tickets/${ticketId}/messages`);
  return body.items.map((message) => message.body);
};
/** The messages on the screen, in their order: each begins with its number. */
const shownOn = async (page: Page | FrameLocator) => {
  const texts = await page.getByRole('article').allInnerTexts();
  return texts.flatMap((text) => /Line \d+[^\n]*/u.exec(text) ?? []);
};
/** Counts the moments at which the page says that it is offline. */
async function watchForWorry(page: Page) {
  await page.addInitScript(() => {
    const watched = window as { worries?: number };
    watched.worries = 0;
    new MutationObserver(() => {
      if (document.body?.innerText.includes('You are offline')) watched.worries = (watched.worries ?? 0) + 1;
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  return () => page.evaluate(() => (window as { worries?: number }).worries);
}
async function openFor(person: Person, path: string) {
  const page = await windows.open('about:blank');
  const worries = await watchForWorry(page);
  await page.goto(world.desk.url + path);
  await signIn(page, person);
  await page.getByRole('article').first().waitFor();
  return { page, worries };
}
const isKnown = (page: Page) => page.evaluate(`sessionStorage.getItem('answerback:silent') !== null`);

describe.each(['unanswered', 'swallowed', 'one-frame', 'no-polling'] as const)(
  'a proxy with WebSockets %s',
  (passing) => {
    it('brings everything once and in one order to portal and desk, silently, and is live again once it is healed', async () => {
      const random = seeded(passing.length);
      proxy.passing = passing;
      const ticket = await world.jonas.opens(`Through a proxy: ${passing}`, 'Line 0 of it');
      const [portal, desk] = await Promise.all([
        openFor(world.jonas, `/tickets/${ticket.id}`),
        openFor(world.ana, `/desk/waiting/${ticket.id}`),
      ]);
      const boxes = [
        portal.page.getByRole('textbox', { name: 'Message' }),
        desk.page.getByRole('textbox', { name: 'Reply to Jonas' }),
      ];
      let lines = 0;
      /** Whoever writes next, and whoever waits for it to arrive, is drawn. */
      async function talk(rounds: number) {
        for (let round = 0; round < rounds; round += 1) {
          lines += 1;
          const text = `Line ${lines} by ${random() < 0.3 ? 'phone' : 'hand'}`;
          const writer = Math.floor(random() * 2);
          if (text.endsWith('phone'))
            await world.sol.post(`/api/tickets/${ticket.id}/messages`, { body: text, force: true });
          else {
            await boxes[writer]?.fill(text);
            await boxes[writer]?.press('Enter');
          }
          // Also while a message of the other side is on its way.
          if (random() < 0.6)
            await Promise.all(
              [portal, desk].map(({ page }) => page.getByText(text, { exact: true }).first().waitFor()),
            );
          else await expect.poll(() => storedIn(ticket.id)).toContain(text);
        }
        const stored = await storedIn(ticket.id);
        expect(stored).toHaveLength(lines + 1);
        for (const { page } of [portal, desk]) await expect.poll(() => shownOn(page)).toEqual(stored);
      }
      await talk(6);
      await expect.poll(() => Promise.all([portal, desk].map(({ page }) => isKnown(page)))).toEqual([true, true]);

      proxy.passing = 'open';
      await expect.poll(() => Promise.all([portal, desk].map(({ page }) => isKnown(page)))).toEqual([false, false]);
      await talk(4);
      expect(await Promise.all([portal.worries(), desk.worries()])).toEqual([0, 0]);
    });
  },
);

it.each(['unanswered', 'swallowed', 'no-polling'] as const)(
  'a visitor of the widget is answered through a proxy with WebSockets %s',
  async (passing) => {
    proxy.passing = passing;
    const { chat } = await shop.open(windows);
    const text = `Line 0: does ${passing} matter?`;
    await chat.locator('.write textarea').fill(text);
    await chat.locator('.write textarea').press('Enter');
    const ticketOf = async () =>
      (await world.ana.get<Snapshot>('/api/snapshot')).body.rows.find((row) => row.subject === text)?.id;
    await expect.poll(ticketOf).toBeDefined();
    const id = (await ticketOf()) ?? '';
    await world.ana.says(id, 'Line 1: not to us.');
    await chat.getByRole('article').getByText('Line 1: not to us.').waitFor();
    await chat.locator('.write textarea').fill('Line 2: thank you');
    await chat.locator('.write textarea').press('Enter');
    await expect.poll(() => storedIn(id)).toContain('Line 2: thank you');
    await world.ana.says(id, 'Line 3: any time');
    await expect.poll(() => shownOn(chat)).toEqual(await storedIn(id));
  },
);

it('a tab that found its WebSocket silent polls at once after a reload, and so do its next pages', async () => {
  proxy.passing = 'swallowed';
  const ticket = await world.mia.opens('Once is enough', 'Line 0');
  const { page } = await openFor(world.mia, `/tickets/${ticket.id}`);
  await expect.poll(() => isKnown(page)).toBe(true);
  const { polls } = proxy.told;
  await page.reload();
  await expect.poll(() => proxy.told.polls).toBeGreaterThan(polls);
  await expect.poll(() => isKnown(page)).toBe(true);
});

it('a WebSocket that falls silent after it was live is given up with the next own message', async () => {
  proxy.passing = 'open';
  const ticket = await world.mia.opens('Silent later', 'Line 0');
  const { page } = await openFor(world.mia, `/tickets/${ticket.id}`);
  await page.getByText(/^Sent/u).waitFor();
  await world.sol.says(ticket.id, 'Line 1 arrives');
  await page.getByRole('article').getByText('Line 1 arrives').waitFor();
  proxy.passing = 'swallowed';
  proxy.silence();
  await world.sol.says(ticket.id, 'Line 2 is swallowed');
  await page.getByRole('textbox', { name: 'Message' }).fill('Line 3: is anybody there?');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => shownOn(page))
    .toEqual(['Line 0', 'Line 1 arrives', 'Line 2 is swallowed', 'Line 3: is anybody there?']);
  await expect.poll(() => isKnown(page)).toBe(true);
});
