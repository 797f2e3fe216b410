import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identities } from '../db/schema/oidc.ts';
import { users } from '../db/schema/people.ts';
import {
  type IdentityProvider,
  saidAt,
  setUpProvider,
  startIdentityProvider,
  Traveller,
} from './support/identity-provider.ts';
import { PASSWORD, Person } from './support/person.ts';
import { addPasskey } from './support/soft-passkey.ts';
import { stored } from './support/stored.ts';
import { tokenBy } from './support/token.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

type Refused = { error: { code: string; message: string } };
type Answered = { status: number; body: unknown };

let world: World;
let provider: IdentityProvider;
/** Whose role may do what an admin may. */
let boss: { id: string; name: string; email: string; at: Traveller };
beforeEach(async () => {
  world = await createWorld();
  provider = await startIdentityProvider(world);
  await setUpProvider(world.zoe, provider);
  const { rights } = (await world.zoe.get<{ rights: object }>('/api/roles/admin/permissions')).body;
  expect((await world.zoe.post('/api/roles', { code: 'boss', name: 'Boss', rights })).status).toBe(201);
  boss = await joins('Bo', 'boss');
  await connects(boss);
});
afterEach(async () => {
  await provider.stop();
  await world.end();
});

async function joins(name: string, role: string) {
  const person = await addPerson(world.desk, { name, role });
  const at = new Traveller(world.desk.url);
  await at.signIn(person.email);
  return { ...person, at };
}
/** Connects somebody, who signs in there then. */
async function connects({ email, at }: { email: string; at: Traveller }) {
  provider.accounts.set(email, { email, email_verified: true, groups: ['leads'] });
  provider.who = email;
  const { confirm: pending } = saidAt(await at.signsInThere());
  expect((await at.post('/api/auth/oidc/confirm', { pending, password: PASSWORD })).status).toBe(200);
}
const passwordsOff = async () => expect((await world.zoe.patch('/api/sign-in', { passwords: false })).status).toBe(200);
const refusal = async (answer: Promise<Answered>) => {
  const { status, body } = await answer;
  return [status, (body as Refused | null)?.error.code];
};
const LAST = [409, 'sign_in.last_way'];

/** What takes away the way in of somebody, or their right to manage people. */
const ACTS: Record<string, (who: typeof boss) => Promise<Answered>> = {
  'disconnects them from the provider': ({ id }) => world.zoe.delete(`/api/users/${id}/identity`),
  'deactivates them': ({ id }) => world.zoe.patch(`/api/users/${id}`, { active: false }),
  'gives them another role': ({ id }) => world.zoe.patch(`/api/users/${id}`, { role: 'agent' }),
  'takes a right from them': ({ id }) =>
    world.zoe.put(`/api/users/${id}/permissions`, { own: { people: ['view'], roles: ['view'] } }),
  'deletes them for good': ({ id, name }) => world.zoe.post(`/api/users/${id}/erasure`, { name, texts: false }),
  'takes a right from their role': () =>
    world.zoe.put('/api/roles/boss/permissions', { rights: { tickets: ['view'], people: ['view'] } }),
  'replaces their role': () => world.zoe.delete('/api/roles/boss?replaceBy=agent'),
};

describe('with passwords off, the last person who may manage people and can come in', () => {
  beforeEach(passwordsOff);
  const bossNow = () => [
    stored(world.desk, 'SELECT role, active, erased_at FROM users WHERE id = ?', boss.id),
    stored(world.desk, 'SELECT * FROM identities WHERE user_id = ?', boss.id),
    stored(world.desk, 'SELECT * FROM role_permissions'),
  ];

  it.each(Object.entries(ACTS))('stays, whoever %s', async (_what, act) => {
    const before = bossNow();
    // Zoe manages people too, and has only a password.
    expect(await refusal(act(boss))).toEqual(LAST);
    expect(bossNow()).toEqual(before);
    provider.who = boss.email;
    expect((await new Traveller(world.desk.url).signsInThere()).pathname).toBe('/desk');
  });

  it.each(Object.entries(ACTS))('is the last no more once a colleague can come in: who %s, can', async (_what, act) => {
    const zoe = { issuer: provider.issuer, subject: 'zoe', userId: world.zoe.id };
    await world.desk.commit(({ tx, now }) => tx.insert(identities).values({ ...zoe, createdAt: now, usedAt: now }));
    expect((await act(boss)).status).toBeLessThan(300);
  });

  it('is told before somebody deletes them', async () => {
    const { body } = await world.zoe.get<{ refusal: string }>(`/api/users/${boss.id}/erasure`);
    expect(body.refusal).toBe('sign_in.last_way');
  });

  it('is one of two who are disconnected at the same moment', async () => {
    const other = await joinsConnected('Ola');
    const answers = await Promise.all([boss, other].map(({ id }) => world.zoe.delete(`/api/users/${id}/identity`)));
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
  });

  it('keeps the provider, which is the way in', async () => {
    const elsewhere = await startIdentityProvider(world);
    for (const answer of [
      world.zoe.delete('/api/sign-in/provider'),
      world.zoe.put('/api/sign-in/provider', { ...PROVIDER(), isOn: false }),
      world.zoe.put('/api/sign-in/provider', { ...PROVIDER(), issuer: elsewhere.issuer, clientSecret: 'x' }),
    ])
      expect(await refusal(answer)).toEqual([409, 'oidc.needed']);
    await elsewhere.stop();
  });

  it('comes in with the role that they have, also when no group gives one any more', async () => {
    const lines = { roles: [{ group: 'nobody-is-here', role: 'agent' }], ceiling: 'admin' };
    expect((await world.zoe.put('/api/sign-in/provider', { ...PROVIDER(), ...lines })).status).toBe(200);
    provider.who = boss.email;
    const at = new Traveller(world.desk.url);
    expect((await at.signsInThere()).pathname).toBe('/desk');
    expect((await at.get('/api/me')).body).toMatchObject({ id: boss.id, role: 'boss' });
    // A group that gives less does not take it either.
    const less = { roles: [{ group: 'leads', role: 'agent' }], ceiling: 'admin' };
    expect((await world.zoe.put('/api/sign-in/provider', { ...PROVIDER(), ...less })).status).toBe(200);
    await at.signsInThere();
    expect((await at.get('/api/me')).body).toMatchObject({ id: boss.id, role: 'boss' });
    // Whoever is not the last is out without a group.
    const other = await joinsConnected('Ola', { ...PROVIDER() });
    expect((await world.zoe.put('/api/sign-in/provider', { ...PROVIDER(), ...lines })).status).toBe(200);
    provider.who = other.email;
    expect(saidAt(await new Traveller(world.desk.url).signsInThere())).toEqual({ problem: 'no_role' });
  });

  it('is found among several whom the groups of the provider shut out, and one whom a group lets in takes over', async () => {
    const lines = { ...PROVIDER(), roles: [{ group: 'leads', role: 'boss' }] };
    const ola = await joinsConnected('Ola', lines);
    const comes = async ({ email }: { email: string }) => {
      provider.who = email;
      const to = await new Traveller(world.desk.url).signsInThere();
      return to.pathname === '/desk' ? 'in' : saidAt(to)['problem'];
    };
    const isIn = ({ email }: { email: string }, groups: string[]) =>
      provider.accounts.set(email, { email, email_verified: true, groups });
    // The group is renamed at the provider, and nobody changes its name here.
    for (const one of [ola, boss]) isIn(one, ['leaders']);
    expect([await comes(ola), await comes(boss), await comes(ola), await comes(boss)]).toEqual([
      ...['no_role', 'in', 'no_role', 'in'],
    ]);
    expect(stored(world.desk, 'SELECT role FROM users WHERE id = ?', boss.id)).toEqual([{ role: 'boss' }]);
    expect(await refusal(world.zoe.delete(`/api/users/${boss.id}/identity`))).toEqual(LAST);
    expect(await refusal(world.zoe.patch(`/api/users/${boss.id}`, { active: false }))).toEqual(LAST);

    isIn(ola, ['leads']);
    expect([await comes(ola), await comes(boss)]).toEqual(['in', 'no_role']);
    expect((await world.zoe.delete(`/api/users/${boss.id}/identity`)).status).toBe(204);
  });

  async function joinsConnected(name: string, settings?: object) {
    if (settings) expect((await world.zoe.put('/api/sign-in/provider', settings)).status).toBe(200);
    const person = await addPerson(world.desk, { name, role: 'admin' });
    const at = new Traveller(world.desk.url);
    await connects({ ...person, at });
    return { ...person, at };
  }
});

describe('who turns passwords off', () => {
  const off = (by: Person) => by.patch<Refused>('/api/sign-in', { passwords: false });
  let clerk: Person;
  beforeEach(async () => {
    const { rights } = (await world.zoe.get<{ rights: object }>('/api/roles/supervisor/permissions')).body;
    const settings = ['view', 'update'];
    await world.zoe.post('/api/roles', { code: 'clerk', name: 'Clerk', rights: { ...rights, settings } });
    clerk = (await joins('Kim', 'clerk')).at;
  });
  const state = () => [
    stored(world.desk, `SELECT value FROM settings WHERE name = 'signIn'`),
    stored(world.desk, 'SELECT user_id FROM password_links'),
  ];

  it('shuts out nobody who may do more than they, and ends no link of such a person', async () => {
    const bea = await joins('Bea', 'admin');
    expect((await world.zoe.post(`/api/users/${bea.id}/password-link`)).status).toBe(201);
    const before = state();
    const { status, body } = await off(clerk);
    expect([status, body.error.code]).toEqual([403, 'forbidden']);
    expect(body.error.message).toMatch(/only a password.*may do more than you/u);
    // Nor by a token of an admin that lacks their other rights.
    const { program } = await tokenBy(world.zoe, { scopes: { settings: ['view', 'update'] } });
    expect(await refusal(off(program))).toEqual([403, 'forbidden']);
    expect(state()).toEqual(before);
    await new Person(world.desk.url).signIn(bea.email);
    // Who may do as much can.
    expect((await off(world.zoe)).status).toBe(200);
  });

  it('may do less than others who come in without a password', async () => {
    const { desk, zoe } = world;
    await desk.commit(({ tx, now }) => {
      const row = { issuer: provider.issuer, subject: 'zoe', userId: zoe.id, createdAt: now };
      return tx.insert(identities).values(row);
    });
    // She is connected, and has never come in that way.
    expect(await refusal(off(clerk))).toEqual([403, 'forbidden']);
    await desk.commit(({ tx, now }) => tx.update(identities).set({ usedAt: now }).where(eq(identities.userId, zoe.id)));
    expect((await off(clerk)).status).toBe(200);
  });
});

describe('with passwords off and the provider gone from a person, their passkey', () => {
  let pat: Person;
  let key: string;
  beforeEach(async () => {
    const { email } = await addPerson(world.desk, { name: 'Pat', role: 'admin' });
    // Passkeys work at `localhost`, and not at an address of numbers.
    pat = await new Person(world.desk.url.replace('127.0.0.1', 'localhost')).signIn(email);
    key = (await addPasskey(pat)).id;
    await passwordsOff();
    // Bo can be disconnected: Pat comes in with the passkey.
    expect((await world.zoe.delete(`/api/users/${boss.id}/identity`)).status).toBe(204);
  });

  it('is kept while it is the last way in, by themselves and by others', async () => {
    expect(await refusal(pat.delete(`/api/me/passkeys/${key}`))).toEqual(LAST);
    expect(await refusal(world.zoe.delete(`/api/users/${pat.id}/second-step`))).toEqual(LAST);
    expect(await refusal(world.zoe.patch(`/api/users/${pat.id}`, { active: false }))).toEqual(LAST);
    expect(stored(world.desk, 'SELECT id FROM passkeys WHERE user_id = ?', pat.id)).toEqual([{ id: key }]);
  });

  it('can be removed while they have another one', async () => {
    const other = await addPasskey(pat);
    expect((await pat.delete(`/api/me/passkeys/${other.id}`)).status).toBe(204);
    expect(await refusal(pat.delete(`/api/me/passkeys/${key}`))).toEqual(LAST);
  });
});

describe('with passwords on, who has none and is the last who may manage people', () => {
  beforeEach(async () => {
    await world.desk.commit(({ tx }) => tx.update(users).set({ passwordHash: null }).where(eq(users.role, 'boss')));
    await world.desk.commit(({ tx }) => tx.update(users).set({ passwordHash: null }).where(eq(users.role, 'admin')));
  });

  it('keeps the provider and the connection', async () => {
    for (const answer of [
      boss.at.delete('/api/me/identity'),
      world.zoe.delete(`/api/users/${boss.id}/identity`),
      world.zoe.delete('/api/sign-in/provider'),
      world.zoe.put('/api/sign-in/provider', { ...PROVIDER(), isOn: false }),
    ])
      expect(await refusal(answer)).toEqual(LAST);
    expect(stored(world.desk, 'SELECT * FROM identities WHERE user_id = ?', boss.id)).toHaveLength(1);
  });

  it('can be disconnected once a colleague has a password', async () => {
    await addPerson(world.desk, { name: 'Ada', role: 'admin' });
    expect((await world.zoe.delete(`/api/users/${boss.id}/identity`)).status).toBe(204);
    expect((await world.zoe.delete('/api/sign-in/provider')).status).toBe(204);
  });
});

const PROVIDER = () => ({
  ...{ isOn: true, issuer: provider.issuer, clientId: 'answerback', label: 'Orla ID', ceiling: 'admin' },
});
