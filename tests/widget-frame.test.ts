import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteConfig } from '../server/widget/contract.ts';
import type { Profile } from '../server/people/contract.ts';
import { ADMIN, type Desk, startDesk } from './support/desk.ts';
import { picture } from './support/files.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';

const SHOP = 'https://shop.example';
const NASTY = '</script><script>alert(1)</script><!--\u2028\u2029&amp;';
let clients: string;
let desk: Desk;
let stranger: Person;
let site: { id: string; key: string };
beforeAll(async () => {
  clients = await mkdtemp(join(tmpdir(), 'answerback-'));
  await mkdir(join(clients, 'widget'));
  await mkdir(join(clients, 'desk'));
  await writeFile(join(clients, 'desk/index.html'), '<!doctype html><html></html>');
  await writeFile(join(clients, 'widget/index.html'), '<!doctype html><html><head><title>Chat</title></head></html>');
  await writeFile(join(clients, 'widget.js'), 'void 0;');
  desk = await startDesk({ clients });
  stranger = new Person(desk.url);
  site = await addSite(desk, { origins: [SHOP, 'https://www.shop.example'], name: NASTY });
});
afterAll(async () => {
  await desk.stop();
  await rm(clients, { recursive: true });
});

const directive = (headers: Headers, name: string) =>
  headers
    .get('content-security-policy')
    ?.split('; ')
    .find((part) => part.startsWith(`${name} `));

describe('the loader', () => {
  it('can be loaded by any page, and is cached', async () => {
    const first = await stranger.send('GET', '/widget.js', undefined, { origin: 'https://anybody.example' });
    expect(first).toMatchObject({ status: 200, body: 'void 0;' });
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[0-9a-f]{32}"$/u);
    const again = await stranger.send('GET', '/widget.js', undefined, { 'if-none-match': tag });
    expect([again.status, again.body]).toEqual([304, null]);
    expect(again.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const other = await stranger.send('GET', '/widget.js', undefined, { 'if-none-match': '"another"' });
    expect(other.status).toBe(200);
  });
});

describe('the frame', () => {
  it('can be framed by its site and the desk only', async () => {
    const page = await stranger.get(`/widget/frame?site=${site.key}`);
    expect(page.status).toBe(200);
    const { port } = new URL(desk.url);
    expect(directive(page.headers, 'frame-ancestors')).toBe(
      `frame-ancestors ${SHOP} https://www.shop.example http://localhost:${port} http://127.0.0.1:${port}`,
    );
    const own = await stranger.get('/desk');
    const said = ({ headers }: { headers: Headers }) =>
      Object.fromEntries(
        [...headers].filter(
          ([name]) => !/^(?:connection|content-\w+|date|keep-alive|transfer-encoding|vary|x-request-id)$/u.test(name),
        ),
      );
    const policy = page.headers.get('content-security-policy') ?? '';
    // But for who may frame it, and that nobody keeps it, it is a page like any other.
    expect({
      ...said(page),
      'content-security-policy': policy.replace(/frame-ancestors.*$/u, `frame-ancestors 'none'`),
    }).toEqual({
      ...said(own),
      // A page with a policy of its own could not open the frame otherwise.
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-store',
    });
  });

  it('contains the settings of its site, which cannot end the script element', async () => {
    const { body } = await stranger.get<string>(`/widget/frame?site=${site.key}`);
    const [, text = ''] = /<script type="application\/json" id="site">([^<]*)<\/script><\/head>/u.exec(body) ?? [];
    expect(text).not.toMatch(/[<>&\u2028\u2029]/u);
    expect(JSON.parse(text)).toMatchObject({ key: site.key, name: NASTY, hours: null, here: false });
    expect(body.match(/<script/gu)).toHaveLength(1);
    expect(body).not.toContain('identitySecret');
  });

  it('shows the first names and pictures of those who answer, to strangers too', async () => {
    const zoe = await new Person(desk.url).signIn(ADMIN.email, ADMIN.password);
    const { body: own } = await zoe.puts<Profile>('/api/me/picture', await picture('zoe.png'));
    const { body } = await stranger.get<string>(`/widget/frame?site=${site.key}`);
    const [, text = ''] = /id="site">([^<]*)</u.exec(body) ?? [];
    expect(JSON.parse(text)).toMatchObject({ team: [{ name: zoe.name.split(' ')[0], picture: own.picture }] });
    const found = await fetch(desk.url + own.picture);
    expect([found.status, found.headers.get('cross-origin-resource-policy')]).toEqual([200, 'same-origin']);
  });

  it.each(['', '?site=', '?site=no-such-site', '?site=%3Cscript%3E', '?site=a&site=b', `?site=${'x'.repeat(5000)}`])(
    'is a page that nobody may frame where there is no such site: %s',
    async (query) => {
      const page = await stranger.get<string>(`/widget/frame${query}`);
      expect(page.status).toBe(404);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/u);
      expect(directive(page.headers, 'frame-ancestors')).toBe(`frame-ancestors 'none'`);
      expect(page.body).not.toContain('script>');
    },
  );
});

describe('the public settings of a site', () => {
  const ask = (origin: string, key = site.key) =>
    stranger.send<SiteConfig>('GET', `/api/widget/sites/${key}`, undefined, { origin });

  it('can be read only by its exact origins', async () => {
    const own = await ask(SHOP);
    expect(own.status).toBe(200);
    expect(own.headers.get('access-control-allow-origin')).toBe(SHOP);
    expect(own.headers.get('access-control-allow-credentials')).toBeNull();
    expect(own.headers.get('vary')).toBe('Origin, Accept-Language');
    expect(own.headers.get('cache-control')).toBe('public, max-age=60');
    expect(Object.keys(own.body).toSorted()).toEqual(['here', 'hours', 'ink', 'key', 'label', 'look', 'name']);
    for (const origin of [
      'https://evil.example',
      'null',
      'http://shop.example',
      `${SHOP}:8443`,
      `${SHOP}.evil.example`,
      `${SHOP}/`,
    ]) {
      const foreign = await ask(origin);
      expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
      expect(foreign.headers.get('vary')).toBe('Origin, Accept-Language');
    }
  });

  it('is 404 for an unknown site', async () => {
    expect((await ask(SHOP, 'no-such-site')).status).toBe(404);
    expect((await ask(SHOP, 'a%00b')).status).toBe(422);
  });

  it('records where the widget was loaded, once an hour, and only for origins of the site', async () => {
    const other = await addSite(desk, { origins: [SHOP] });
    const seen = () =>
      stored<{ origin: string | null; at: number | null }>(
        desk,
        'SELECT seen_origin AS origin, seen_at AS at FROM sites WHERE id = ?',
        other.id,
      )[0];
    await ask('https://evil.example', other.key);
    await ask(SHOP, other.key);
    await expect.poll(seen).toMatchObject({ origin: SHOP });
    const first = seen()?.at ?? 0;
    await ask(SHOP, other.key);
    desk.ahead.ms += 3_600_001;
    await ask(SHOP, other.key);
    await expect.poll(() => (seen()?.at ?? 0) - first).toBeGreaterThanOrEqual(3_600_000);
  });

  it('says whether any agent is available', async () => {
    const here = async () => (await ask(SHOP)).body.here;
    expect(await here()).toBe(false);
    const zoe = await new Person(desk.url).signIn(ADMIN.email, ADMIN.password);
    expect(await here()).toBe(false);
    const socket = await zoe.listen();
    expect(await here()).toBe(true);
    await zoe.patch('/api/me', { availability: 'away' });
    expect(await here()).toBe(false);
    await zoe.patch('/api/me', { availability: 'available' });
    expect(await here()).toBe(true);
    socket.close();
    await expect.poll(here).toBe(false);
  });
});
