import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Person } from '../support/person.ts';
import { createWorld, type World } from '../support/world.ts';
import { tryToConnect } from './bare-socket.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const own = () => world.desk.url;
const port = () => new URL(own()).port;

/** What a browser sends along with a request that a page elsewhere makes. */
const FOREIGN: [string, () => Record<string, string>][] = [
  ['another site', () => ({ origin: 'https://evil.example' })],
  ['our name as a part of another', () => ({ origin: `http://localhost:${port()}.evil.example` })],
  ['our name with another port', () => ({ origin: 'http://localhost:1' })],
  ['our name with another scheme', () => ({ origin: `https://localhost:${port()}` })],
  ['our name with a path', () => ({ origin: `${own()}/` })],
  ['our name in upper case', () => ({ origin: own().toUpperCase() })],
  ['a sandboxed frame', () => ({ origin: 'null' })],
  ['a file', () => ({ origin: 'file://' })],
  ['an empty origin', () => ({ origin: '' })],
  ['two origins', () => ({ origin: `${own()}, https://evil.example` })],
  [
    'a neighbour on the same site',
    () => ({ origin: `http://shop.localhost:${port()}`, 'sec-fetch-site': 'same-site' }),
  ],
  [
    'another site that claims to be this one',
    () => ({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }),
  ],
  [
    'another site that names us as the host',
    () => ({ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }),
  ],
];
/** Where a browser says only the relation and no origin. */
const METADATA_ONLY: [string, Record<string, string>][] = [
  ['cross-site', { 'sec-fetch-site': 'cross-site' }],
  ['same-site', { 'sec-fetch-site': 'same-site' }],
  ['an address that was typed', { 'sec-fetch-site': 'none' }],
];

/** Without the origin that our test person always sends. */
async function send(
  path: string,
  { method = 'POST', headers, body }: { method?: string; headers: Record<string, string>; body?: string },
) {
  const response = await fetch(own() + path, { method, headers, ...(body !== undefined && { body }) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const subjects = async () => {
  const { body } = await world.jonas.get<{ items: { subject: string }[] }>('/api/tickets');
  return body.items.map(({ subject }) => subject);
};

describe('a change that comes from', () => {
  it.each(FOREIGN)('%s is refused, with all cookies', async (_case, headers) => {
    const body = JSON.stringify({ subject: 'Forged', body: 'by another page' });
    const sent = { ...headers(), cookie: world.jonas.cookie, 'content-type': 'application/json' };
    const answer = await send('/api/tickets', { headers: sent, body });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'foreign_origin' } });
    expect(await subjects()).not.toContain('Forged');
  });

  it.each(METADATA_ONLY)('%s, without an origin, is refused', async (_case, headers) => {
    const sent = { ...headers, cookie: world.jonas.cookie, 'content-type': 'application/json' };
    expect((await send('/api/tickets', { headers: sent, body: '{"subject":"Forged","body":"x"}' })).status).toBe(403);
    expect(await subjects()).not.toContain('Forged');
  });

  it('a program without an Origin is refused, and told what is missing', async () => {
    const sent = { cookie: world.jonas.cookie, 'content-type': 'application/json' };
    expect((await send('/api/tickets', { headers: sent, body: '{"subject":"Forged","body":"x"}' })).status).toBe(403);
  });

  it('this site is served, by Origin or by fetch metadata', async () => {
    for (const headers of [{ origin: own() }, { 'sec-fetch-site': 'same-origin' }] as Record<string, string>[]) {
      const sent = { ...headers, cookie: world.jonas.cookie, 'content-type': 'application/json' };
      expect((await send('/api/tickets', { headers: sent, body: '{"subject":"Mine","body":"x"}' })).status).toBe(201);
    }
  });

  it.each([
    ['PUT', () => `/api/me/password`],
    ['PATCH', () => `/api/users/${world.mia.id}`],
    ['DELETE', () => `/api/tickets/${world.mia.id}`],
    ['POST', () => '/api/auth/logout'],
    ['POST', () => '/api/auth/login'],
    ['POST', () => '/api/queue/claim'],
  ])('another site with %s is refused before anything is read', async (method, path) => {
    const headers = { origin: 'https://evil.example', cookie: world.zoe.cookie, 'content-type': 'application/json' };
    expect((await send(path(), { method, headers, ...(method !== 'DELETE' && { body: '{' }) })).status).toBe(403);
  });
});

describe('a form on another page', () => {
  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
  ])('cannot post %s', async (type) => {
    const headers = { origin: own(), cookie: world.jonas.cookie, 'content-type': type };
    const answer = await send('/api/tickets', { headers, body: '{"subject":"Forged","body":"x"}' });
    expect(answer.status).toBe(415);
  });

  it('cannot make a change by a link', async () => {
    const ticket = await world.jonas.opens('Stays');
    for (const path of [`/api/tickets/${ticket.id}?_method=DELETE`, '/api/auth/logout', '/api/queue/claim']) {
      const headers = { cookie: world.zoe.cookie, 'x-http-method-override': 'DELETE', 'sec-fetch-site': 'cross-site' };
      await send(path, { method: 'GET', headers });
    }
    expect((await world.jonas.get(`/api/tickets/${ticket.id}`)).status).toBe(200);
    expect((await world.zoe.get('/api/me')).status).toBe(200);
  });
});

describe('reading from another page', () => {
  it.each([['GET'], ['OPTIONS'], ['HEAD']])('gives no permission to read the answer of %s', async (method) => {
    const headers = {
      origin: 'https://evil.example',
      cookie: world.jonas.cookie,
      'access-control-request-method': 'POST',
    };
    const answer = await send('/api/me', { method, headers });
    const cors = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'));
    expect(cors).toEqual([]);
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});

describe('a socket from', () => {
  it.each(FOREIGN.filter(([name]) => name !== 'an empty origin'))(
    '%s is refused, with all cookies',
    async (_case, headers) => {
      const { refusal } = await tryToConnect(own(), { ...headers(), cookie: world.jonas.cookie });
      expect(refusal).not.toBeNull();
    },
  );

  it('a program without an Origin counts as signed out', async () => {
    expect((await tryToConnect(own(), { cookie: world.jonas.cookie })).refusal).toBe('signed_out');
  });

  it('this site connects', async () => {
    const { socket, refusal } = await tryToConnect(own(), { origin: own(), cookie: world.jonas.cookie });
    expect(refusal).toBeNull();
    socket.disconnect();
  });

  it('another site cannot start with polling either', async () => {
    const headers = { origin: 'https://evil.example', cookie: world.jonas.cookie };
    const answer = await send('/socket.io/?EIO=4&transport=polling', { method: 'GET', headers });
    expect(answer.status).toBe(403);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('nobody gets the Socket.IO client script from here', async () => {
    expect((await new Person(own()).get('/socket.io/socket.io.js')).status).toBe(400);
  });
});
