import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrol } from './support/authenticator.ts';
import { ADMIN } from './support/desk.ts';
import { Person } from './support/person.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

const MINUTE_MS = 60_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

interface Refused {
  error: { code: string; details: { ways: string[] }; fields?: Record<string, string> };
}

const DANGEROUS: [what: string, method: string, path: () => string, body?: object][] = [
  ['a link for the password of somebody', 'POST', () => `/api/users/${world.mia.id}/password-link`],
  ['another role for somebody', 'PATCH', () => `/api/users/${world.ben.id}`, { role: 'supervisor' }],
  ['the second step of somebody', 'DELETE', () => `/api/users/${world.ben.id}/second-step`],
  ['how people sign in', 'PATCH', () => '/api/sign-in', { secondStepRoles: [] }],
  ['my second step', 'POST', () => '/api/me/second-step'],
  ['turning off my second step', 'DELETE', () => '/api/me/second-step'],
  ['what a role may do', 'PUT', () => '/api/roles/agent/permissions', { rights: {} }],
  ['what a person may do', 'PUT', () => `/api/users/${world.ben.id}/permissions`, { own: {} }],
  ['a new role', 'POST', () => '/api/roles', { name: 'Guests', code: 'guests', kind: 'staff' }],
  ['an API token', 'POST', () => '/api/me/tokens', { name: 'Sync', scopes: { tickets: ['view'] }, days: 30 }],
  ['my passkeys', 'POST', () => '/api/me/passkeys/options'],
  ['the whole audit log', 'GET', () => '/api/audit/export?format=csv'],
  ['knowing whether it is recent', 'GET', () => '/api/me/proof'],
  ['my recovery codes', 'POST', () => '/api/me/recovery-codes'],
];

describe('a dangerous act', () => {
  it.each(DANGEROUS)('needs a sign-in of the last ten minutes: %s', async (_what, method, path, body) => {
    const zoe = await new Person(world.desk.url).signIn(ADMIN.email, ADMIN.password);
    world.desk.ahead.ms = 11 * MINUTE_MS;
    const refused = await zoe.send<Refused>(method, path(), body);
    const [status, { code, details }] = [refused.status, refused.body.error];
    const proved = await zoe.post('/api/me/proof', { password: ADMIN.password });
    const done = await zoe.send(method, path(), body);
    world.desk.ahead.ms = 0;
    expect([status, code, details?.ways]).toEqual([403, 'recent_sign_in', ['password']]);
    expect(proved.status).toBe(204);
    expect(done.status).not.toBe(403);
  });

  it('is not what is harmless: other changes of a person need no proof', async () => {
    const zoe = await new Person(world.desk.url).signIn(ADMIN.email, ADMIN.password);
    world.desk.ahead.ms = 11 * MINUTE_MS;
    const { status } = await zoe.patch(`/api/users/${world.ben.id}`, { capacity: 12 });
    world.desk.ahead.ms = 0;
    expect(status).toBe(200);
  });

  it('takes a code instead of the password, once, and counts for this session alone', async () => {
    const { email } = await addPerson(world.desk, { name: 'Wim' });
    const [wim, elsewhere] = [
      await new Person(world.desk.url).signIn(email),
      await new Person(world.desk.url).signIn(email),
    ];
    const { app } = await enrol(world.desk, wim);
    world.desk.ahead.ms = 11 * MINUTE_MS;
    const before = await wim.send<Refused>('POST', '/api/me/recovery-codes');
    const code = app.code();
    const proof = await wim.post('/api/me/proof', { code });
    const replayed = await wim.post<Refused>('/api/me/proof', { code });
    const [here, there] = [await wim.post('/api/me/recovery-codes'), await elsewhere.post('/api/me/recovery-codes')];
    world.desk.ahead.ms = 0;
    expect(before.body.error.details.ways).toEqual(['password', 'code']);
    expect([proof.status, replayed.status, here.status, there.status]).toEqual([204, 422, 201, 403]);
    expect(replayed.body.error.fields?.['code']).toContain('used already');
  });

  it.each([
    ['a wrong password', { password: 'not my password' }, 422],
    ['nothing', {}, 422],
    ['both', { password: ADMIN.password, code: '123456' }, 422],
    ['a code without a second step', { code: '123456' }, 422],
    ['a field more', { password: ADMIN.password, userId: 'x' }, 422],
  ])('takes no proof by %s', async (_what, body, status) => {
    expect((await world.zoe.post('/api/me/proof', body)).status).toBe(status);
  });
});
