import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rights } from '../../server/people/contract.ts';
import { picture } from '../support/files.ts';
import { Person } from '../support/person.ts';
import { stored } from '../support/stored.ts';
import { tokenBy, withToken } from '../support/token.ts';
import { addPerson, createWorld, type World } from '../support/world.ts';

const ALL = ['view', 'create', 'update', 'delete'] as const;
/** Keeps people and roles, and little else. */
const KEEPER: Rights = {
  ...{ people: [...ALL], roles: [...ALL], tickets: ['view', 'create', 'update'], messages: ['view', 'create'] },
};

let world: World;
let keeper: Person;
/** May do less than the keeper. */
let junior: Person;
let sealed: { id: string; secret: string };
beforeAll(async () => {
  world = await createWorld();
  await world.zoe.post('/api/roles', { code: 'keeper', name: 'Keeper', rights: KEEPER });
  await world.zoe.post('/api/roles', { code: 'junior', name: 'Junior', rights: { tickets: ['view'] } });
  keeper = await joins('Kit', 'keeper');
  junior = await joins('Jun', 'junior');
  const { token, secret } = await tokenBy(world.zoe);
  sealed = { id: token.id, secret };
});
afterAll(() => world.end());
beforeEach(async () => {
  expect((await keeper.get('/api/users')).status).toBe(200);
});

async function joins(name: string, role: string): Promise<Person> {
  const { email } = await addPerson(world.desk, { name, role });
  return new Person(world.desk.url).signIn(email);
}
const sessionOf = async (person: Person) =>
  (await world.zoe.get<{ items: { id: string }[] }>(`/api/users/${person.id}/sessions`)).body.items[0]?.id;

type Act = (by: Person, target: Person) => Promise<{ status: number }>;
const ACTS: Record<string, Act> = {
  'renames them': (by, { id }) => by.patch(`/api/users/${id}`, { name: 'Nobody' }),
  'moves their address': (by, { id }) => by.patch(`/api/users/${id}`, { email: 'mine@desk.example' }),
  'sets another language': (by, { id }) => by.patch(`/api/users/${id}`, { locale: 'fr' }),
  'sets another time zone': (by, { id }) => by.patch(`/api/users/${id}`, { timeZone: 'Asia/Tokyo' }),
  'lowers their limit': (by, { id }) => by.patch(`/api/users/${id}`, { capacity: 0 }),
  'puts a picture on them': async (by, { id }) => by.puts(`/api/users/${id}/picture`, await picture('me.png')),
  'removes their picture': (by, { id }) => by.delete(`/api/users/${id}/picture`),
  'deactivates them': (by, { id }) => by.patch(`/api/users/${id}`, { active: false }),
  'gives them a lesser role': (by, { id }) => by.patch(`/api/users/${id}`, { role: 'junior' }),
  'deactivates them with a new name': (by, { id }) => by.patch(`/api/users/${id}`, { name: 'Nobody', active: false }),
  'changes nothing': (by, { id }) => by.patch(`/api/users/${id}`, {}),
  'takes their rights': (by, { id }) => by.put(`/api/users/${id}/permissions`, { own: { tickets: [] } }),
  'makes a link for a new password': (by, { id }) => by.post(`/api/users/${id}/password-link`),
  'removes their second step': (by, { id }) => by.delete(`/api/users/${id}/second-step`),
  'ends their sessions and tokens': (by, { id }) => by.delete(`/api/users/${id}/sessions`),
  'ends one session of theirs': async (by, target) =>
    by.delete(`/api/users/${target.id}/sessions/${await sessionOf(target)}`),
  'deletes them for good': (by, target) =>
    by.post(`/api/users/${target.id}/erasure`, { name: target.name, texts: false }),
  'replaces their role': (by) => by.delete('/api/roles/admin?replaceBy=junior'),
  'takes the rights of their role': (by) => by.put('/api/roles/admin/permissions', { rights: {} }),
  'ends a token of theirs': (by) => by.delete(`/api/tokens/${sealed.id}`),
};
const COLUMNS = 'id, name, email, picture, locale, time_zone, role, active, capacity, password_hash';
const ways = () => [
  stored(world.desk, `SELECT ${COLUMNS} FROM users WHERE id = ?`, world.zoe.id),
  stored(world.desk, 'SELECT id FROM sessions WHERE user_id = ?', world.zoe.id),
  stored(world.desk, 'SELECT id FROM api_tokens WHERE user_id = ?', world.zoe.id),
  stored(world.desk, 'SELECT user_id FROM password_links'),
  stored(world.desk, 'SELECT * FROM user_permissions'),
];

/** A legal hold keeps what a person wrote and changes no account. */
const NOT_AN_ACCOUNT = ['PUT /api/users/:id/hold', 'DELETE /api/users/:id/hold'];
/** Every other call that changes something of a person, with a body that is valid. */
const BODIES: Record<string, () => object | undefined> = {
  'PATCH /api/users/:id': () => ({ name: 'Nobody' }),
  'PUT /api/users/:id/picture': () => undefined,
  'DELETE /api/users/:id/picture': () => undefined,
  'PUT /api/users/:id/permissions': () => ({ own: { tickets: [] } }),
  'DELETE /api/users/:id/permissions': () => undefined,
  'DELETE /api/users/:id/sessions': () => undefined,
  'DELETE /api/users/:id/sessions/:sessionId': () => undefined,
  'DELETE /api/users/:id/second-step': () => undefined,
  'DELETE /api/users/:id/identity': () => undefined,
  'POST /api/users/:id/password-link': () => ({}),
  'POST /api/users/:id/erasure': () => ({ name: world.zoe.me.name, texts: false }),
  'POST /api/users/:id/exports': () => ({ notes: false }),
};

/** As the API describes itself. */
async function describedCalls(): Promise<string[]> {
  const { body } = await world.zoe.get<{ paths: Record<string, Record<string, object>> }>('/api/openapi.json');
  return Object.entries(body.paths)
    .filter(([path]) => path.startsWith('/api/users/{id}'))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .map((call) => call.replaceAll(/\{(\w+)\}/gu, ':$1'))
    .filter((call) => !call.startsWith('GET'))
    .toSorted();
}

describe('nobody changes or locks out a person who may do more', () => {
  it('and every call on an account refuses it', async () => {
    const calls = (await describedCalls()).filter((call) => !NOT_AN_ACCOUNT.includes(call));
    expect(calls).toEqual(Object.keys(BODIES).toSorted());
    const before = ways();
    const session = await sessionOf(world.zoe);
    const allowed: [string, number][] = [];
    for (const call of calls) {
      const [method = '', path = ''] = call.split(' ');
      const address = path.replace(':id', world.zoe.id).replace(':sessionId', String(session));
      const { status } =
        call.startsWith('PUT') && call.endsWith('/picture')
          ? await keeper.puts(address, await picture('me.png'))
          : await keeper.send(method, address, BODIES[call]?.());
      if (status !== 403) allowed.push([call, status]);
    }
    expect(allowed).toEqual([]);
    expect(ways()).toEqual(before);
  });

  it.each(Object.entries(ACTS))('not who %s', async (_what, act) => {
    const before = ways();
    for (const by of [keeper, world.sol]) expect([403, 409]).toContain((await act(by, world.zoe)).status);
    expect(ways()).toEqual(before);
    expect((await world.zoe.get('/api/me')).status).toBe(200);
    expect((await withToken(world.desk.url, sealed.secret).get('/api/tickets')).status).toBe(200);
  });

  it('but those who may do less can be kept by the same acts', async () => {
    const done: [string, number][] = [];
    for (const what of [
      ...['ends one session of theirs', 'ends their sessions and tokens', 'makes a link for a new password'],
      ...['removes their second step', 'takes their rights', 'deactivates them'],
    ]) {
      await junior.signIn(junior.email);
      done.push([what, (await ACTS[what]?.(keeper, junior))?.status ?? 0]);
    }
    expect(done.filter(([, status]) => status >= 300)).toEqual([]);
    expect((await junior.get('/api/me')).status).toBe(401);
    expect((await keeper.patch(`/api/users/${junior.id}`, { active: true })).status).toBe(200);
  });

  it('nor one who is deactivated: nobody deletes them, reads their data, or takes their address', async () => {
    const gone = await joins('Ada', 'admin');
    expect((await world.zoe.patch(`/api/users/${gone.id}`, { active: false })).status).toBe(200);
    const before = stored(world.desk, 'SELECT name, email, erased_at FROM users WHERE id = ?', gone.id);
    for (const by of [keeper, world.sol])
      for (const { status } of [
        await by.post(`/api/users/${gone.id}/erasure`, { name: gone.name, texts: false }),
        await by.post(`/api/users/${gone.id}/exports`, { notes: false }),
        await by.patch(`/api/users/${gone.id}`, { email: 'mine@desk.example' }),
        await by.delete(`/api/users/${gone.id}/sessions`),
      ])
        expect(status).toBe(403);
    expect(stored(world.desk, 'SELECT name, email, erased_at FROM users WHERE id = ?', gone.id)).toEqual(before);
    // Who may do as much can.
    expect((await world.zoe.patch(`/api/users/${gone.id}`, { email: 'ada2@desk.example' })).status).toBe(200);
  });

  describe('nor one who has the same role as others, and more rights of their own:', () => {
    const more = async (name: string) => {
      const code = name.toLowerCase();
      const made = await world.zoe.post('/api/roles', { code, name, rights: { tickets: ['view', 'update'] } });
      expect(made.status).toBe(201);
      const person = await joins(name, code);
      const own = await world.zoe.put(`/api/users/${person.id}/permissions`, { own: { settings: ['view'] } });
      expect(own.status).toBe(200);
      const role = () => stored(world.desk, 'SELECT role FROM users WHERE id = ?', person.id);
      const rights = () => stored(world.desk, 'SELECT * FROM role_permissions WHERE role = ?', code);
      return { id: person.id, code, state: () => [role(), rights()] };
    };
    const deactivates = async (id: string) =>
      expect((await world.zoe.patch(`/api/users/${id}`, { active: false })).status).toBe(200);

    it.each([true, false])('nobody replaces their role, while they are active: %s', async (active) => {
      const { id, code, state } = await more(active ? 'Pia' : 'Pat');
      await world.zoe.post('/api/roles', { code: 'like', name: 'Like', rights: { tickets: ['view', 'update'] } });
      if (!active) await deactivates(id);
      const before = state();
      for (const to of ['like', 'junior'])
        expect((await keeper.delete(`/api/roles/${code}?replaceBy=${to}`)).status).toBe(403);
      expect(state()).toEqual(before);
      expect((await world.zoe.delete(`/api/roles/${code}?replaceBy=junior`)).status).toBe(204);
    });

    it('nobody changes the rights of their role, while they are deactivated too', async () => {
      const { id, code, state } = await more('Pim');
      await deactivates(id);
      const before = state();
      const change = { rights: { tickets: ['view'] } };
      expect((await keeper.put(`/api/roles/${code}/permissions`, change)).status).toBe(403);
      expect(state()).toEqual(before);
      expect((await world.zoe.put(`/api/roles/${code}/permissions`, change)).status).toBe(200);
    });
  });

  it('nor revokes or renews an invitation to a role that they could not give', async () => {
    const invites = async (role: string) => {
      const input = { emails: [`${role}.new@desk.example`], role };
      const { body } = await world.zoe.post<{ items: { id: string }[] }>('/api/invitations', input);
      return body.items[0]?.id ?? '';
    };
    const [above, below] = [await invites('admin'), await invites('junior')];
    const open = () => stored(world.desk, 'SELECT * FROM invitations ORDER BY id');
    const before = open();
    expect((await keeper.get<{ items: unknown[] }>('/api/invitations')).body.items).toHaveLength(before.length);
    expect((await keeper.delete(`/api/invitations/${above}`)).status).toBe(403);
    expect((await keeper.post(`/api/invitations/${above}/renew`)).status).toBe(403);
    expect(open()).toEqual(before);
    expect((await keeper.post(`/api/invitations/${below}/renew`)).status).toBe(200);
    expect((await keeper.delete(`/api/invitations/${below}`)).status).toBe(204);
    expect((await world.zoe.delete(`/api/invitations/${above}`)).status).toBe(204);
  });

  it('and a link for a new password ends with the address that it was sent to', async () => {
    const moves = await joins('Mo', 'junior');
    const { link } = (await world.zoe.post<{ link: string }>(`/api/users/${moves.id}/password-link`)).body;
    expect((await world.zoe.patch(`/api/users/${moves.id}`, { email: 'mo2@desk.example' })).status).toBe(200);
    const reset = { token: link.split('#')[1], password: 'a quite new password' };
    expect((await world.stranger.post('/api/auth/password/reset', reset)).status).toBeGreaterThanOrEqual(400);
    expect(stored(world.desk, 'SELECT user_id FROM password_links WHERE user_id = ?', moves.id)).toEqual([]);
  });

  it('not who became more than they between two calls', async () => {
    const rising = await joins('Ria', 'junior');
    expect((await keeper.delete(`/api/users/${rising.id}/sessions`)).status).toBe(204);
    await world.zoe.patch(`/api/users/${rising.id}`, { role: 'admin' });
    await rising.signIn(rising.email);
    expect((await keeper.delete(`/api/users/${rising.id}/sessions`)).status).toBe(403);
    expect((await rising.get('/api/me')).status).toBe(200);
  });

  it('not by a token whose scopes are narrow: it is held to them', async () => {
    const { program } = await tokenBy(world.zoe, { scopes: { people: ['view', 'update'] } });
    for (const act of ['deactivates them', 'ends their sessions and tokens', 'makes a link for a new password'])
      expect((await ACTS[act]?.(program, world.ben))?.status).toBe(403);
    expect((await world.ben.get('/api/me')).status).toBe(200);
  });

  it('and everybody may end their own sessions', async () => {
    const own = await joins('Oda', 'keeper');
    expect((await own.delete(`/api/users/${own.id}/sessions`)).status).toBe(204);
    expect((await own.get('/api/me')).status).toBe(401);
  });

  it('and a lost session of a customer can be ended by who keeps people', async () => {
    expect((await keeper.delete(`/api/users/${world.mia.id}/sessions`)).status).toBe(204);
    expect((await world.mia.get('/api/me')).status).toBe(401);
  });
});
