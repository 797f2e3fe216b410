import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, Person } from '../support/person.ts';
import { addPerson, createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const signIn = (email: unknown, password: unknown) =>
  new Person(world.desk.url).post('/api/auth/login', { email, password });

describe('signing in', () => {
  it('gives the same answer for an unknown address, a wrong password, and a deactivated account', async () => {
    const { zoe } = world;
    const gone = await addPerson(world.desk, { name: 'Gil' });
    await zoe.patch(`/api/users/${gone.id}`, { active: false });
    const answers = [
      await signIn('nobody@post.example', PASSWORD),
      await signIn('jonas@post.example', 'not his password'),
      await signIn('gil@desk.example', PASSWORD),
      await signIn('gil@desk.example', 'not his password'),
    ];
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body })))).toEqual(
      new Set([
        JSON.stringify({
          status: 401,
          body: { error: { code: 'wrong_sign_in', message: 'The email or the password is wrong.' } },
        }),
      ]),
    );
    const headers = answers.map((answer) => [...answer.headers.keys()].toSorted().join());
    expect(new Set(headers).size).toBe(1);
  });

  it('sets no cookie after a refusal', async () => {
    const person = new Person(world.desk.url);
    const refused = await person.post('/api/auth/login', { email: 'mia@post.example', password: 'wrong' });
    expect(refused.headers.getSetCookie()).toEqual([]);
    expect((await person.get('/api/me')).status).toBe(401);
  });

  it.each([
    ['in other letters', () => signIn('  JONAS@Post.Example ', PASSWORD), 200],
    [
      'with a password in another normal form',
      () => signIn('jonas@post.example', PASSWORD.replace('a', '\uFF41')),
      200,
    ],
    ['with an empty password', () => signIn('jonas@post.example', ''), 401],
    ['with the password in upper case', () => signIn('jonas@post.example', PASSWORD.toUpperCase()), 401],
    ['with a space after the password', () => signIn('jonas@post.example', `${PASSWORD} `), 401],
    ['with a password of a hundred thousand characters', () => signIn('jonas@post.example', 'x'.repeat(100_000)), 422],
    ['with an object as the password', () => signIn('jonas@post.example', { $ne: '' }), 422],
    ['with a list as the address', () => signIn(['jonas@post.example'], PASSWORD), 422],
    ['with null as the password', () => signIn('jonas@post.example', null), 422],
    ['with true as the password', () => signIn('jonas@post.example', true), 422],
    ['with a condition in the address', () => signIn(`' or 1=1 --@post.example`, PASSWORD), 422],
    ['with a line break in the address', () => signIn('jonas@post.example\nx', PASSWORD), 422],
  ])('%s', async (_case, attempt, status) => {
    expect((await attempt()).status).toBe(status);
  });

  it('checks five guesses at an account and refuses the rest, also simultaneous ones and the right one', async () => {
    await new Person(world.desk.url).register('Ida', 'ida@post.example');
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, n) => signIn('ida@post.example', `guess number ${n}`)),
    );
    const statuses = guesses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
    const late = await signIn('ida@post.example', PASSWORD);
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(60);
    // Nobody else is locked out with her.
    expect((await signIn('mia@post.example', PASSWORD)).status).toBe(200);
  });

  it('counts an unknown address like a known one, so that the limit reveals nothing', async () => {
    const guesses = await Promise.all(Array.from({ length: 8 }, () => signIn('nobody-at-all@post.example', 'guess')));
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(3);
  });

  it('resets failed attempts after a right password', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < 4; guess += 1) expect((await signIn('ben@desk.example', 'wrong')).status).toBe(401);
      expect((await signIn('ben@desk.example', PASSWORD)).status).toBe(200);
    }
  });

  it('ignores an address that the caller made up', async () => {
    await new Person(world.desk.url).register('Eli', 'eli@post.example');
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      const headers = {
        'x-forwarded-for': `198.51.${n}.7`,
        'x-real-ip': `198.51.${n}.7`,
        forwarded: `for=198.51.${n}.7`,
      };
      const body = { email: 'eli@post.example', password: 'guess' };
      statuses.push((await new Person(world.desk.url).send('POST', '/api/auth/login', body, headers)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it('sets a secret of 256 bits in a cookie that no script can read and no other site can send', async () => {
    const answer = await signIn('sol@desk.example', PASSWORD);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^sid=staff_[\w-]{43}; /u);
    const flags = cookie.split('; ').slice(1).toSorted();
    expect(flags).toEqual(['HttpOnly', `Max-Age=${7 * 86_400}`, 'Path=/', 'SameSite=Lax']);
    expect(JSON.stringify(answer.body)).not.toContain('staff_');
  });
});

describe('registration', () => {
  it.each([
    ['a taken address', { email: 'jonas@post.example' }, 409],
    ['a taken address in other letters', { email: 'JONAS@POST.example' }, 409],
    ['a short password', { password: 'ninechars' }, 422],
    ['a password of ten invisible halves', { password: '\uD800'.repeat(10) }, 422],
    ['257 characters of password', { password: 'x'.repeat(257) }, 422],
    ['an empty name', { name: '' }, 422],
    ['a name that shows nothing', { name: '\u200B\u202E\u2060 ' }, 422],
    ['a name of 81 characters', { name: 'x'.repeat(81) }, 422],
    ['no address', { email: undefined }, 422],
    ['an address without a place', { email: 'somebody@' }, 422],
    ['an address of 300 characters', { email: `${'x'.repeat(300)}@post.example` }, 422],
  ])('is refused with %s', async (_case, change, status) => {
    const body = { name: 'New', email: 'new@post.example', password: PASSWORD, ...change };
    const person = new Person(world.desk.url);
    expect((await person.post('/api/auth/register', body)).status).toBe(status);
    expect(person.cookie).toBe('');
  });

  it('creates one account for four simultaneous attempts', async () => {
    const body = { name: 'Twin', email: 'twin@post.example', password: PASSWORD };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => new Person(world.desk.url).post('/api/auth/register', body)),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
  });
});
