import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../server/live/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { picture } from '../support/files.ts';
import { type HostSite, hostPage, snippet, startHostSite } from '../support/host-page.ts';
import { launcherOn, pressLauncher } from '../support/launcher.ts';
import { addSite } from '../support/site.ts';
import { SITE_SECRET, signFor } from '../support/site-server.ts';
import { windows, world } from '../support/stage.ts';

/** Two sites: the page on 127.0.0.1, the desk on localhost. */
let shop: HostSite;
let near: HostSite;
let stranger: HostSite;
let key: string;
beforeAll(async () => {
  shop = await startHostSite();
  near = await startHostSite('localhost');
  stranger = await startHostSite();
  ({ key } = await addSite(world.desk, { origins: [shop.origin, near.origin] }));
});
afterAll(async () => {
  await shop.stop();
  await near.stop();
  await stranger.stop();
});

const frameOf = async (page: Page): Promise<Frame> => {
  const find = () => page.frames().find((frame) => frame.url().startsWith(`${world.desk.url}/widget/frame`));
  await expect.poll(() => find() !== undefined).toBe(true);
  const found = find();
  if (!found) throw new Error('The frame is gone.');
  return found;
};
const box = (frame: Frame) => frame.getByRole('textbox', { name: 'Message' });
async function write(frame: Frame, text: string) {
  await box(frame).fill(text);
  await box(frame).press('Enter');
}
/** What the frame tells the launcher only. */
const INTERNAL = ['loaded', 'keep', 'peek', 'labels', 'has-conversation', 'look', 'constructor'];
const rows = async () => (await world.ana.get<Snapshot>('/api/snapshot')).body.rows;
async function ticketOf(text: string) {
  const find = async () => (await rows()).find(({ subject }) => subject === text);
  await expect.poll(async () => (await find()) !== undefined).toBe(true);
  const found = await find();
  if (!found) throw new Error('It is not there.');
  return found;
}
/** A question and its reply, both seen. */
async function talks(page: Page, text: string) {
  const frame = await frameOf(page);
  await write(frame, text);
  const ticket = await ticketOf(text);
  expect(ticket).toMatchObject({ channel: 'widget' });
  await world.ana.says(ticket.id, `Answer to: ${text}`);
  await frame.getByText(`Answer to: ${text}`).first().waitFor();
  return ticket;
}

describe('a page with a Cross-Origin-Embedder-Policy', () => {
  it.each(['require-corp', 'credentialless'])('opens the chat, and shows the pictures in it: %s', async (policy) => {
    const headers = { 'Cross-Origin-Embedder-Policy': policy, 'Cross-Origin-Opener-Policy': 'same-origin' };
    const page = await windows.open(shop.put(`/${policy}`, hostPage({ head: snippet(world.desk, key) }), headers));
    const refused: string[] = [];
    page.on('requestfailed', (request) => refused.push(`${request.url()} ${request.failure()?.errorText}`));
    // The page has what it set the policy for, so the policy is in force.
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    await pressLauncher(page);
    const ticket = await talks(page, `Does it fit under ${policy}?`);
    const frame = await frameOf(page);
    const { body: sent } = await world.ana.attaches(ticket.id, await picture('photo.png'));
    await world.ana.post(`/api/tickets/${ticket.id}/messages`, { body: 'Like this', attachmentIds: [sent.id] });
    const shown = frame.locator('img').first();
    await shown.waitFor();
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    expect(refused).toEqual([]);
  });
});

describe('a conversation on somebody’s page', () => {
  it('reaches the desk and back, takes the focus when it opens, and returns it on Escape', async () => {
    const page = await windows.open(shop.put('/', hostPage({ head: snippet(world.desk, key) })));
    await pressLauncher(page);
    const frame = await frameOf(page);
    await expect.poll(() => box(frame).evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await launcherOn(page)).toMatchObject({ name: 'Close the chat', expanded: true });
    await talks(page, 'Does the Duo fit under a cabinet?');
    await page.keyboard.press('Escape');
    await expect
      .poll(() => launcherOn(page))
      .toMatchObject({ name: expect.stringMatching(/^Open chat/u), expanded: false });
    await page.keyboard.press('Enter');
    await expect.poll(() => launcherOn(page)).toMatchObject({ expanded: true });
  });

  it('continues on the next page, counts missed messages, and never tells the page their text', async () => {
    const page = await windows.open(near.put('/first', hostPage({ head: snippet(world.desk, key) })));
    await pressLauncher(page);
    const ticket = await talks(page, 'Is there a black one?');
    await page.evaluate(`answerback('close')`);
    const listens = `<script>window.answerback=function(){(answerback.q=answerback.q||[]).push(arguments)};window.heard=[];for(const name of ['unread','message','identified','labels'])answerback('on',name,(detail)=>heard.push(JSON.stringify(detail)))</script>`;
    await page.goto(near.put('/second', hostPage({ head: listens + snippet(world.desk, key) })));
    await frameOf(page);
    await expect.poll(() => page.evaluate('heard.length')).toBeGreaterThan(0);
    await world.ana.says(ticket.id, 'In spring, a secret one.');
    await expect.poll(() => launcherOn(page)).toMatchObject({ name: expect.stringMatching(/^Open chat, \d unread$/u) });
    const heard = await page.evaluate(`heard.join()`);
    expect(heard).toContain(ticket.id);
    expect(heard).not.toMatch(/secret|black|Ana|Answer|token/iu);
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])')).not.toMatch(
      /secret|black|token/iu,
    );
  });

  it('tells the page what the README promises of each event, and nothing else', async () => {
    const { key: own } = await addSite(world.desk, { origins: [near.origin], identitySecret: SITE_SECRET });
    const names = ['ready', 'open', 'close', 'unread', 'message', 'identified', ...INTERNAL];
    const listens = `<script>window.answerback=function(){(answerback.q=answerback.q||[]).push(arguments)};window.heard=[];for(const name of ${JSON.stringify(names)})answerback('on',name,(detail)=>heard.push([name,detail]))</script>`;
    const page = await windows.open(near.put('/told', hostPage({ head: listens + snippet(world.desk, own) })));
    await pressLauncher(page);
    const ticket = await talks(page, 'What does the page hear?');
    await page.evaluate(`answerback('close')`);
    await world.ana.says(ticket.id, 'Nothing but this.');
    await expect.poll(() => launcherOn(page)).toMatchObject({ name: expect.stringMatching(/unread$/u) });
    await page.evaluate(`answerback('identify', ${JSON.stringify(signFor('hears', { site: own, name: 'Hears' }))})`);
    await expect.poll(() => page.evaluate(`heard.some(([, detail]) => detail?.ok === true)`)).toBe(true);
    await page.evaluate(`answerback('identify', 'no token')`);
    await expect.poll(() => page.evaluate(`heard.some(([, detail]) => detail?.ok === false)`)).toBe(true);

    const heard = (await page.evaluate('heard')) as [string, Record<string, unknown> | undefined][];
    const shapes = new Set(heard.map(([name, detail]) => [name, ...Object.keys(detail ?? {}).toSorted()].join(' ')));
    expect([...shapes].toSorted()).toEqual([
      'close type',
      'identified code ok type',
      'identified ok type',
      'message conversation from type',
      'open type',
      'ready',
      'unread count type',
    ]);
    for (const [name, detail] of heard) expect(detail?.['type'] ?? name).toBe(name);
  });

  it('shows a new answer beside the closed launcher, opens it at a press, and hides it for good', async () => {
    const page = await windows.open(near.put('/peeks', hostPage({ head: snippet(world.desk, key) })));
    await pressLauncher(page);
    const ticket = await talks(page, 'Does it come in green?');
    const frame = await frameOf(page);
    const preview = frame.getByRole('status').filter({ has: frame.getByRole('button', { name: 'Close' }) });
    await expect.poll(() => preview.count()).toBe(0);
    await page.evaluate(`answerback('close')`);
    await world.ana.says(ticket.id, 'In *autumn*, two greens.');
    await preview.getByText('In autumn, two greens.').waitFor();
    // No more of the page is covered than the answer needs.
    await expect.poll(() => frame.evaluate('[innerWidth, innerHeight < 120]')).toEqual([318, true]);
    await preview.getByRole('button', { name: /In autumn/u }).click();
    await expect.poll(() => launcherOn(page)).toMatchObject({ expanded: true });
    await expect.poll(() => box(frame).evaluate((element) => element === document.activeElement)).toBe(true);
    await preview.waitFor({ state: 'detached' });
    await expect.poll(() => frame.evaluate('innerHeight')).toBeGreaterThan(500);

    await page.evaluate(`answerback('close')`);
    await world.ana.says(ticket.id, 'And a blue one.');
    await preview.getByText('And a blue one.').waitFor();
    await preview.getByRole('button', { name: 'Close' }).click();
    await preview.waitFor({ state: 'detached' });
    await page.reload();
    const again = await frameOf(page);
    await expect.poll(() => launcherOn(page)).toMatchObject({ name: expect.stringMatching(/\d unread$/u) });
    await expect.poll(() => again.locator('.peek').count()).toBe(0);
  });

  it('is read after a reload of the page, by an answer in plain view and without a touch', async () => {
    const page = await windows.open(shop.put('/reloaded', hostPage({ head: snippet(world.desk, key) })));
    await pressLauncher(page);
    const ticket = await talks(page, 'Does it make tea?');
    await page.reload();
    const frame = await frameOf(page);
    await frame.getByText('Answer to: Does it make tea?').first().waitFor();
    // The focus is on the page, and not in the frame.
    expect([await page.evaluate('document.hasFocus()'), await frame.evaluate('document.hasFocus()')]).toEqual([
      true,
      false,
    ]);
    await world.ana.says(ticket.id, 'And coffee.');
    await frame.getByText('And coffee.').first().waitFor();
    await expect
      .poll(async () => (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.seen.customer.seq)
      .toBe(3);
    await expect.poll(() => launcherOn(page)).toMatchObject({ name: 'Close the chat', expanded: true });
  });

  it('follows a single-page app in address, title and theme, and leaves routing to the app', async () => {
    const page = await windows.open(shop.put('/app', hostPage({ head: snippet(world.desk, key) })));
    await page.evaluate('window.pushed = history.pushState; window.length0 = history.length');
    await pressLauncher(page);
    const ticket = await talks(page, 'Where is the tank?');
    const frame = await frameOf(page);
    const dark = () => frame.evaluate('document.documentElement.dataset.theme');
    await expect.poll(() => dark()).toBe('light');
    await page.evaluate(
      `history.pushState({ mine: 1 }, '', '/app/duo?colour=red#access_token=x'); document.title = 'Duo'; document.body.style.background = '#191614'`,
    );
    await expect.poll(dark).toBe('dark');
    const seen = async () =>
      (await world.ana.get<{ page: string; pageTitle: string }>(`/api/tickets/${ticket.id}/visitor`)).body;
    await expect.poll(seen).toMatchObject({ page: `${shop.origin}/app/duo?colour=red`, pageTitle: 'Duo' });
    await page.evaluate(`answerback('close')`);
    expect(await page.evaluate('[history.pushState === pushed, history.length - length0, history.state.mine]')).toEqual(
      [true, 1, 1],
    );
  });

  it('covers a phone without letting the page scroll, and restores the page afterwards', async () => {
    const body = '<h1>Shop</h1><div style="height:4000px"></div>';
    const page = await windows.open(shop.put('/phone', hostPage({ head: snippet(world.desk, key), body })), {
      ...{ viewport: { width: 400, height: 800 }, hasTouch: true, isMobile: true },
    });
    await page.evaluate('scrollTo(0, 700)');
    await pressLauncher(page);
    const frame = await frameOf(page);
    await expect.poll(() => frame.evaluate('[innerWidth, innerHeight].join()')).toMatch(/^(398|400),(798|800)$/u);
    expect(await page.evaluate('[getComputedStyle(document.documentElement).overflow, scrollY]')).toEqual([
      'hidden',
      700,
    ]);
    await page.evaluate(`answerback('close')`);
    expect(await page.evaluate('[getComputedStyle(document.documentElement).overflow, scrollY]')).toEqual([
      'visible',
      700,
    ]);
  });

  it('works without storage in a third-party frame, and without WebSocket', async () => {
    const page = await windows.openWhole('about:blank');
    await page.addInitScript(
      `if (self === top) for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new DOMException('No.', 'SecurityError'); } });`,
    );
    // The error of a browser whose proxy blocks WebSocket.
    await page.addInitScript(
      'window.WebSocket = class { constructor() { setTimeout(() => this.onerror?.(new Event("error"))) } send() {} close() {} }',
    );
    await page.goto(shop.put('/blocked', hostPage({ head: snippet(world.desk, key) })));
    await pressLauncher(page);
    const refused = `(() => { try { return localStorage.length } catch (error) { return error.name } })()`;
    expect(await (await frameOf(page)).evaluate(refused)).toBe('SecurityError');
    await talks(page, 'Is anything stored?');
  });
});

describe('a hostile page', () => {
  /** What the page overwrites before the widget loads, and does from then on. */
  const hostile = `<style>*{all:unset!important}html,body{display:block!important}body *{z-index:2147483647!important}</style><script>
    window.got = [];
    const keepAll = (name, value) => { try { got.push(name + ' ' + JSON.stringify(value)); } catch { got.push(name); } };
    for (const name of ['stringify', 'parse']) { const was = JSON[name]; JSON[name] = (...all) => { const out = was(...all); if (typeof out === 'string') got.push(out); return out; }; }
    const then = Promise.prototype.then; Promise.prototype.then = function (...all) { return then.apply(this, all); };
    const real = window.fetch; window.fetch = (...all) => { keepAll('fetch', all); return real(...all); };
    for (const name of ['map', 'filter', 'find', 'forEach', 'push']) { const was = Array.prototype[name]; Array.prototype[name] = function (...all) { return was.apply(this, all); }; }
    Object.prototype.toJSON = undefined; Object.prototype.evil = 'evil';
    const listen = EventTarget.prototype.addEventListener; EventTarget.prototype.addEventListener = function (kind, ...all) { return listen.call(this, kind, ...all); };
    const attach = Element.prototype.attachShadow; Element.prototype.attachShadow = function (init) { return (window.stolen = attach.call(this, { ...init, mode: 'open' })); };
    const Channel = MessageChannel; window.MessageChannel = class extends Channel { constructor() { super(); window.port = this.port1; listen.call(this.port1, 'message', ({ data }) => keepAll('port', data)); } };
    addEventListener('message', ({ data }) => keepAll('message', data));
  </script>`;

  it('cannot read, forge or break a conversation', async () => {
    const spoof = stranger.put(
      '/spoof',
      '<script>setInterval(() => { for (let n = 0; n < 20; n += 1) for (const frame of [parent, ...Array.from(parent.frames)]) { const { port2 } = new MessageChannel(); try { frame.postMessage({ answerback: 1, type: "identify", token: "x" }, "*", [port2]); } catch {} } }, 100)</script>',
    );
    const body = `<h1>Shop</h1><iframe src="${spoof}"></iframe>`;
    const page = await windows.open(shop.put('/hostile', hostPage({ head: hostile + snippet(world.desk, key), body })));
    await pressLauncher(page);
    // Before the frame loads, a page can block, remove, cover or starve it: the page belongs to its owner. The widget
    // ignores 400 messages a second.
    await box(await frameOf(page)).waitFor();
    await page.evaluate(`setInterval(() => {
      const frame = stolen.querySelector('iframe'); if (!frame) return;
      for (let n = 0; n < 20; n += 1) {
        const { port2 } = new Channel();
        frame.contentWindow.postMessage({ answerback: 1, hello: {}, type: 'loaded' }, '*', [port2]);
        for (const data of [null, 7, 'x', '{', '[]', { type: 'send', body: 'FORGED' }, { type: 'identify', token: 'x' }]) port?.postMessage(data);
      }
    }, 100)`);
    const ticket = await talks(page, 'A private question');
    await page.evaluate(`answerback('identify', 'a.b.c')`);
    await world.ana.says(ticket.id, 'A private answer');
    await (await frameOf(page)).getByText('A private answer').first().waitFor();

    // Proves that the page did interfere.
    expect(await page.evaluate('got.length')).toBeGreaterThan(3);
    expect(await page.evaluate('Boolean(stolen.querySelector("iframe").contentWindow)')).toBe(true);
    expect(await page.evaluate('got.join()')).not.toMatch(/private/iu);
    expect(
      await page.evaluate(
        'try { stolen.querySelector("iframe").contentWindow.document.body.textContent } catch (error) { error.name }'.replace(
          /^(.*)$/u,
          '(() => { $1 })() ?? "SecurityError"',
        ),
      ),
    ).toBe('SecurityError');
    const told = await world.ana.get<{ items: { body: string }[] }>(`/api/tickets/${ticket.id}/messages`);
    expect(told.body.items.map(({ body: text }) => text)).toEqual([
      'A private question',
      'Answer to: A private question',
      'A private answer',
    ]);
  });

  it('gets neither launcher nor frame when it is not an address of the site', async () => {
    const page = await windows.open(
      stranger.put(
        '/thief',
        hostPage({
          head: snippet(world.desk, key),
          body: `<iframe src="${world.desk.url}/widget/frame?site=${key}"></iframe>`,
        }),
      ),
    );
    await page.waitForLoadState('load');
    expect(await page.evaluate('document.documentElement.children.length')).toBe(2);
    expect(page.frames()[1]?.url()).toMatch(/^chrome-error/u);
  });
});
