import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_MINUTES } from '../server/auth/contract.ts';
import { ended } from './support/ended.ts';
import { Person } from './support/person.ts';
import { Program } from './support/program.ts';
import { createWorld, type World } from './support/world.ts';

const MINUTE_MS = 60_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const program = (email = 'ana@desk.example') => new Program(world.desk.url).signsIn(email);
const isIn = async (person: Person) => (await person.get('/api/me')).status === 200;

async function later<T>(ms: number, look: () => Promise<T>): Promise<T> {
  world.desk.ahead.ms += ms;
  return look().finally(() => (world.desk.ahead.ms = 0));
}

describe('a program that signs in', () => {
  it('gets a token, the person, their role and rights, and the menu as a tree', async () => {
    const { body } = await new Program(world.desk.url).post('/api/auth/token', {
      email: 'Ana@Desk.example',
      password: 'a long enough password',
    });
    expect(body).toMatchObject({
      token: expect.stringMatching(/^aba_[\w-]{43}$/u),
      refreshToken: expect.stringMatching(/^abr_[\w-]{43}$/u),
      tokenType: 'Bearer',
      sessionMinutes: ACCESS_MINUTES,
      user: { id: world.ana.id, email: 'ana@desk.example' },
      role: { code: 'agent', name: 'Agent', kind: 'staff' },
      rights: { tickets: ['view', 'create', 'update'] },
      menu: expect.arrayContaining([
        expect.objectContaining({ code: 'waiting', rights: ['view', 'create', 'update'], items: [] }),
        expect.objectContaining({
          code: 'settings',
          items: expect.arrayContaining([expect.objectContaining({ code: 'replies', rights: ['view'] })]),
        }),
      ]),
    });
  });

  it('reads and writes by its token, without a cookie and without an Origin', async () => {
    const jonas = await program('jonas@post.example');
    const ticket = await jonas.opens('By a program');
    await jonas.says(ticket.id, 'And a word more');
    expect(jonas.cookie).toBe('');
    expect((await jonas.get(`/api/tickets/${ticket.id}`)).status).toBe(200);
    expect((await (await program('mia@post.example')).get(`/api/tickets/${ticket.id}`)).status).toBe(404);
  });

  it('hears live changes by its token', async () => {
    const ana = await program();
    const ticket = await world.jonas.opens('Heard by a program');
    const listener = await ana.listen(ticket.id);
    await world.jonas.says(ticket.id, 'Hello');
    await listener.heard('message.sent', ticket.id);
    listener.close();
  });

  it('verifies its token: until when, and for whom', async () => {
    const ana = await program();
    const { status, body } = await ana.get<{ expiresAt: number }>('/api/auth/token/verify');
    expect([status, body]).toMatchObject([200, { user: { id: world.ana.id, kind: 'staff' }, role: 'agent' }]);
    expect(body.expiresAt - Date.now()).toBeGreaterThan((ACCESS_MINUTES - 1) * MINUTE_MS);
    expect((await new Program(world.desk.url).get('/api/auth/token/verify')).status).toBe(401);
  });

  it('is told when its token has expired, and goes on with the next one', async () => {
    const ana = await program();
    expect(await isIn(ana)).toBe(true);
    await later(ACCESS_MINUTES * MINUTE_MS, async () => {
      expect(await ana.get('/api/me')).toMatchObject({ status: 401, body: { error: { code: 'token_expired' } } });
      expect((await ana.refreshes()).status).toBe(200);
      expect(await isIn(ana)).toBe(true);
    });
  });

  it('keeps its last token until it expires, when it refreshes early', async () => {
    const ana = await program();
    const before = new Program(world.desk.url);
    before.token = ana.token;
    await ana.refreshes();
    expect([await isIn(ana), await isIn(before)]).toEqual([true, true]);
  });

  it('signs out with every token of its sign-in, and its sockets close', async () => {
    const ana = await program();
    const before = new Program(world.desk.url);
    Object.assign(before, { token: ana.token });
    await ana.refreshes();
    const [reasons, other] = [ended(await ana.listen()), await program()];
    expect((await ana.post('/api/auth/logout')).status).toBe(204);
    expect(await reasons()).toEqual(['ended']);
    expect([await isIn(ana), await isIn(before), (await ana.refreshes()).status]).toEqual([false, false, 401]);
    // Only this one.
    expect([await isIn(other), await isIn(world.ana)]).toEqual([true, true]);
  });

  it('ends when its person changes their password or is deactivated', async () => {
    const kim = await new Person(world.desk.url).register('Kim', 'kim@post.example');
    const first = await program('kim@post.example');
    const change = { current: 'a long enough password', next: 'another long enough one' };
    await kim.put('/api/me/password', change);
    expect([await isIn(first), (await first.refreshes()).status]).toEqual([false, 401]);
    const second = await new Program(world.desk.url).signsIn('kim@post.example', change.next);
    await world.zoe.patch(`/api/users/${kim.id}`, { active: false });
    expect([await isIn(second), (await second.refreshes()).status]).toEqual([false, 401]);
  });
});

it('stores only hashes of a program’s tokens', async () => {
  const ana = await program();
  const spent = ana.refreshToken;
  await ana.refreshes();
  for (const { name, parentPath } of await readdir(world.desk.dataDir, { recursive: true, withFileTypes: true })) {
    const bytes = await readFile(join(parentPath, name)).catch(() => Buffer.of());
    for (const secret of [ana.token, ana.refreshToken, spent])
      expect([name, bytes.includes(secret)]).toEqual([name, false]);
  }
});
