import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import type { SignedInAt } from '../../server/sessions/contract.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { stored } from '../support/stored.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
/** The ids of the sessions of Mia and of the admin. */
let hers: string;
let zoes: string;
beforeAll(async () => {
  world = await createWorld();
  hers = (await own(world.mia))[0]?.id ?? '';
  zoes = (await own(world.zoe))[0]?.id ?? '';
});
afterAll(() => world.end());

const own = async (person: Person) => (await person.get<{ items: SignedInAt[] }>('/api/me/sessions')).body.items;
const isIn = async (person: Person) => (await person.get('/api/me')).status === 200;
const secretOf = (person: Person) => person.cookie.split('=')[1] ?? '';

type Who = 'jonas' | 'ben' | 'sol' | 'stranger';
const TRIES: [what: string, as: Who, act: () => string, status: number][] = [
  ['end the session of another customer', 'jonas', () => `DELETE /api/me/sessions/${hers}`, 404],
  ['end the session of the admin', 'ben', () => `DELETE /api/me/sessions/${zoes}`, 404],
  ['end a session by its secret', 'jonas', () => `DELETE /api/me/sessions/${secretOf(world.mia)}`, 422],
  ['end a session by no id', 'jonas', () => `DELETE /api/me/sessions/${uuidv7()}`, 404],
  ['end a session by a pattern', 'jonas', () => 'DELETE /api/me/sessions/%25', 422],
  ['end everything of another person', 'jonas', () => `DELETE /api/me/sessions?userId=${world.mia.id}`, 204],
  ['list the sessions of an admin as a colleague', 'ben', () => `GET /api/users/${world.zoe.id}/sessions`, 403],
  ['list the sessions of a customer as a customer', 'jonas', () => `GET /api/users/${world.mia.id}/sessions`, 403],
  ['list their own by the way of admins', 'sol', () => `GET /api/users/${world.sol.id}/sessions`, 403],
  ['end the session of a customer', 'sol', () => `DELETE /api/users/${world.mia.id}/sessions/${hers}`, 403],
  ['list sessions without one', 'stranger', () => 'GET /api/me/sessions', 401],
  ['end sessions without one', 'stranger', () => 'DELETE /api/me/sessions', 401],
];

describe('the sessions of other people', () => {
  it.each(TRIES)('cannot be reached: %s', async (_what, as, act, status) => {
    const [method = '', path = ''] = act().split(' ');
    const answer = await world[as].send(method, path);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body ?? '')).not.toContain(hers);
    for (const person of [world.mia, world.zoe]) expect(await isIn(person)).toBe(true);
  });

  it('cannot be ended by an admin under the name of somebody else', async () => {
    const answer = await world.zoe.delete(`/api/users/${world.jonas.id}/sessions/${hers}`);
    expect(answer.status).toBe(404);
    expect(await isIn(world.mia)).toBe(true);
  });

  it('cannot be ended from a page of another site', async () => {
    const foreign = { origin: 'https://evil.example' };
    expect((await world.mia.send('DELETE', '/api/me/sessions', undefined, foreign)).status).toBe(403);
    expect((await world.mia.send('DELETE', `/api/me/sessions/${hers}`, undefined, foreign)).status).toBe(403);
    expect(await isIn(world.mia)).toBe(true);
  });
});

describe('a made-up device', () => {
  it.each([
    ['markup', '<img src=x onerror=alert(1)>'],
    ['a very long name', `Evil/${'x'.repeat(5_000)}`],
    ['nothing', ''],
    ['spaces', '   '],
    ['a formula', '=HYPERLINK("https://evil.example")'],
    ['quotes', `'; DROP TABLE sessions; --`],
  ])('shows nothing of its own: %s', async (_what, userAgent) => {
    const kim = new Person(world.desk.url);
    const login = { email: world.ben.email, password: PASSWORD };
    await kim.send('POST', '/api/auth/login', login, { 'user-agent': userAgent });
    const [{ device } = { device: '' }] = (await own(kim)).filter(({ isCurrent }) => isCurrent);
    expect(device === null || /^[\w.-]{1,40}$/u.test(device ?? '')).toBe(true);
    await kim.post('/api/auth/logout');
  });

  it('is remembered for at most fifty kinds, however many somebody makes up', async () => {
    const { desk, sol } = world;
    for (let i = 0; i < 60; i += 1) {
      const kim = new Person(desk.url);
      const login = { email: sol.email, password: PASSWORD };
      const { status } = await kim.send('POST', '/api/auth/login', login, { 'user-agent': `tool${i}/1` });
      expect(status).toBe(200);
      await kim.post('/api/auth/logout');
    }
    expect(stored(desk, 'SELECT count(*) n FROM known_devices WHERE user_id = ?', sol.id)).toEqual([{ n: 50 }]);
  });
});
