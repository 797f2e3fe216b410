import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLastUse } from '../server/auth/last-use.ts';
import type { ApiToken } from '../server/tokens/contract.ts';
import { ended } from './support/ended.ts';
import type { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { tokenBy, withToken } from './support/token.ts';
import { WAIT_MS } from './support/within.ts';
import { addStaff, createWorld, type World } from './support/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const codeOf = async (person: Person, path = '/api/me') => {
  const { status, body } = await person.get<{ error?: { code: string } }>(path);
  return body?.error?.code ?? status;
};

async function later<T>(ms: number, look: () => Promise<T>): Promise<T> {
  world.desk.ahead.ms += ms;
  return look().finally(() => (world.desk.ahead.ms = 0));
}

describe('an API token', () => {
  it('acts as its owner, within its scopes, and writes through the channel api', async () => {
    const { program } = await tokenBy(world.jonas, { scopes: { tickets: ['view', 'create'], messages: ['create'] } });
    const ticket = await program.opens('By a script');
    await program.says(ticket.id, 'And a word');
    expect(await program.get(`/api/tickets/${ticket.id}`)).toMatchObject({
      status: 200,
      body: { channel: 'api', customer: { id: world.jonas.id } },
    });
    expect((await program.patch(`/api/tickets/${ticket.id}`, { subject: 'Renamed' })).status).toBe(403);
    expect((await world.jonas.patch(`/api/tickets/${ticket.id}`, { subject: 'Renamed' })).status).toBe(200);
  });

  it('tells its program what it may do', async () => {
    const { program } = await tokenBy(world.ana, { scopes: { tickets: ['view'], notes: ['create', 'view'] } });
    expect((await program.get('/api/me')).body).toMatchObject({
      id: world.ana.id,
      rights: { tickets: ['view'], notes: ['view', 'create'] },
    });
    expect((await program.get('/api/auth/token/verify')).body).toMatchObject({ user: { name: 'Ana' }, role: 'agent' });
  });

  describe('without a scope is told that, and not that its role does not allow it:', () => {
    const READS = { tickets: ['view'], people: ['view', 'create', 'update'], roles: ['view', 'update'] } as const;
    const scopes = Object.fromEntries(Object.entries(READS).map(([area, actions]) => [area, [...actions]]));

    it.each<[what: string, asks: (program: Person) => Promise<{ status: number; body: unknown }>, lacks: string[]]>([
      ['a call', (program) => program.get('/api/settings'), ['settings:view']],
      ['a command', (program) => program.post('/api/tickets', { subject: 'A', body: 'B' }), ['tickets:create']],
      ['a part of a call', (program) => program.get('/api/tags?uses=true'), ['settings:view']],
      ['a search of notes', (program) => program.get('/api/search?q=in:note+x'), ['messages:view']],
      ['a role', (program) => program.post('/api/invitations', { emails: [NEW], role: 'reader' }), ['notes:view']],
      ['rights', (program) => program.post('/api/roles', { name: 'Scope', rights: {} }), ['roles:create']],
      [
        'a person',
        (program) => program.delete(`/api/users/${world.ben.id}/sessions`),
        ['tickets:update', 'notes:view'],
      ],
    ])('%s', async (_what, asks, lacks) => {
      await world.zoe.post('/api/roles', {
        code: 'reader',
        name: 'Reader',
        rights: { tickets: ['view'], notes: ['view'] },
      });
      const { program } = await tokenBy(world.zoe, { scopes });
      const { status, body } = await asks(program);
      const { error } = body as { error: { code: string; message: string; details: { scopes: string[] } } };
      expect([status, error.code]).toEqual([403, 'forbidden']);
      expect(error.details.scopes).toEqual(expect.arrayContaining(lacks));
      expect(error.message).toMatch(/^This token lacks scopes that its role allows: /u);
      expect(error.message).toContain(error.details.scopes[0]);
    });

    it('but of the role where that does not allow it either', async () => {
      const { program } = await tokenBy(world.ana);
      for (const path of ['/api/settings', '/api/audit'])
        expect((await program.get(path)).body).toEqual({
          error: { code: 'forbidden', message: 'Your role does not allow this.' },
        });
    });

    const NEW = 'somebody.new@desk.example';
  });

  it('is listed to its owner only, without its secret', async () => {
    const { token, secret } = await tokenBy(world.ben, { name: 'Ben’s shell', days: 30 });
    const { body } = await world.ben.get<{ items: ApiToken[] }>('/api/me/tokens');
    expect(body.items).toMatchObject([
      { id: token.id, name: 'Ben’s shell', isMachine: false, role: 'agent', usedAt: null, previousUntil: null },
    ]);
    expect(Math.round((token.expiresAt - token.createdAt) / DAY_MS)).toBe(30);
    expect(JSON.stringify(body)).not.toContain(secret);
    const others = await world.ana.get<{ items: ApiToken[] }>('/api/me/tokens');
    expect(others.body.items.map(({ id }) => id)).not.toContain(token.id);
    expect((await world.ana.get(`/api/me/tokens/${token.id}`)).status).toBe(404);
  });

  it('loses at once what the role of its owner loses, and what its owner takes from it', async () => {
    const kim = await addStaff(world.desk, 'Kim', 'supervisor');
    const { program, path } = await tokenBy(kim, { scopes: { tickets: ['view'], saved_replies: ['view', 'create'] } });
    const reply = () => ({
      shared: true,
      name: 'Thanks',
      shortcut: `t-${crypto.randomUUID().slice(-12)}`,
      body: 'Thank you.',
    });
    expect((await program.post('/api/saved-replies', reply())).status).toBe(201);
    await world.zoe.patch(`/api/users/${kim.id}`, { role: 'agent' });
    expect((await program.post('/api/saved-replies', reply())).status).toBe(403);
    const again = await kim.signIn(kim.email);
    expect((await again.patch(path, { scopes: { saved_replies: ['view'] } })).status).toBe(200);
    expect(await codeOf(program, '/api/tickets')).toBe('forbidden');
  });

  it('says that it has expired, over HTTP and over a socket that is open', async () => {
    const { program } = await tokenBy(world.ana, { days: 1 });
    const listener = await program.listen();
    const reasons = ended(listener);
    await later(DAY_MS, async () => {
      expect(await codeOf(program)).toBe('token_expired');
      const answer = await listener.socket.timeout(5_000).emitWithAck('unwatch', { ticketId: world.ana.id });
      expect(answer).toMatchObject({ ok: false, error: { code: 'token_expired' } });
    });
    expect(await reasons()).toEqual(['ended']);
  });

  it('ends at once: the next request is refused and its sockets close', async () => {
    const { program, path } = await tokenBy(world.ana);
    const reasons = ended(await program.listen());
    expect((await world.ana.delete(path)).status).toBe(204);
    expect(await reasons()).toEqual(['ended']);
    expect(await codeOf(program)).toBe('signed_out');
    expect((await world.ana.delete(path)).status).toBe(404);
  });

  it('works over the socket’s token and over its Authorization header', async () => {
    const { program } = await tokenBy(world.ana);
    const ticket = await world.jonas.opens('Heard by a script');
    const listener = await program.listen(ticket.id);
    await world.jonas.says(ticket.id, 'Hello');
    await listener.heard('message.sent', ticket.id);
    listener.close();
  });

  it('is no presence of its owner: nobody looks at a ticket, and nobody is here', async () => {
    const lea = await addStaff(world.desk, 'Lea', 'agent');
    const { program } = await tokenBy(lea);
    const ticket = await world.jonas.opens('Looked at by a script');
    const watching = await world.ana.listen(ticket.id);
    const present: string[] = [];
    watching.socket.on('presence', ({ people }) => present.push(...people.map(({ name }) => name)));
    const here = new Map<string, boolean>();
    watching.socket.on('team-presence', ({ people }) => people.forEach((one) => here.set(one.id, one.here)));
    const script = await program.listen(ticket.id);
    const sol = await world.sol.listen(ticket.id);
    await expect
      .poll(() => [present.includes('Sol'), here.get(world.sol.id)], { timeout: WAIT_MS })
      .toEqual([true, true]);
    expect([present.includes('Lea'), here.get(lea.id) ?? false]).toEqual([false, false]);
    for (const listener of [watching, script, sol]) listener.close();
  });

  it('remembers when and from where it was used', async () => {
    const { path, token } = await tokenBy(world.ana);
    const lastUse = createLastUse({ commit: world.desk.commit, clock: Date.now });
    const session = { id: token.id, userId: world.ana.id, kind: 'staff', address: '', isApiToken: true } as const;
    lastUse.saw(session, '10.0.4.12');
    await lastUse.store();
    const used = () => world.ana.get<ApiToken>(path);
    expect((await used()).body).toMatchObject({ usedAt: expect.any(Number), usedAddress: '10.0.4.12' });
    lastUse.saw(session, '10.0.4.30');
    await lastUse.store();
    expect((await used()).body.usedAddress).toBe('10.0.4.30');
  });

  it('is stored as a hash only', async () => {
    const { secret } = await tokenBy(world.ana);
    expect(secret).toMatch(/^abk_[\w-]{43}_[0-9a-f]{8}$/u);
    for (const { name, parentPath } of await readdir(world.desk.dataDir, { recursive: true, withFileTypes: true })) {
      const bytes = await readFile(join(parentPath, name)).catch(() => Buffer.of());
      expect([name, bytes.includes(secret.slice(4, 47))]).toEqual([name, false]);
    }
  });
});

describe('a rotation', () => {
  it('gives a new secret, beside which the old one works for a while', async () => {
    const { program, path, token } = await tokenBy(world.ana, { days: 10 });
    const { body } = await world.ana.post<{ secret: string; token: ApiToken }>(`${path}/rotate`, { overlapHours: 2 });
    const next = withToken(world.desk.url, body.secret);
    expect([await codeOf(program), await codeOf(next)]).toEqual([200, 200]);
    expect(body.token.id).toBe(token.id);
    expect(body.token.expiresAt - token.expiresAt).toBeLessThan(60_000);
    await later(2 * HOUR_MS + 1000, async () =>
      expect([await codeOf(program), await codeOf(next)]).toEqual(['token_expired', 200]),
    );
  });

  it('ends the old secret at once if it is told to, now or later', async () => {
    const { program, path } = await tokenBy(world.ana);
    const first = await world.ana.post<{ secret: string }>(`${path}/rotate`, { overlapHours: 0 });
    expect(await codeOf(program)).toBe('signed_out');
    const second = await world.ana.post<{ secret: string }>(`${path}/rotate`);
    const [old, now] = [first, second].map(({ body }) => withToken(world.desk.url, body.secret));
    if (!old || !now) throw new Error('There are two secrets.');
    expect(await codeOf(old)).toBe(200);
    expect((await world.ana.delete(`${path}/previous`)).status).toBe(204);
    expect([await codeOf(old), await codeOf(now)]).toEqual(['signed_out', 200]);
  });

  it('lets sockets connect again with the new secret', async () => {
    const { program, path } = await tokenBy(world.ana);
    const reasons = ended(await program.listen());
    await world.ana.post(`${path}/rotate`);
    expect(await reasons()).toEqual(['restart']);
    (await program.listen()).close();
  });
});

describe('a machine', () => {
  const machine = (name = 'Shop sync') =>
    tokenBy(world.zoe, {
      name,
      role: 'supervisor',
      scopes: { tickets: ['view', 'update'], others_tickets: ['update'], messages: ['view', 'create'] },
    });

  it('acts in its own name, and its words keep the name after it ended', async () => {
    const { program, path } = await machine();
    const ticket = await world.jonas.opens('For a machine');
    await program.says(ticket.id, 'Your parcel was sent.');
    const messages = () =>
      world.jonas.get<{ items: { author: { name: string } }[] }>(`/api/tickets/${ticket.id}/messages`);
    expect((await messages()).body.items.at(-1)?.author.name).toBe('Shop sync');
    expect((await world.zoe.delete(path)).status).toBe(204);
    expect((await messages()).body.items.at(-1)?.author.name).toBe('Shop sync');
    expect(await codeOf(program)).toBe('signed_out');
  });

  it('is no colleague: not in the team, not among people, and given no tickets', async () => {
    const { token, program } = await machine('Warehouse');
    const listener = await world.ana.listen();
    const team = (listener.state.lists.colleagues?.items ?? []).map(({ name }) => name);
    listener.close();
    expect(team).toContain('Ana');
    expect(team).not.toContain('Warehouse');
    const { body } = await world.zoe.get<{ items: { name: string }[] }>('/api/users?kind=staff');
    expect(body.items.map(({ name }) => name)).not.toContain('Warehouse');
    const ticket = await world.jonas.opens('Whose is it');
    const give = await world.zoe.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: token.owner.id });
    expect(give).toMatchObject({ status: 409, body: { error: { code: 'tickets.capacity' } } });
    await program.says(ticket.id, 'I answer, and do not take.');
    expect((await world.zoe.get<{ assignee: unknown }>(`/api/tickets/${ticket.id}`)).body.assignee).toBeNull();
  });

  it('is listed, edited, rotated and ended by admins', async () => {
    const { program, path } = await machine('Night export');
    expect((await world.zoe.patch(path, { name: 'Day export', scopes: { tickets: ['view'] } })).body).toMatchObject({
      name: 'Day export',
      owner: { name: 'Day export' },
      scopes: { tickets: ['view'] },
    });
    const { body } = await world.zoe.post<{ secret: string }>(`${path}/rotate`, { overlapHours: 0 });
    expect([await codeOf(program), await codeOf(withToken(world.desk.url, body.secret))]).toEqual(['signed_out', 200]);
    const all = await world.zoe.get<{ items: ApiToken[] }>('/api/tokens');
    expect(all.body.items).toContainEqual(expect.objectContaining({ name: 'Day export', isMachine: true }));
  });
});

describe('what ends tokens', () => {
  it.each([
    ['a deactivation', (person: Person) => world.zoe.patch(`/api/users/${person.id}`, { active: false })],
    ['signing out everywhere', (person: Person) => world.zoe.delete(`/api/users/${person.id}/sessions`)],
  ])('%s', async (what, act) => {
    const person = await addStaff(world.desk, what.replaceAll(' ', '-'), 'agent');
    const { program } = await tokenBy(person);
    const reasons = ended(await program.listen());
    expect((await act(person)).status).toBeLessThan(300);
    expect(await reasons()).toEqual(['ended']);
    expect(await codeOf(program)).toBe('signed_out');
    expect(stored(world.desk, 'SELECT id FROM api_tokens WHERE user_id = ?', person.id)).toEqual([]);
  });
});
