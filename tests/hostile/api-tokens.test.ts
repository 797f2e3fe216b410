import { crc32 } from 'node:zlib';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userPermissions } from '../../db/schema/people.ts';
import type { Rights } from '../../server/people/contract.ts';
import { Person } from '../support/person.ts';
import { addSite } from '../support/site.ts';
import { stored } from '../support/stored.ts';
import { tokenBy, withToken } from '../support/token.ts';
import { Visitor } from '../support/visitor.ts';
import { addStaff, createWorld, type World } from '../support/world.ts';
import { tryToConnect } from './bare-socket.ts';

let world: World;
let whole: string;
beforeAll(async () => {
  world = await createWorld();
  whole = (await tokenBy(world.ana)).secret;
});
afterAll(() => world.end());

const codeOf = async (person: Person, path = '/api/me') => {
  const { status, body } = await person.get<{ error?: { code: string } }>(path);
  return body?.error?.code ?? status;
};
const made = (secret: string) => `abk_${secret}_${crc32(secret).toString(16).padStart(8, '0')}`;

describe('what is no token', () => {
  it('is told from one that works, or the tests below prove nothing', async () => {
    expect(await codeOf(withToken(world.desk.url, whole))).toBe(200);
  });

  it.each<[string, (token: string) => string]>([
    ['a guess with a right checksum', () => made('A'.repeat(43))],
    [
      'a token with another letter',
      (token) => token.replace(/[\w-](?=_[^_]*$)/u, (last) => (last === 'A' ? 'B' : 'A')),
    ],
    ['a token with another letter and its checksum', (token) => made(`A${token.slice(5, 47)}`)],
    ['a token without its checksum', (token) => token.slice(0, 47)],
    ['a token with a checksum of zeros', (token) => `${token.slice(0, 48)}00000000`],
    ['a token in upper case', (token) => token.toUpperCase()],
    ['a token under the prefix of another kind', (token) => token.replace('abk_', 'aba_')],
    ['a token with a tail', (token) => `${token}0`],
    [
      'the hash of a token',
      () => made(String(stored(world.desk, 'SELECT hash FROM api_tokens')[0]?.['hash']).slice(0, 43)),
    ],
    ['its public id', () => String(stored(world.desk, 'SELECT id FROM api_tokens')[0]?.['id'])],
    ['only the prefix', () => 'abk_'],
    ['a quote', () => `abk_' or '1'='1`],
    ['far too much of it', () => 'abk_'.padEnd(4_000, 'A')],
  ])('opens nothing, over HTTP and over the socket: %s', async (_case, bend) => {
    const token = bend(whole);
    expect(await codeOf(withToken(world.desk.url, token))).toBe('signed_out');
    const headers = { authorization: `Bearer ${token}`, cookie: world.ana.cookie, origin: world.desk.url };
    expect((await tryToConnect(world.desk.url, headers)).refusal).toBe('signed_out');
  });

  it.each<[string, Record<string, string>]>([
    ['as a cookie', { cookie: 'sid=TOKEN' }],
    ['as a password', { authorization: `Basic ${Buffer.from('ana:TOKEN').toString('base64')}` }],
    ['in a header of another name', { 'x-api-key': 'TOKEN' }],
    ['without the word Bearer', { authorization: 'TOKEN' }],
    ['twice', { authorization: 'Bearer TOKEN, Bearer TOKEN' }],
    ['with a space in it', { authorization: 'Bearer TOKEN ' + 'x' }],
  ])('is a token that is sent %s', async (_case, headers) => {
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replaceAll('TOKEN', whole)]),
    );
    expect((await new Person(world.desk.url).send('GET', '/api/me', undefined, sent)).status).toBe(401);
  });
});

describe('a token in an address', () => {
  it.each([
    ['as a parameter', (token: string) => `/api/tickets?token=${token}`],
    ['as the parameter that others use', (token: string) => `/api/tickets?access_token=${token}`],
    ['as a search', (token: string) => `/api/search?q=${token}`],
    ['as an id', (token: string) => `/api/tickets/${token}`],
    ['with an encoded underscore', (token: string) => `/api/tickets?token=${token.replace('abk_', 'abk%5F')}`],
    ['behind a semicolon', (token: string) => `/api/tickets;token=${token}`],
    ['at an address that is none', (token: string) => `/api/none/${token}`],
    ['a refresh token', () => `/api/tickets?token=abr_${'A'.repeat(43)}`],
  ])('is refused with a word that says where it belongs: %s', async (_case, path) => {
    for (const person of [world.ana, world.stranger, withToken(world.desk.url, whole)])
      expect(await person.get(path(whole))).toMatchObject({
        status: 400,
        body: { error: { code: 'token_in_url', message: expect.stringContaining('Authorization') } },
      });
  });

  it('is refused by the socket too', async () => {
    const socket = io(world.desk.url, {
      ...{ transports: ['websocket'], reconnection: false, forceNew: true },
      query: { token: whole },
      extraHeaders: { cookie: world.ana.cookie, origin: world.desk.url },
    });
    const error = await new Promise<Error & { data?: unknown }>((resolve) => socket.once('connect_error', resolve));
    expect(error.data).toMatchObject({ error: { code: 'token_in_url' } });
    socket.disconnect();
  });
});

describe('a token cannot outlive its end or grow', () => {
  it.each<[string, string, string, object?]>([
    ['make another token', 'POST', '/api/me/tokens', { name: 'More', scopes: { tickets: ['view'] } }],
    ['make a machine', 'POST', '/api/tokens', { name: 'More', role: 'admin', scopes: { people: ['update'] } }],
    ['widen itself', 'PATCH', '/api/me/tokens/:id', { scopes: { people: ['update'] } }],
    ['rotate itself', 'POST', '/api/me/tokens/:id/rotate', {}],
    ['end itself', 'DELETE', '/api/me/tokens/:id'],
    [
      'change the password',
      'PUT',
      '/api/me/password',
      { current: 'correct horse battery', next: 'another long enough one' },
    ],
    ['end the sessions of its owner', 'DELETE', '/api/me/sessions'],
    ['sign its owner out', 'POST', '/api/auth/logout', {}],
    ['make its owner available', 'PATCH', '/api/me', { availability: 'available' }],
  ])('and not %s, though its owner may do everything', async (_case, method, path, body) => {
    const scopes = { settings: ['view', 'create', 'update', 'delete'], people: ['view'] } as const;
    const { program, token } = await tokenBy(world.zoe, {
      scopes: { settings: [...scopes.settings], people: [...scopes.people] },
    });
    const answer = await program.send(method, path.replace(':id', token.id), body);
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'tokens.refused' } } });
    expect([await codeOf(program), await codeOf(world.zoe)]).toEqual([200, 200]);
  });

  it.each<[string, string, string, object?]>([
    ['read people', 'GET', '/api/users'],
    ['add people', 'POST', '/api/users', { name: 'New', email: 'new@post.example' }],
    ['invite people', 'POST', '/api/invitations', { emails: ['new@desk.example'], role: 'admin' }],
    ['read the settings', 'GET', '/api/settings'],
    ['list the tokens of others', 'GET', '/api/tokens'],
    ['open tickets', 'POST', '/api/tickets', { subject: 'x', body: 'x' }],
    ['claim tickets', 'POST', '/api/queue/claim', {}],
    ['read saved replies', 'GET', '/api/saved-replies'],
  ])('and not %s without a scope for it', async (_case, method, path, body) => {
    const { program } = await tokenBy(world.zoe, { scopes: { tickets: ['view'] } });
    expect((await program.send(method, path, body)).status).toBe(403);
    expect((await program.get('/api/tickets')).status).toBe(200);
  });

  it.each<[string, object, string]>([
    ['a right that the role lacks', { scopes: { people: ['view'] } }, 'scopes.people'],
    ['one of several rights that the role lacks', { scopes: { tickets: ['view', 'delete'] } }, 'scopes.tickets'],
    ['no right', { scopes: {} }, 'scopes'],
    ['an empty list', { scopes: { tickets: [] } }, 'scopes'],
    ['an area that does not exist', { scopes: { everything: ['view'] } }, 'scopes.everything'],
    ['an area of a prototype', { scopes: JSON.parse('{"__proto__":["view"]}') }, 'scopes.__proto__'],
    ['an action that does not exist', { scopes: { tickets: ['view', '*'] } }, 'scopes.tickets.1'],
    ['all rights as a word', { scopes: '*' }, 'scopes'],
    ['more than a year', { days: 366 }, 'days'],
    ['an end that never comes', { days: 1e308 }, 'days'],
    ['no time at all', { days: 0 }, 'days'],
    ['a time that went by', { days: -1 }, 'days'],
    ['half a day', { days: 0.5 }, 'days'],
    ['no name', { name: ' \u200b' }, 'name'],
    ['a name of 200 characters', { name: 'x'.repeat(200) }, 'name'],
    ['an owner', { userId: '0190f6a4-7c1e-7d3a-9b52-3f1c8a4d2e10' }, 'userId'],
    ['a secret of one’s own choice', { secret: `abk_${'A'.repeat(43)}` }, 'secret'],
  ])('and is not made with %s', async (_case, change, field) => {
    const body = { name: 'Script', scopes: { tickets: ['view'] }, ...change };
    const before = stored(world.desk, 'SELECT id FROM api_tokens').length;
    const answer = await world.ana.post<{ error: { fields: Record<string, string> } }>('/api/me/tokens', body);
    expect([answer.status, Object.keys(answer.body.error.fields ?? {})[0]]).toEqual([422, field]);
    expect(stored(world.desk, 'SELECT id FROM api_tokens')).toHaveLength(before);
  });

  it('and is limited in number for each person', async () => {
    const kim = await addStaff(world.desk, 'Kim', 'agent');
    for (let n = 0; n < 50; n += 1) await tokenBy(kim);
    const one = { name: 'One more', scopes: { tickets: ['view'] } };
    expect(await kim.post('/api/me/tokens', one)).toMatchObject({
      status: 409,
      body: { error: { code: 'tokens.full' } },
    });
  });

  it('and a visitor of the widget has none', async () => {
    const { key } = await addSite(world.desk);
    const vera = await new Visitor(world.desk.url).begins(key);
    expect((await vera.post('/api/me/tokens', { name: 'x', scopes: { tickets: ['view'] } })).status).toBe(403);
  });
});

describe('the tokens of somebody else', () => {
  it.each([
    ['read', 'GET', ''],
    ['edited', 'PATCH', ''],
    ['rotated', 'POST', '/rotate'],
    ['ended', 'DELETE', ''],
    ['ended in part', 'DELETE', '/previous'],
  ])(
    'cannot be %s by a colleague, a customer or by an admin as if they were their own',
    async (_case, method, path) => {
      const { token, program } = await tokenBy(world.ana);
      const body = method === 'PATCH' ? { name: 'Mine' } : method === 'POST' ? {} : undefined;
      for (const person of [world.ben, world.jonas, world.zoe])
        expect((await person.send(method, `/api/me/tokens/${token.id}${path}`, body)).status).toBe(404);
      for (const person of [world.ben, world.sol, world.jonas])
        expect((await person.send(method, `/api/tokens/${token.id}${path}`, body)).status).toBe(403);
      expect(await codeOf(program)).toBe(200);
    },
  );

  it('are ended by an admin, and not taken over: no new secret, no other scopes', async () => {
    const { token, program } = await tokenBy(world.ana);
    expect((await world.zoe.post(`/api/tokens/${token.id}/rotate`)).status).toBe(403);
    expect((await world.zoe.patch(`/api/tokens/${token.id}`, { scopes: { tickets: ['view', 'update'] } })).status).toBe(
      403,
    );
    expect((await world.zoe.delete(`/api/tokens/${token.id}`)).status).toBe(204);
    expect(await codeOf(program)).toBe('signed_out');
  });

  it('give nobody more than they have: a machine above its maker is refused', async () => {
    const half = await addStaff(world.desk, 'Half', 'supervisor');
    const give = world.desk.commit(({ tx }) =>
      tx.insert(userPermissions).values([
        { userId: half.id, area: 'settings', view: true, create: true, update: true, delete: true },
        { userId: half.id, area: 'roles', view: true, create: false, update: true, delete: false },
      ]),
    );
    await give;
    const admin = { name: 'Up', role: 'admin', scopes: { tickets: ['view'] } };
    expect((await half.post('/api/tokens', admin)).status).toBe(403);
    expect((await half.post('/api/tokens', { ...admin, role: 'customer' })).status).toBe(422);
    expect((await half.post('/api/tokens', { ...admin, role: 'none' })).status).toBe(422);
    expect((await half.post('/api/tokens', { ...admin, role: 'agent' })).status).toBe(201);
    const { token } = await tokenBy(world.zoe, { name: 'Above', role: 'admin', scopes: { people: ['update'] } });
    for (const [method, path, body] of [
      ['POST', '/rotate', {}],
      ['PATCH', '', { scopes: { tickets: ['view'] } }],
    ] as const)
      expect((await half.send(method, `/api/tokens/${token.id}${path}`, body)).status).toBe(403);
  });
});

describe('a refusal names the rights of a person or a role only to a token that may view them', () => {
  type Asks = (program: Person) => Promise<{ status: number; body: unknown }>;
  const CASES: [what: string, view: 'people' | 'roles', scopes: Rights, asks: Asks][] = [
    [
      'ending the sessions of a person',
      'people',
      { people: ['update'] },
      (by) => by.delete(`/api/users/${world.sol.id}/sessions`),
    ],
    [
      'renaming a person',
      'people',
      { people: ['update'] },
      (by) => by.patch(`/api/users/${world.sol.id}`, { name: 'X' }),
    ],
    [
      'resetting the second step of a person',
      'people',
      { people: ['update'] },
      (by) => by.delete(`/api/users/${world.sol.id}/second-step`),
    ],
    [
      'changing the rights of a person',
      'people',
      { people: ['update'], roles: ['update'] },
      (by) => by.put(`/api/users/${world.sol.id}/permissions`, { own: { tickets: [] } }),
    ],
    [
      'inviting to a role',
      'roles',
      { people: ['create'], roles: ['update'] },
      (by) => by.post('/api/invitations', { emails: ['new@desk.example'], role: 'supervisor' }),
    ],
    ['deleting a role', 'roles', { roles: ['delete'] }, (by) => by.delete('/api/roles/told?replaceBy=agent')],
    [
      'changing the rights of a role',
      'roles',
      { roles: ['update'] },
      (by) => by.put('/api/roles/told/permissions', { rights: { tickets: ['view'] } }),
    ],
  ];
  beforeAll(async () => {
    const rights = { tickets: ['view'], notes: ['view'] };
    expect((await world.zoe.post('/api/roles', { code: 'told', name: 'Told', rights })).status).toBe(201);
  });

  it.each(CASES)('%s', async (_what, view, scopes, asks) => {
    const { program: blind } = await tokenBy(world.zoe, { scopes });
    const hidden = await asks(blind);
    expect(hidden).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
    expect(JSON.stringify(hidden.body)).not.toMatch(/notes|tickets|scopes/u);
    const sees = { ...scopes, [view]: ['view', ...(scopes[view] ?? [])] };
    const { program } = await tokenBy(world.zoe, { scopes: sees });
    const shown = await asks(program);
    expect(shown.status).toBe(403);
    expect(JSON.stringify(shown.body)).toContain('notes:view');
  });
});

describe('rights that are lost meanwhile', () => {
  it('are missing in the work that was already let in', async () => {
    const { program, path } = await tokenBy(world.ana, {
      scopes: { tickets: ['view', 'create'], messages: ['create'] },
    });
    const ticket = await world.jonas.opens('In a race');
    const sent = Array.from({ length: 12 }, (_, n) =>
      program.post<{ id: string }>(`/api/tickets/${ticket.id}/messages`, { body: `Number ${n}`, force: true }),
    );
    const [gone] = await Promise.all([world.ana.delete(path), ...sent]);
    expect(gone.status).toBe(204);
    const late = await program.post(`/api/tickets/${ticket.id}/messages`, { body: 'Late', force: true });
    expect(late.status).toBe(401);
    for (const { status } of await Promise.all(sent)) expect([201, 401]).toContain(status);
  });
});
