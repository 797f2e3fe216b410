import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import type { Rights } from '../../server/people/contract.ts';
import type { Role } from '../../server/roles/contract.ts';
import { Person } from '../support/person.ts';
import { addPerson, createWorld, type World } from '../support/world.ts';

type Refused = { error: { code: string; message: string; fields?: Record<string, string> } };

const ALL = ['view', 'create', 'update', 'delete'] as const;
/** Manages people and roles, and may read tickets; no notes, no settings, no deletion of tickets. */
const LEAD: Rights = { tickets: ['view'], messages: ['view'], people: [...ALL], roles: [...ALL] };

let world: World;
let lead: Person;
beforeAll(async () => {
  world = await createWorld();
  await world.zoe.post('/api/roles', { code: 'lead', name: 'Lead', rights: LEAD });
  await world.zoe.post('/api/roles', { code: 'reader', name: 'Reader', rights: { tickets: ['view'] } });
  lead = await joins('Lea', 'lead');
});
afterAll(() => world.end());

async function joins(name: string, role: string): Promise<Person> {
  const { email } = await addPerson(world.desk, { name, role });
  return new Person(world.desk.url).signIn(email);
}
const rightsOf = async (code: string) => (await world.zoe.get<Role>(`/api/roles/${code}`)).body.rights;
const setOwn = (by: Person, id: string, own: Rights) => by.put<Refused>(`/api/users/${id}/permissions`, { own });
const setRole = (by: Person, code: string, rights: Rights) =>
  by.put<Refused>(`/api/roles/${code}/permissions`, { rights });

describe('nobody gives what they do not have', () => {
  it.each<[string, () => Promise<{ status: number }>]>([
    ['to a new role', () => lead.post('/api/roles', { name: uuidv7(), rights: { settings: ['view'] } })],
    ['to the role of others', () => setRole(lead, 'reader', { tickets: ['view'], notes: ['view'] })],
    ['to their own role', () => setRole(lead, 'lead', { ...LEAD, settings: ['view'] })],
    ['to themselves', () => setOwn(lead, lead.id, { settings: [...ALL] })],
    ['to a colleague', () => setOwn(lead, world.ana.id, { settings: [...ALL] })],
    ['by making themselves an admin', () => lead.patch(`/api/users/${lead.id}`, { role: 'admin' })],
    ['by making a colleague an admin', () => lead.patch(`/api/users/${world.ben.id}`, { role: 'admin' })],
    ['by inviting an admin', () => lead.post('/api/invitations', { emails: ['x@desk.example'], role: 'admin' })],
    ['by replacing a role with a greater one', () => lead.delete('/api/roles/reader?replaceBy=admin')],
  ])('%s', async (_name, act) => {
    await joinsReader;
    const before = [await rightsOf('reader'), await rightsOf('lead'), (await lead.get('/api/me')).body];
    expect((await act()).status).toBe(403);
    expect([await rightsOf('reader'), await rightsOf('lead'), (await lead.get('/api/me')).body]).toEqual(before);
  });

  it('by removing a limit that another set on a colleague', async () => {
    const ida = await joins('Ida', 'agent');
    await setOwn(world.zoe, ida.id, { notes: [] });
    expect((await lead.delete(`/api/users/${ida.id}/permissions`)).status).toBe(403);
    expect((await ida.get<{ rights: Rights }>('/api/me')).body.rights.notes).toBeUndefined();
  });
});

let joinsReader: Promise<Person>;
beforeEach(() => {
  joinsReader ??= joins('Rea', 'reader');
});

describe('nobody takes from those who may do more', () => {
  it.each<[string, () => Promise<{ status: number }>]>([
    ['rights of a greater role', () => setRole(lead, 'supervisor', { tickets: ['view'] })],
    ['own rights of an admin', () => setOwn(lead, world.zoe.id, { settings: [] })],
    ['a role that may do more', () => lead.delete('/api/roles/power?replaceBy=reader')],
  ])('%s', async (_name, act) => {
    await world.zoe.post('/api/roles', { code: 'power', name: 'Power', rights: { ...LEAD, settings: [...ALL] } });
    expect((await act()).status).toBe(403);
  });
});

describe('the last who may manage people and roles stays', () => {
  it.each<[string, (id: string) => Promise<{ status: number; body: unknown }>]>([
    ['against their own rows on people', (id) => setOwn(world.zoe, id, { people: ['view'] })],
    ['against their own rows on roles', (id) => setOwn(world.zoe, id, { roles: [] })],
    ['against a change of role', (id) => world.zoe.patch(`/api/users/${id}`, { role: 'agent' })],
    ['against deactivation', (id) => world.zoe.patch(`/api/users/${id}`, { active: false })],
  ])('%s', async (_name, act) => {
    // Lea may do it too, so she is deactivated: only active people count.
    expect((await world.zoe.patch(`/api/users/${lead.id}`, { active: false })).status).toBe(200);
    expect(await act(world.zoe.id)).toMatchObject({ status: 409, body: { error: { code: 'users.last_admin' } } });
    expect((await world.zoe.get('/api/users')).status).toBe(200);
    expect((await world.zoe.patch(`/api/users/${lead.id}`, { active: true })).status).toBe(200);
    await lead.signIn('lea@desk.example');
  });

  it('by the right and not by the name of the role: an admin may go while a lead is there', async () => {
    const { zoe } = world;
    await zoe.post('/api/roles', { code: 'boss', name: 'Boss', rights: zoe.me.rights });
    const boss = await joins('Bo', 'boss');
    expect((await boss.patch(`/api/users/${zoe.id}`, { role: 'agent' })).status).toBe(200);
    // Lea and Bo remain. The role of one and then of the other loses the right.
    expect((await setRole(boss, 'lead', { tickets: ['view'] })).status).toBe(200);
    const refused = await setRole(boss, 'boss', { tickets: ['view'] });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'users.last_admin' } } });
    expect((await boss.delete<Refused>('/api/roles/boss?replaceBy=agent')).body.error.code).toBe('users.last_admin');
    expect((await boss.patch(`/api/users/${zoe.id}`, { role: 'admin' })).status).toBe(200);
    await zoe.signIn('zoe@desk.example', 'correct horse battery');
    expect((await setRole(zoe, 'lead', LEAD)).status).toBe(200);
  });

  it('when two who may do it take it from each other at the same moment', async () => {
    const { zoe } = world;
    await zoe.patch(`/api/users/${lead.id}`, { active: false });
    const { body } = await zoe.get<{ items: { id: string; role: string }[] }>('/api/users?kind=staff');
    for (const one of body.items.filter(({ role }) => role === 'boss' || role === 'power'))
      await zoe.patch(`/api/users/${one.id}`, { active: false });
    const yan = await joins('Yan', 'admin');
    const answers = await Promise.all([setOwn(zoe, yan.id, { people: [] }), setOwn(yan, zoe.id, { people: [] })]);
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    const still = await Promise.all([zoe, yan].map(async (person) => (await person.get('/api/users')).status));
    expect(still.toSorted((a, b) => a - b)).toEqual([200, 403]);
  });
});

describe('a role cannot be', () => {
  let admin: Person;
  beforeAll(async () => {
    admin = await joins('Ada', 'admin');
  });

  it.each<[string, object, number, string]>([
    ['named with 200 characters', { name: 'x'.repeat(200) }, 422, 'name'],
    ['without a name', { name: '   ' }, 422, 'name'],
    ['named as another, in other letters', { name: 'SUPERVISOR' }, 409, 'name'],
    ['given a code that is there', { name: uuidv7(), code: 'agent' }, 409, 'code'],
    ['given a code with a slash', { name: uuidv7(), code: 'a/b' }, 422, 'code'],
    ['given a code from a prototype', { name: uuidv7(), code: '__proto__' }, 422, 'code'],
    ['of another kind', { name: uuidv7(), kind: 'admin' }, 422, 'kind'],
    ['predefined', { name: uuidv7(), predefined: true }, 422, 'predefined'],
    ['given rights on an area that is not there', { name: uuidv7(), rights: { root: ['view'] } }, 422, 'rights.root'],
    ['given an action that is not there', { name: uuidv7(), rights: { tickets: ['own'] } }, 422, 'rights.tickets.0'],
    [
      'given notes as customers',
      { name: uuidv7(), kind: 'customer', rights: { notes: ['view'] } },
      422,
      'rights.notes',
    ],
  ])('%s', async (_name, body, status, field) => {
    const answer = await admin.post<Refused>('/api/roles', body);
    expect([answer.status, Object.keys(answer.body.error.fields ?? {})]).toEqual([status, [field]]);
  });

  it.each(['customer', 'agent', 'supervisor', 'admin'])('deleted, if it is predefined: %s', async (code) => {
    expect(await admin.delete(`/api/roles/${code}?replaceBy=agent`)).toMatchObject({
      status: 409,
      body: { error: { code: 'roles.predefined' } },
    });
  });

  it.each(['kind', 'code', 'rights', 'predefined'])('changed in its %s by renaming it', async (field) => {
    expect((await admin.patch('/api/roles/agent', { name: 'Agent', [field]: 'staff' })).status).toBe(422);
  });

  it('made twice by two who add the same at the same moment', async () => {
    const answers = await Promise.all([1, 2].map(() => admin.post('/api/roles', { name: 'Twin' })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });
});
