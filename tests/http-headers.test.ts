import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../server/http/limits.ts';
import { partOf } from '../server/http/range.ts';
import { text } from './support/files.ts';
import { Person } from './support/person.ts';
import { tokenBy } from './support/token.ts';
import { createWorld, type World } from './support/world.ts';

const EVIL = 'https://app.example';

let world: World;
let secret: string;
beforeAll(async () => {
  world = await createWorld();
  secret = (await tokenBy(world.ana, { scopes: { tickets: ['view', 'update'] } })).secret;
});
afterAll(() => world.end());

/** With headers that `fetch` sets itself. */
function raw(method: string, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const sent = request(world.desk.url + path, { method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}
const allowed = ({ headers }: { headers: Record<string, unknown> }) => headers['access-control-allow-origin'];

describe('a page of another site', () => {
  const preflight = (headers: string, method = 'PATCH') =>
    raw('OPTIONS', '/api/tickets/x', {
      ...{ origin: EVIL, 'access-control-request-method': method },
      'access-control-request-headers': headers,
    });

  it('may call with a token, and never with credentials', async () => {
    const asked = await preflight('authorization,content-type,if-match');
    expect([asked.status, allowed(asked)]).toEqual([204, '*']);
    expect(asked.headers['access-control-allow-headers']).toMatch(/Authorization.*If-Match/u);
    const answer = await raw('GET', '/api/tickets', { origin: EVIL, authorization: `Bearer ${secret}` });
    expect([answer.status, allowed(answer)]).toEqual([200, '*']);
    expect(answer.headers['access-control-expose-headers']).toContain('RateLimit');
    for (const { headers } of [asked, answer]) expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('reads why its token was refused', async () => {
    const answer = await raw('GET', '/api/tickets', { origin: EVIL, authorization: `Bearer abk_${'A'.repeat(43)}_0` });
    expect([answer.status, allowed(answer)]).toEqual([401, '*']);
  });

  it.each<[string, () => Promise<{ status: number; headers: Record<string, unknown> }>, number]>([
    ['asks without a token', () => preflight('content-type'), 405],
    ['asks for a header with a like name', () => preflight('x-authorization'), 405],
    ['sends a cookie', () => raw('GET', '/api/me', { origin: EVIL, cookie: world.ana.cookie }), 200],
    [
      'sends a cookie with a change',
      () => raw('POST', '/api/auth/logout', { origin: EVIL, cookie: world.ana.cookie }),
      403,
    ],
    [
      'sends a cookie as a token',
      () => raw('GET', '/api/me', { origin: EVIL, authorization: `Bearer ${world.ana.cookie.replace('sid=', '')}` }),
      401,
    ],
    ['sends a password', () => raw('GET', '/api/me', { origin: EVIL, authorization: 'Basic abk_' }), 401],
    ['signs in', () => raw('POST', '/api/auth/login', { origin: EVIL }), 403],
    ['signs in as a program', () => raw('POST', '/api/auth/token', { origin: EVIL }), 403],
    [
      'comes from nowhere with a cookie',
      () => raw('POST', '/api/auth/logout', { origin: 'null', cookie: world.ana.cookie }),
      403,
    ],
  ])('is told nothing when it %s', async (_case, send, status) => {
    const answer = await send();
    expect([answer.status, allowed(answer)]).toEqual([status, undefined]);
    expect((await world.ana.get('/api/me')).status).toBe(200);
  });

  it('does not act by the cookie beside a token', async () => {
    const headers = { origin: EVIL, cookie: world.zoe.cookie, authorization: `Bearer ${secret}` };
    expect(JSON.parse((await raw('GET', '/api/me', headers)).text)).toMatchObject({ id: world.ana.id });
    expect((await raw('GET', '/api/settings', headers)).status).toBe(403);
  });
});

describe('a limited route', () => {
  it('says what is left of its limit', async () => {
    const { headers } = await world.sol.get('/api/me');
    const { points, seconds } = LIMITS.read;
    expect(headers.get('ratelimit-policy')).toBe(`"read";q=${points};w=${seconds}`);
    expect(headers.get('ratelimit')).toMatch(/^"read";r=\d+;t=\d+$/u);
    const left = async () =>
      Number(/r=(\d+)/u.exec((await world.sol.get('/api/me')).headers.get('ratelimit') ?? '')?.[1]);
    expect((await left()) - (await left())).toBe(1);
  });

  it('names the limit that refused, and when to come back', async () => {
    const kim = await new Person(world.desk.url).register('Kim', 'kim@post.example');
    const body = () => ({ subject: 'x', body: 'x' });
    for (let n = 0; n < LIMITS.open_ticket.points; n += 1) await kim.post('/api/tickets', body());
    const { status, headers } = await kim.post('/api/tickets', body());
    expect([status, headers.get('ratelimit-policy')]).toEqual([429, '"open_ticket";q=20;w=3600']);
    expect(headers.get('ratelimit')).toBe(`"open_ticket";r=0;t=${headers.get('retry-after')}`);
  });
});

describe('a ticket with an ETag', () => {
  it('is 304 for whoever has it, and 200 once it changed', async () => {
    const { id } = await world.jonas.opens('Tagged');
    const get = (tag = '') => world.jonas.send('GET', `/api/tickets/${id}`, undefined, { 'if-none-match': tag });
    const etag = (await get()).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\d+-[0-9a-f]{12}"$/u);
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`])
      expect(await get(tag)).toMatchObject({ status: 304, body: null });
    await world.jonas.patch(`/api/tickets/${id}`, { subject: 'Tagged anew' });
    expect((await get(etag)).status).toBe(200);
  });

  it.each<[string, string, object?]>([
    ['PATCH', '', { subject: 'By the slower one' }],
    ['PUT', '/status', { status: 'resolved' }],
    ['PUT', '/assignee', { assigneeId: null }],
    ['DELETE', ''],
  ])('is not changed by %s%s from an old state: 412 with the ticket as it is', async (method, path, body) => {
    const { id } = await world.jonas.opens('Raced');
    const etag = (await world.zoe.get(`/api/tickets/${id}`)).headers.get('etag') ?? '';
    await world.ana.put(`/api/tickets/${id}/assignee`, { assigneeId: world.ana.id });
    const send = (tag: string) => world.zoe.send(method, `/api/tickets/${id}${path}`, body, { 'if-match': tag });
    expect(await send(etag)).toMatchObject({
      status: 412,
      body: { error: { code: 'changed_since', details: { ticket: { id, assignee: { id: world.ana.id } } } } },
    });
    for (const tag of ['"', 'none', '""', '"0-0"']) expect((await send(tag)).status).toBe(412);
    const now = (await world.zoe.get(`/api/tickets/${id}`)).headers.get('etag') ?? '';
    expect((await send(now)).status).toBeLessThan(300);
  });

  it('reveals nothing by 412 to those who may not see it', async () => {
    const { id } = await world.jonas.opens('Hidden');
    const answer = await world.mia.send('PATCH', `/api/tickets/${id}`, { subject: 'x' }, { 'if-match': '"0-0"' });
    expect(answer.status).toBe(404);
  });

  it('lets one of two edits through that start from the same state, and so do the settings', async () => {
    const etag = (await world.zoe.get('/api/settings')).headers.get('etag') ?? '';
    const edit = (autoAssign: boolean) =>
      world.zoe.send('PATCH', '/api/settings', { autoAssign }, { 'if-match': etag });
    const before = (await world.zoe.get<{ autoAssign: boolean }>('/api/settings')).body.autoAssign;
    const both = await Promise.all([edit(!before), edit(!before)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });
});

describe('a file', () => {
  it.each<[string | undefined, number, ReturnType<typeof partOf>]>([
    ['bytes=0-4', 10, { start: 0, end: 4 }],
    ['bytes=5-', 10, { start: 5, end: 9 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-300', 10, { start: 0, end: 9 }],
    ['bytes=8-300', 10, { start: 8, end: 9 }],
    ['bytes=10-', 10, 'beyond'],
    ['bytes=-0', 10, 'beyond'],
    ['bytes=0-', 0, 'beyond'],
    ['bytes=5-4', 10, null],
    ['bytes=0-1,3-4', 10, null],
    ['bytes=a-b', 10, null],
    ['bytes=-', 10, null],
    ['bytes=999999999999999999-', 10, null],
    ['lines=0-1', 10, null],
    [undefined, 10, null],
  ])('has for the range %s of %i bytes %o', (range, size, part) => {
    expect(partOf(range, size)).toEqual(part);
  });

  it('is sent in part, to be continued, and whole if it is another one', async () => {
    const { id: ticketId } = await world.jonas.opens('With a file');
    const { id } = (await world.jonas.attaches(ticketId, text('digits.txt', '0123456789'))).body;
    const get = (headers: Record<string, string>) =>
      raw('GET', `/api/attachments/${id}`, { cookie: world.jonas.cookie, ...headers });
    const whole = await get({});
    expect([whole.status, whole.text, whole.headers['accept-ranges']]).toEqual([200, '0123456789', 'bytes']);
    const part = await get({ range: 'bytes=2-5', 'if-range': String(whole.headers['etag']) });
    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, '2345', 'bytes 2-5/10']);
    expect(part.headers['content-length']).toBe('4');
    expect((await get({ range: 'bytes=2-5', 'if-range': '"another"' })).text).toBe('0123456789');
    const beyond = await get({ range: 'bytes=10-' });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */10']);
    const other = await raw('GET', `/api/attachments/${id}`, { cookie: world.mia.cookie, range: 'bytes=0-1' });
    expect(other.status).toBe(404);
  });
});
