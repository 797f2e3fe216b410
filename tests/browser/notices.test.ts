import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { addStaff } from '../support/world.ts';
import { startDesk } from '../support/desk.ts';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

interface Told {
  title: string;
  body: string;
  tag: string;
}
interface Watched {
  told: (Told & { click: () => void })[];
  sounds: number;
}

/** Records every notification that the page shows. */
const watching = () => {
  const watched: Watched = { told: [], sounds: 0 };
  Object.assign(globalThis, { watched });
  globalThis.Notification = class extends Notification {
    constructor(title: string, options: NotificationOptions = {}) {
      super(title, options);
      const click = () => this.dispatchEvent(new Event('click'));
      watched.told.push({ title, body: options.body ?? '', tag: options.tag ?? '', click });
    }
  };
  globalThis.AudioContext = class extends AudioContext {
    constructor() {
      super();
      watched.sounds += 1;
    }
  };
};
const told = (page: Page) =>
  page.evaluate(() =>
    (globalThis as unknown as { watched: Watched }).watched.told.map(({ title, body }) => ({ title, body })),
  );
const sounds = (page: Page) => page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.sounds);

/** A desk with notifications allowed in the browser and in the preferences. */
async function watchedDesk(person: Person, preferences: object = {}, path = '/desk/waiting') {
  const page = await windows.openWhole('about:blank', { permissions: ['notifications'] });
  await page.context().addInitScript(watching);
  await page.goto(world.desk.url + path);
  await page.evaluate(
    ([key, value]) => localStorage.setItem(key ?? '', value ?? ''),
    [`answerback:preferences:${person.id}`, JSON.stringify({ desktop: true, ...preferences })],
  );
  await signIn(page, person);
  await ready(page);
  return page;
}

/** Waits until the notification code is loaded and this tab leads, or waits for its turn to lead. */
async function ready(page: Page) {
  await page.waitForLoadState('networkidle');
  await expect.poll(async () => (await locks(page, 'notices:')).length).toBeGreaterThan(0);
}
const locks = (page: Page, name: string) =>
  page.evaluate(async (start) => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const isOurs = (lock: LockInfo) => lock.name?.startsWith(start);
    return [...held.filter(isOurs).map(() => 'held'), ...pending.filter(isOurs).map(() => 'pending')];
  }, name);

async function secondTab(page: Page, path: string) {
  const tab = await page.context().newPage();
  await tab.goto(world.desk.url + path);
  await ready(tab);
  return tab;
}

describe('notifications', () => {
  it('announce a new waiting ticket and a message on my ticket, with sender, subject and text', async () => {
    const { ana, jonas } = world;
    const page = await watchedDesk(ana);
    const row = await jonas.opens('The kettle sings', 'Is it dangerous?');
    await expect.poll(() => told(page)).toEqual([{ title: 'Jonas', body: 'The kettle sings\nIs it dangerous?' }]);
    await expect.poll(() => sounds(page)).toBe(1);

    // Further messages on a waiting ticket raise no notice; neither do my own.
    await jonas.says(row.id, 'Hello?');
    await ana.says(row.id, 'It is not.');
    await expect.poll(async () => (await ana.get<{ unread: number }>(`/api/tickets/${row.id}`)).body.unread).toBe(0);
    await jonas.says(row.id, 'It sings again.');
    await expect.poll(() => told(page)).toHaveLength(2);
    expect((await told(page))[1]).toEqual({ title: 'Jonas', body: 'The kettle sings\nIt sings again.' });

    // A click opens the ticket.
    await page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.told[1]?.click());
    await page.getByRole('heading', { name: 'The kettle sings' }).waitFor();
    await page.context().close();
  });

  it('raise no notice for a colleague’s ticket or for the conversation on the screen', async () => {
    const { ana, ben, jonas, mia } = world;
    const his = await mia.opens('Of Ben');
    await ben.put(`/api/tickets/${his.id}/assignee`, { assigneeId: ben.id });
    const hers = await jonas.opens('Looked at');
    await ana.says(hers.id, 'Hello.');
    const page = await watchedDesk(ana, {}, `/desk/mine/${hers.id}`);
    await page.getByText('About: Looked at').first().waitFor();
    await expect.poll(() => locks(page, `looking:${ana.id}:${hers.id}`)).toEqual(['held']);
    await mia.says(his.id, 'Not for Ana');
    await jonas.says(hers.id, 'Seen as it comes');
    await page.getByRole('article').getByText('Seen as it comes').waitFor();
    // A later notice arrives, so the earlier ones would have arrived too.
    await mia.opens('For everybody');
    await expect.poll(() => told(page)).toEqual([{ title: 'Mia', body: 'For everybody\nAbout: For everybody' }]);
    await page.context().close();
  });

  it('raise one notice when a colleague assigns me a ticket, and none when I take one', async () => {
    const { sol, ben, mia } = world;
    const [taken, given] = [await mia.opens('Taken by Sol'), await mia.opens('Given to Sol')];
    const page = await watchedDesk(sol, {}, '/desk/all');
    await sol.put(`/api/tickets/${taken.id}/assignee`, { assigneeId: sol.id });
    await ben.put(`/api/tickets/${given.id}/assignee`, { assigneeId: sol.id });
    await expect.poll(() => told(page)).toEqual([{ title: 'Ben assigned you a ticket', body: 'Given to Sol' }]);
    await page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.told[0]?.click());
    await page.getByRole('heading', { name: 'Given to Sol' }).waitFor();
    await page.context().close();
  });

  it('come once for two tabs, also after one closes, and not for a ticket open in the other', async () => {
    const { ben, mia, jonas } = world;
    const one = await watchedDesk(ben);
    const two = await secondTab(one, '/desk/mine');
    await expect.poll(() => locks(one, 'notices:')).toEqual(['held', 'pending']);
    const both = async () => [...(await told(one)), ...(await told(two))].map(({ body }) => body.split('\n')[0]);
    const row = await mia.opens('Once for two');
    await expect.poll(both).toEqual(['Once for two']);
    expect((await sounds(one)) + (await sounds(two))).toBe(1);

    await two.goto(`${world.desk.url}/desk/waiting/${row.id}`);
    await ready(two);
    await two.getByText('About: Once for two').first().waitFor();
    await expect.poll(() => locks(two, `looking:${ben.id}:${row.id}`)).toEqual(['held']);
    await ben.says(row.id, 'I am on it.');
    await mia.says(row.id, 'Seen in the second tab');
    await two.getByRole('article').getByText('Seen in the second tab').waitFor();
    await jonas.opens('And another one');
    await expect.poll(both).toEqual(['Once for two', 'And another one']);

    await one.close();
    await expect.poll(() => locks(two, 'notices:')).toEqual(['held']);
    await jonas.opens('After the first tab');
    await expect
      .poll(async () => (await told(two)).map(({ body }) => body.split('\n')[0]))
      .toEqual(['After the first tab']);
    await two.context().close();
  });

  it('omit the text, the sound or the notification as the person prefers', async () => {
    const { sol, jonas } = world;
    const page = await watchedDesk(sol, { excerpt: false, sound: false });
    await jonas.opens('Without the text', 'Not for a screen that others see');
    await expect.poll(() => told(page)).toEqual([{ title: 'Jonas', body: 'Without the text' }]);
    await expect.poll(() => sounds(page)).toBe(0);
    await page.context().close();

    const quiet = await watchedDesk(sol, { desktop: false });
    await jonas.opens('Only heard');
    await expect.poll(() => sounds(quiet)).toBe(1);
    await expect.poll(() => told(quiet)).toEqual([]);
    // A second message within a few seconds makes no second sound.
    await jonas.opens('Not heard');
    await quiet.getByText('About: Not heard').waitFor();
    await expect.poll(() => sounds(quiet)).toBe(1);
    await quiet.context().close();
  });
});

describe('notification preferences', () => {
  it('test the sound and the notification, and show the browser’s answer', async () => {
    const page = await watchedDesk(world.ana, { desktop: false });
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('preferences');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Test the sound' }).click();
    await page.getByText('The sound was played.').waitFor();
    await page.getByRole('button', { name: 'Test the desktop notification' }).click();
    await page.getByText('The notification was sent.').waitFor();
    await expect.poll(() => told(page)).toEqual([{ title: 'Answerback', body: 'This is how a notification looks.' }]);
    await page.getByRole('checkbox', { name: 'Show a desktop notification' }).check();
    await page.context().close();
  });

  it('stay off and explain how to allow blocked notifications', async () => {
    const page = await windows.open(`${world.desk.url}/desk`);
    await page.context().addInitScript(() => {
      Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
    });
    await page.reload();
    await signIn(page, world.ben);
    await ready(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('preferences');
    await page.keyboard.press('Enter');
    const box = page.getByRole('checkbox', { name: 'Show a desktop notification' });
    await box.click();
    await page.getByText('The browser blocks notifications from this site.').waitFor();
    await expect.poll(() => box.isChecked()).toBe(false);
    await page.context().close();
  });
});

it('the desk announces waiting tickets at once, then at most every ten seconds as one sum', async () => {
  const { zoe, mia, desk } = world;
  const { body } = await zoe.get<{ items: { id: string }[] }>('/api/tickets?active=true');
  for (const { id } of body.items) await zoe.put(`/api/tickets/${id}/status`, { status: 'resolved' });
  const page = await windows.open(`${desk.url}/desk/mine`);
  await signIn(page, world.sol);
  await ready(page);
  await page.evaluate(() => {
    const region = document.querySelector('[role="status"][aria-atomic="true"]');
    const said: [string, number][] = [];
    Object.assign(globalThis, { said });
    new MutationObserver(() => region?.textContent && said.push([region.textContent, performance.now()])).observe(
      region ?? document.body,
      { subtree: true, characterData: true, childList: true },
    );
  });
  const said = () => page.evaluate(() => (globalThis as unknown as { said: [string, number][] }).said);
  await mia.opens('The first');
  await expect.poll(said).toHaveLength(1);
  await mia.opens('The second');
  await mia.opens('The third');
  await expect.poll(said).toHaveLength(2);
  const [first, second] = await said();
  expect(first?.[0]).toBe('1 waiting');
  expect(second?.[0]).toBe('3 waiting, longest less than a minute');
  expect((second?.[1] ?? 0) - (first?.[1] ?? 0)).toBeGreaterThan(9_900);
  await expect.poll(() => page.title()).toContain('(3)');
  await expect.poll(() => page.locator('link[rel="icon"]').getAttribute('href')).toContain('waiting');
  await page.context().close();
});

it('the desk offers a new version, waits for the reload, and loses nothing by it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  const clients = join(folder, 'client');
  await cp(fileURLToPath(new URL('../../dist/client', import.meta.url)), clients, { recursive: true });
  const dataDir = join(folder, 'data');
  let desk = await startDesk({ dataDir, clients });
  try {
    const kim = await addStaff(desk, 'Kim', 'agent');
    const customer = await new Person(desk.url).register('Tove', 'tove@post.example');
    const ticket = await customer.opens('During the upgrade');
    const page = await windows.open(`${desk.url}/desk/waiting/${ticket.id}`);
    await signIn(page, kim);
    await page.getByText('About: During the upgrade').first().waitFor();
    await page.getByRole('textbox', { name: /^Reply to/u }).fill('A draft from before');
    await page.evaluate(() => Object.assign(globalThis, { samePage: true }));
    const strip = page.getByRole('region', { name: 'New version' });

    // The same build again shows no strip.
    const port = Number(new URL(desk.url).port);
    await desk.stop();
    desk = await startDesk({ dataDir, clients, port });
    await customer.says(ticket.id, 'After the first restart');
    await page.getByRole('article').getByText('After the first restart').waitFor();
    await expect.poll(() => strip.count()).toBe(0);

    await desk.stop();
    const html = join(clients, 'desk', 'index.html');
    await writeFile(html, (await readFile(html, 'utf8')).replace('<title>', '<!-- newer --><title>'));
    desk = await startDesk({ dataDir, clients, port });
    await strip.getByText('A new version is ready. Reload when it suits you.').waitFor();
    expect(await page.evaluate(() => 'samePage' in globalThis)).toBe(true);
    await expect.poll(() => page.getByRole('textbox', { name: /^Reply to/u }).inputValue()).toBe('A draft from before');

    await strip.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => page.evaluate(() => 'samePage' in globalThis)).toBe(false);
    await page.getByText('About: During the upgrade').first().waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: /^Reply to/u }).inputValue()).toBe('A draft from before');
    await page.waitForLoadState('networkidle');
    await expect.poll(() => strip.count()).toBe(0);
    await page.context().close();
  } finally {
    await desk.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
