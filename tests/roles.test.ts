import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Rights } from '../server/people/contract.ts';
import type { Preview, Role } from '../server/roles/contract.ts';
import { ADMIN, type Desk, startDesk } from './support/desk.ts';
import { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

type Refused = { error: { code: string; message: string; fields?: Record<string, string>; details?: object } };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const ALL = ['view', 'create', 'update', 'delete'] as const;
const TICKETS: Rights = { tickets: ['view'], messages: ['view'] };

async function adds(name: string, more: object = {}): Promise<Role> {
  const { status, body } = await world.zoe.post<Role>('/api/roles', { name, ...more });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}
const setsRights = (code: string, rights: Rights) => world.zoe.put(`/api/roles/${code}/permissions`, { rights });
async function joins(name: string, role: string): Promise<Person> {
  const { email } = await addPerson(world.desk, { name, role });
  return new Person(world.desk.url).signIn(email);
}
const rightsNow = async (person: Person) => (await person.get<{ rights: Rights }>('/api/me')).body.rights;

describe('a role', () => {
  it('is added with a code of its name, listed with its people, renamed and deleted', async () => {
    const added = await adds('Billing Team', { rights: { ...TICKETS, notes: ['view'] } });
    expect(added).toEqual({
      ...{ code: 'billing_team', name: 'Billing Team', kind: 'staff', predefined: false, people: 0 },
      rights: { ...TICKETS, notes: ['view'] },
    });
    await joins('Kim', 'billing_team');
    const { body } = await world.zoe.get<{ items: Role[] }>('/api/roles');
    expect(body.items.find(({ code }) => code === 'billing_team')?.people).toBe(1);
    expect(body.items.filter(({ predefined }) => predefined).map(({ code }) => code)).toEqual([
      'admin',
      'agent',
      'customer',
      'supervisor',
    ]);
    const renamed = await world.zoe.patch<Role>('/api/roles/billing_team', { name: 'Money' });
    expect(renamed.body.name).toBe('Money');
    const actions = stored<{ action: string }>(
      world.desk,
      `SELECT action FROM audit_log WHERE target_id = 'billing_team' ORDER BY id`,
    );
    expect(actions.map(({ action }) => action)).toEqual(['role.added', 'role.renamed']);
  });

  it('with people is deleted only with a role for them, and says how many they are', async () => {
    const { code } = await adds('Returns', { rights: TICKETS });
    const [lee, ola] = [await joins('Lee', code), await joins('Ola', code)];
    const refused = await world.zoe.delete<Refused>(`/api/roles/${code}`);
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: 'roles.in_use', details: { people: 2, invitations: 0 } } },
    });
    expect(refused.body.error.message).toContain('2 people have the role Returns');
    for (const [replaceBy, status] of [
      ['customer', 422],
      [code, 422],
      ['nobody', 422],
      ['agent', 204],
    ] as const)
      expect([replaceBy, (await world.zoe.delete(`/api/roles/${code}?replaceBy=${replaceBy}`)).status]).toEqual([
        replaceBy,
        status,
      ]);
    for (const person of [lee, ola]) expect(await rightsNow(person)).toEqual(await rightsNow(world.ana));
    expect((await world.zoe.get(`/api/roles/${code}`)).status).toBe(404);
  });

  it('of an open invitation counts as in use too', async () => {
    const { code } = await adds('Trainees', { rights: TICKETS });
    await world.zoe.post('/api/invitations', { emails: ['new@desk.example'], role: code });
    expect(await world.zoe.delete(`/api/roles/${code}`)).toMatchObject({
      status: 409,
      body: { error: { details: { people: 0, invitations: 1 } } },
    });
  });

  it('without rights can be added, and its people learn in words that they may do nothing', async () => {
    const { code, rights } = await adds('Nothing');
    expect(rights).toEqual({});
    const nia = await joins('Nia', code);
    const { menu } = (await nia.get<{ menu: { area: string | null }[] }>('/api/me')).body;
    expect(menu.filter(({ area }) => area !== null)).toEqual([]);
    expect(await nia.get('/api/snapshot')).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden', message: 'Your role does not allow this.' } },
    });
  });

  it('previews the rights and the menu of its people', async () => {
    const { body } = await world.zoe.get<Preview>('/api/roles/agent/preview');
    const { body: hers } = await world.ana.get<{ rights: Rights; menu: object[] }>('/api/me');
    expect({ rights: body.rights, menu: body.menu }).toEqual({ rights: hers.rights, menu: hers.menu });
  });
});

describe('the rights of a role', () => {
  it('change for its connected people at once, who start over with them', async () => {
    const { code } = await adds('Shift', { rights: TICKETS });
    const ivo = await joins('Ivo', code);
    const ticket = await world.jonas.opens('Who reads what');
    const desk = await ivo.listen(ticket.id);
    expect((await ivo.get(`/api/tickets/${ticket.id}/notes`)).status).toBe(403);
    await setsRights(code, { ...TICKETS, notes: [...ALL] });
    await desk.until(() => !desk.socket.connected, 'the end of the connection');
    const again = await ivo.listen(ticket.id);
    const { body } = await world.ana.post<{ body: string }>(`/api/tickets/${ticket.id}/notes`, { body: 'Read this' });
    await again.until(() => again.bytes().includes(body.body), 'the note');
    await setsRights(code, TICKETS);
    await again.until(() => !again.socket.connected, 'the end of the connection');
    expect((await ivo.get(`/api/tickets/${ticket.id}/notes`)).status).toBe(403);
  });

  it('leave everybody connected when nothing changes', async () => {
    const { code } = await adds('Steady', { rights: TICKETS });
    const uma = await joins('Uma', code);
    const desk = await uma.listen();
    expect((await setsRights(code, TICKETS)).status).toBe(200);
    const ticket = await world.jonas.opens('After that');
    await desk.until(() => desk.state.rows[ticket.id] !== undefined, 'what came after');
    desk.close();
  });

  it.each<[string, string, Rights, string]>([
    ['changes without seeing', 'agent', { notes: ['update'] }, 'rights.notes'],
    ['messages without tickets', 'agent', { messages: ['view'] }, 'rights.messages'],
    ['tickets of others without tickets', 'agent', { others_tickets: ['update'] }, 'rights.others_tickets'],
    ['notes for customers', 'customer', { tickets: ['view'], notes: ['view'] }, 'rights.notes'],
    ['deletion for customers', 'customer', { tickets: ['view', 'delete'] }, 'rights.tickets'],
    ['customers without their tickets', 'customer', {}, 'rights.tickets'],
  ])('are refused where they make no sense: %s', async (_name, code, rights, field) => {
    const answer = await world.zoe.put<Refused>(`/api/roles/${code}/permissions`, { rights });
    expect([answer.status, Object.keys(answer.body.error.fields ?? {})]).toEqual([422, [field]]);
  });

  it('stay as they were set when the server starts again', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const admin = async ({ url }: Desk) => new Person(url).signIn(ADMIN.email, ADMIN.password);
    const first = await startDesk({ dataDir });
    const zoe = await admin(first);
    const { notes: _notes, ...fewer } = (await zoe.get<Role>('/api/roles/agent')).body.rights;
    expect((await zoe.put('/api/roles/agent/permissions', { rights: fewer })).status).toBe(200);
    await first.stop();
    const second = await startDesk({ dataDir });
    onTestFinished(second.stop);
    expect((await (await admin(second)).get<Role>('/api/roles/agent')).body.rights).toEqual(fewer);
  });

  it('of an admin are fixed', async () => {
    expect(await setsRights('admin', TICKETS)).toMatchObject({ status: 409, body: { error: { code: 'roles.fixed' } } });
  });

  it('include the messages of the tickets that it sees', async () => {
    const { code } = await adds('Reader');
    expect((await setsRights(code, { tickets: ['view'] })).body).toEqual({ rights: TICKETS });
  });
});

describe('the own rights of a person', () => {
  const setsOwn = (person: Person, own: Rights) => world.zoe.put(`/api/users/${person.id}/permissions`, { own });

  it('win over the role, at once, until they are removed', async () => {
    const { ben } = world;
    const before = await rightsNow(ben);
    const desk = await ben.listen();
    const answer = await setsOwn(ben, { notes: [], settings: ['view'] });
    const { notes: _notes, ...others } = before;
    expect(answer).toMatchObject({ status: 200, body: { role: 'agent', own: { notes: [], settings: ['view'] } } });
    await desk.until(() => !desk.socket.connected, 'the end of the connection');
    expect(await rightsNow(ben)).toEqual({ ...others, settings: ['view'] });
    expect((await world.zoe.delete(`/api/users/${ben.id}/permissions`)).status).toBe(204);
    expect(await rightsNow(ben)).toEqual(before);
    expect((await world.zoe.get(`/api/users/${ben.id}/permissions`)).body).toMatchObject({ own: {}, rights: before });
  });

  it('are for the team only', async () => {
    expect(await setsOwn(world.mia, { tickets: ['view'] })).toMatchObject({
      status: 409,
      body: { error: { code: 'permissions.staff_only' } },
    });
  });

  it('are refused if they change what they do not see', async () => {
    const answer = await world.zoe.put<Refused>(`/api/users/${world.ben.id}/permissions`, {
      own: { notes: ['create'] },
    });
    expect([answer.status, Object.keys(answer.body.error.fields ?? {})]).toEqual([422, ['own.notes']]);
  });
});
