import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../db/ids.ts';
import type { Me } from '../server/people/contract.ts';
import { ADMIN, startDesk } from './support/desk.ts';
import { PASSWORD, Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const secretOf = (person: Person) => person.cookie.split('=')[1] ?? '';

describe('registration', () => {
  it('tells the team the customer’s address, language and time zone, and nobody else', async () => {
    const nora = new Person(world.desk.url);
    const said = { locale: 'pt-BR', timeZone: 'America/Sao_Paulo' };
    const account = { name: 'Nora', email: 'nora@post.example', password: PASSWORD };
    const answer = await nora.post<Me>('/api/auth/register', { ...account, ...said });
    expect(answer).toMatchObject({ status: 201, body: said });
    nora.me = answer.body;
    const ticket = await nora.opens('What time is it?');
    const path = `/api/tickets/${ticket.id}/whereabouts`;
    expect((await world.ana.get(path)).body).toEqual({ ...said, email: account.email, picture: null });
    for (const other of [nora, world.jonas]) expect((await other.get(path)).status).toBe(403);
    for (const wrong of [{ timeZone: '<b>' }, { timeZone: 'x'.repeat(65) }, { locale: 'a b' }, { role: 'admin' }])
      expect((await world.stranger.post('/api/auth/register', { ...account, ...wrong })).status).toBe(422);
  });

  it('creates a customer and signs them in', async () => {
    const kay = await new Person(world.desk.url).register('Kay', ' Kay@Post.example ');
    expect((await kay.get('/api/me')).body).toMatchObject({
      email: 'kay@post.example',
      role: 'customer',
      kind: 'customer',
    });
    expect(stored(world.desk, 'SELECT kind FROM sessions WHERE user_id = ?', kay.id)).toEqual([{ kind: 'customer' }]);
  });

  it('names each wrong field and says what is wrong', async () => {
    const answer = await world.stranger.post('/api/auth/register', { name: ' ', email: 'me', password: 'short' });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        error: {
          fields: {
            name: 'Write a name.',
            email: 'Write an address such as name@example.com.',
            password: 'Use at least 10 characters.',
          },
        },
      },
    });
  });
});

describe('a stored secret', () => {
  it('is only a hash, in the database and in every file beside it', async () => {
    const { ana, desk } = world;
    const secret = secretOf(ana);
    expect(stored(desk, 'SELECT user_id FROM sessions WHERE hash = ?', sha256(secret))).toEqual([{ user_id: ana.id }]);
    const entries = await readdir(desk.dataDir, { recursive: true, withFileTypes: true });
    for (const { name, parentPath } of entries.filter((entry) => entry.isFile())) {
      const bytes = await readFile(join(parentPath, name));
      expect([name, bytes.includes(secret), bytes.includes(PASSWORD)]).toEqual([name, false, false]);
    }
  });

  it('is an argon2id hash for a password', () => {
    const [user] = stored<{ password_hash: string }>(
      world.desk,
      'SELECT password_hash FROM users WHERE id = ?',
      world.ana.id,
    );
    expect(user?.password_hash).toMatch(/^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/u);
  });
});

describe('a session', () => {
  it('ends at sign-out, with its row and its cookie', async () => {
    const { desk, ben } = world;
    const here = await new Person(desk.url).signIn(ben.email);
    const hash = sha256(secretOf(here));
    expect((await here.post('/api/auth/logout')).status).toBe(204);
    expect(stored(desk, 'SELECT 1 FROM sessions WHERE hash = ?', hash)).toEqual([]);
    expect((await here.get('/api/me')).status).toBe(401);
    // Only this one.
    expect((await ben.get('/api/me')).status).toBe(200);
  });

  it('is replaced after a new password, and the old password no longer signs in', async () => {
    const { desk } = world;
    const kay = await new Person(desk.url).register('Kay', 'kay2@post.example');
    const before = secretOf(kay);
    const change = (current: string) => kay.put('/api/me/password', { current, next: 'another long enough one' });
    expect(await change('not my password')).toMatchObject({
      status: 422,
      body: { error: { fields: { current: expect.any(String) } } },
    });
    expect((await change(PASSWORD)).status).toBe(204);
    expect(secretOf(kay)).not.toBe(before);
    expect((await kay.get('/api/me')).status).toBe(200);
    expect(
      (await new Person(desk.url).post('/api/auth/login', { email: 'kay2@post.example', password: PASSWORD })).status,
    ).toBe(401);
    expect(stored(desk, 'SELECT action FROM audit_log WHERE target_id = ?', kay.id).length).toBeGreaterThan(0);
  });

  it('does not start if the password changed while it was being checked', async () => {
    const { desk } = world;
    const kay = await new Person(desk.url).register('Kay', 'kay3@post.example');
    const attempts = Array.from({ length: 4 }, () => new Person(desk.url));
    const [, ...answers] = await Promise.all([
      kay.put('/api/me/password', { current: PASSWORD, next: 'another long enough one' }),
      ...attempts.map((person) => person.post('/api/auth/login', { email: 'kay3@post.example', password: PASSWORD })),
    ]);
    // Whoever came in before the change is out again with it.
    for (const [i, { status }] of answers.entries()) {
      const after = await attempts[i]?.get('/api/me');
      expect([status === 200 || status === 401, after?.status]).toEqual([true, 401]);
    }
    expect((await kay.get('/api/me')).status).toBe(200);
  });
});

describe('the first admin from the environment', () => {
  it('is created once, and a password that was changed since stays', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
    const first = await startDesk({ dataDir });
    const zoe = await new Person(first.url).signIn(ADMIN.email, ADMIN.password);
    await zoe.put('/api/me/password', { current: ADMIN.password, next: 'a password of my own' });
    await first.stop();

    const second = await startDesk({ dataDir });
    await new Person(second.url).signIn(ADMIN.email, 'a password of my own');
    expect(stored(second, `SELECT count(*) n FROM users WHERE role = 'admin'`)).toEqual([{ n: 1 }]);
    await second.stop();
    await rm(dataDir, { recursive: true });
  });
});
