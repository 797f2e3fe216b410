import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostSite, hostPage, snippet, startHostSite } from '../support/host-page.ts';
import { launcherOn, launchersOn } from '../support/launcher.ts';
import { addSite } from '../support/site.ts';
import { windows, world } from '../support/stage.ts';

const loader = new URL('../../dist/client/widget.js', import.meta.url);
let shop: HostSite;
let key: string;
beforeAll(async () => {
  shop = await startHostSite();
  ({ key } = await addSite(world.desk, { origins: [shop.origin] }));
});
afterAll(() => shop.stop());

/** The browser's own error reports of a page. */
const watch = `
  window.shifts = 0; window.violations = []; window.thrown = [];
  new PerformanceObserver((list) => { for (const one of list.getEntries()) shifts += one.value; }).observe({ type: 'layout-shift', buffered: true });
  addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI));
  addEventListener('error', (event) => thrown.push(event.message));
  addEventListener('unhandledrejection', (event) => thrown.push(String(event.reason)));`;
const suffered = (page: Page) => page.evaluate('({ shifts, violations, thrown })');
const NOTHING = { shifts: 0, violations: [], thrown: [] };

async function openPage(path: string, html: string, { policy = '', ...options } = {}) {
  const page = await windows.open('about:blank', options);
  await page.addInitScript(watch);
  await page.goto(shop.put(path, html, policy ? { 'Content-Security-Policy': policy } : {}));
  return page;
}

const STANDS = { name: 'Open chat', expanded: false, width: 56, height: 56, x: 1440 - 76, y: 900 - 76 };

describe('the launcher', () => {
  it.each([
    ['in the head, before there is a body', (tag: string) => hostPage({ head: tag })],
    ['at the end', (tag: string) => hostPage({ body: `<h1>Shop</h1>${tag}` })],
    ['twice', (tag: string) => hostPage({ head: tag, body: `<h1>Shop</h1>${tag}` })],
    ['not async', (tag: string) => hostPage({ head: tag.replace('async', '') })],
    ['deferred', (tag: string) => hostPage({ head: tag.replace('async', 'defer') })],
    ['with crossorigin', (tag: string) => hostPage({ head: tag.replace('async', 'async crossorigin') })],
  ])('appears on a page with the snippet %s', async (_where, html) => {
    const page = await openPage('/plain', html(snippet(world.desk, key)));
    expect(await launcherOn(page)).toEqual(STANDS);
    expect(await suffered(page)).toEqual(NOTHING);
    expect(page.frames()).toHaveLength(1);
  });

  it('appears on a page that loads it later from its own script', async () => {
    const inject = `const tag = document.createElement('script'); tag.src = '${world.desk.url}/widget.js'; tag.dataset.site = '${key}'; document.head.append(tag);`;
    const page = await openPage('/injected', hostPage({ body: `<h1>Shop</h1><script>${inject}</script>` }));
    expect(await launcherOn(page)).toEqual(STANDS);
  });

  it('appears under the strictest policy with the three lines of the README', async () => {
    const { origin } = new URL(world.desk.url);
    const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; frame-src ${origin}; require-trusted-types-for 'script'`;
    const page = await openPage('/strict', hostPage({ head: snippet(world.desk, key) }), { policy });
    expect(await launcherOn(page)).toEqual(STANDS);
    const { x, y } = await launcherOn(page);
    await page.mouse.click(x + 28, y + 28);
    await expect.poll(() => page.frames().length).toBe(2);
    expect((await launcherOn(page)).expanded).toBe(true);
    expect(await suffered(page)).toEqual(NOTHING);
  });

  it('keeps its shape on a page that unsets everything', async () => {
    const sheets =
      'html>*,html>*::before,body *{all:unset!important;display:none!important;opacity:0!important;position:static!important;z-index:-1!important}';
    const overlay =
      'body{display:block!important;position:fixed!important;inset:0!important;z-index:2147483647!important}';
    const page = await openPage(
      '/hostile-style',
      hostPage({ head: `<style>${sheets}${overlay}</style>${snippet(world.desk, key)}` }),
    );
    expect(await launcherOn(page)).toEqual(STANDS);
  });

  it.each([
    ['de-AT', 'ltr', 'Chat öffnen', 1440 - 76],
    ['ar', 'rtl', 'فتح الدردشة', 20],
    ['xx', 'ltr', 'Open chat', 1440 - 76],
  ])('uses the language of the page, and stands where its text ends: %s', async (lang, dir, name, x) => {
    const page = await openPage('/language', hostPage({ lang, dir, head: snippet(world.desk, key) }));
    expect(await launcherOn(page)).toMatchObject({ name, x });
  });

  it('comes back when a page renders its whole document anew', async () => {
    const page = await openPage('/renders', hostPage({ head: snippet(world.desk, key) }));
    await launcherOn(page);
    // Counted in the same turn: the launcher is back a second later, and a test may be slower than that.
    const left = 'document.documentElement.replaceChildren(document.createElement("body"))';
    expect(await page.evaluate(`${left}, document.documentElement.childElementCount`)).toBe(1);
    await launcherOn(page);
  });
});

describe('commands of a page', () => {
  const stub =
    '<script>window.answerback=window.answerback||function(){(answerback.q=answerback.q||[]).push(arguments)};window.heard=[];</script>';

  it('wait until the launcher is there', async () => {
    const calls = `<script>answerback('on','ready',()=>heard.push('ready'));answerback('on','open',()=>heard.push('open'));answerback('on','close',()=>heard.push('close'));answerback('open')</script>`;
    const page = await openPage('/queue', hostPage({ head: stub + calls + snippet(world.desk, key) }));
    expect(await launcherOn(page)).toMatchObject({ expanded: true });
    // The app in the frame has sent its first messages.
    await page.frames()[1]?.getByRole('textbox').first().waitFor();
    await page.evaluate(`answerback('close')`);
    await expect.poll(() => page.evaluate('heard')).toEqual(['ready', 'open', 'close']);
    await page.evaluate(`answerback('on','ready',()=>heard.push('again'))`);
    await expect.poll(() => page.evaluate('heard.at(-1)')).toBe('again');
    expect(await suffered(page)).toMatchObject({ thrown: [] });
  });

  it('never throw at the page, and report one error in the console', async () => {
    const page = await openPage('/wrong', hostPage({ head: stub + snippet(world.desk, key) }));
    await launcherOn(page);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.evaluate(`{
      const round = {}; round.round = round;
      for (const call of [['opne'], [], [null], ['toString'], ['on'], ['on', 'open', 7], ['update', round], ['update', null], ['identify', () => {}]])
        answerback(...call);
      answerback('update', { plan: 'pro' });
      answerback('open');
    }`);
    expect((await launcherOn(page)).expanded).toBe(true);
    expect(said.filter((text) => text.startsWith('answerback'))).toEqual([expect.stringContaining('opne')]);
  });

  it('leave errors of the page’s own listeners to the page', async () => {
    const page = await openPage('/throws', hostPage({ head: stub + snippet(world.desk, key) }));
    await page.evaluate(
      `answerback('on','open',()=>{throw new Error('mine')});answerback('on','open',()=>heard.push('second'));answerback('open')`,
    );
    await expect.poll(() => page.evaluate('heard')).toEqual(['second']);
    expect(await suffered(page)).toMatchObject({ thrown: ['Uncaught Error: mine'] });
    windows.errors.length = 0;
  });
});

describe('a desk that fails', () => {
  const NONSENSE: [string, string, Record<string, string>][] = [
    ['an error', '{"error":{"code":"internal","message":"No."}}', {}],
    ['HTML', '<!doctype html><title>Sign in to the network</title>', { 'Content-Type': 'text/html' }],
    ['null', 'null', {}],
    ['a list', '[]', {}],
    ['half a site', '{"look":{}}', {}],
    ['half a text', '{"look":{"brand":"#1c5', {}],
    ['nothing', '', {}],
  ];

  it.each(NONSENSE)('leaves the page as it is when it answers %s', async (_what, body, headers) => {
    const desk = await startHostSite();
    desk.put('/widget.js', await readFile(loader, 'utf8'));
    const asked = `/api/widget/sites/${key}`;
    desk.put(asked, body, { 'Access-Control-Allow-Origin': '*', ...headers });
    const page = await windows.open('about:blank');
    await page.addInitScript(watch);
    const answered = page.waitForEvent('requestfinished', (request) => request.url().includes(asked));
    await page.goto(shop.put('/fails', hostPage({ head: snippet({ url: desk.origin }, key) })));
    await answered;
    await page.evaluate(`new Promise((resolve) => setTimeout(resolve))`);
    expect(await launchersOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.children.length')).toBe(2);
    expect(await suffered(page)).toEqual(NOTHING);
    await desk.stop();
  });

  it('leaves the page as it is when it is down, or when it never answers', async () => {
    const desk = await startHostSite();
    desk.put('/widget.js', await readFile(loader, 'utf8'));
    const page = await windows.open('about:blank');
    await page.addInitScript(watch);
    await page.route('**/api/widget/**', () => {});
    await page.goto(shop.put('/slow', hostPage({ head: snippet({ url: desk.origin }, key) })));
    await page.evaluate(`answerback('open')`);
    expect(await launchersOn(page)).toEqual([]);
    await desk.stop();
    await page.unroute('**/api/widget/**');
    await page.reload();
    expect(await launchersOn(page)).toEqual([]);
    expect(await suffered(page)).toEqual(NOTHING);
  });
});
