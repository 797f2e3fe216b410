import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { MENU } from '../db/seed.ts';
import type { Me, User } from '../server/people/contract.ts';
import { PASSWORD, Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

describe('adding a customer', () => {
  it('creates one row without a password, and one line in the audit log', async () => {
    const { zoe, desk } = world;
    const id = uuidv7();
    const { status, body } = await zoe.post<User>('/api/users', { id, name: 'Pia', email: 'Pia@post.example ' });
    expect([status, body]).toMatchObject([
      201,
      { name: 'Pia', email: 'pia@post.example', role: 'customer', active: true, lastSeenAt: null },
    ]);
    expect(stored(desk, 'SELECT action, actor_id FROM audit_log WHERE target_id = ?', id)).toEqual([
      { action: 'user.added', actor_id: zoe.id },
    ]);
    expect(stored(desk, 'SELECT password_hash FROM users WHERE id = ?', id)).toEqual([{ password_hash: null }]);
    expect((await zoe.post('/api/auth/login', { email: 'pia@post.example', password: '' })).status).toBe(401);
  });

  it('is refused for a known address, in upper or lower case', async () => {
    const answer = await world.zoe.post('/api/users', { name: 'Twin', email: 'ANA@desk.example' });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'users.email_taken' } } });
  });

  it('takes no password, and nobody for the team', async () => {
    const kim = { name: 'Kim', email: 'kim@desk.example' };
    expect((await world.zoe.post('/api/users', { ...kim, password: PASSWORD })).status).toBe(422);
    expect((await world.zoe.post('/api/users', { ...kim, role: 'agent' })).status).toBe(422);
  });
});

describe('changing a person', () => {
  it('changes their rights at once, and is in the audit log', async () => {
    const { zoe, desk } = world;
    const lee = await addPerson(desk, { name: 'Lee' });
    const colleague = await new Person(desk.url).signIn(lee.email);
    await zoe.patch(`/api/users/${lee.id}`, { role: 'supervisor' });
    expect((await colleague.get('/api/me')).status).toBe(401);
    const again = await new Person(desk.url).signIn(lee.email);
    expect(again.me.rights.others_tickets).toContain('update');
    expect(
      stored(desk, `SELECT action FROM audit_log WHERE target_id = ? AND action = 'user.edited'`, lee.id),
    ).toHaveLength(1);
    await zoe.patch(`/api/users/${lee.id}`, { role: 'supervisor' });
    expect(
      stored(desk, `SELECT action FROM audit_log WHERE target_id = ? AND action = 'user.edited'`, lee.id),
    ).toHaveLength(1);
  });

  it('signs out a deactivated person, keeps their messages, and lets them in when reactivated', async () => {
    const { zoe, jonas, desk } = world;
    const max = await addPerson(desk, { name: 'Max' });
    const colleague = await new Person(desk.url).signIn(max.email);
    const ticket = await jonas.opens('For Max');
    await colleague.says(ticket.id, 'By Max');
    await zoe.patch(`/api/users/${max.id}`, { active: false });
    expect((await colleague.post('/api/auth/login', { email: max.email, password: PASSWORD })).status).toBe(401);
    expect((await jonas.get(`/api/tickets/${ticket.id}`)).body).toMatchObject({
      lastMessage: { author: { name: 'Max' } },
    });
    await zoe.patch(`/api/users/${max.id}`, { active: true });
    expect((await new Person(desk.url).signIn(max.email)).me.id).toBe(max.id);
  });

  it('unassigns the tickets of a deactivated person, now and when the customer writes again', async () => {
    const { zoe, jonas, mia, desk, ana } = world;
    const kai = await addPerson(desk, { name: 'Kai' });
    const colleague = await new Person(desk.url).signIn(kai.email);
    const [open, done] = [await jonas.opens('Still open'), await mia.opens('Done, it seems')];
    for (const { id } of [open, done]) await colleague.says(id, 'I look into it');
    await colleague.put(`/api/tickets/${done.id}/status`, { status: 'resolved' });
    const listener = await ana.listen(open.id);
    const { body } = await zoe.patch<User>(`/api/users/${kai.id}`, { active: false });
    expect(body).toMatchObject({ active: false, activeTickets: 0 });
    await listener.heard('ticket.assigned', open.id);
    await listener.until(() => listener.state.rows[open.id]?.assignee === null, 'that nobody holds it');
    listener.close();
    await mia.says(done.id, 'It is not done');
    expect((await ana.get(`/api/tickets/${done.id}`)).body).toMatchObject({ status: 'open', assignee: null });
    expect(stored(desk, 'SELECT active_tickets AS held FROM users WHERE id = ?', kai.id)).toEqual([{ held: 0 }]);
  });

  it.each([
    ['a customer of an agent', { role: 'customer' }, 409],
    ['a role that does not exist', { role: 'king' }, 422],
    ['a capacity below none', { capacity: -1 }, 422],
    ['an empty name', { name: '  ' }, 422],
  ])('refuses %s', async (_what, change, status) => {
    expect((await world.zoe.patch(`/api/users/${world.ben.id}`, change)).status).toBe(status);
  });
});

const LISTS = ['waiting', 'mine', 'mentions', 'snoozed', 'all', 'settings'];

describe('what a person is told about themselves', () => {
  it.each([
    ['jonas', 'customer', []],
    [
      'ana',
      'staff',
      [...LISTS, 'settings/teams', 'settings/replies', 'settings/tokens', 'settings/profile', 'settings/security'],
    ],
    ['zoe', 'staff', MENU.map(({ code, parent }) => (parent ? `${parent}/${code}` : code))],
  ] as const)('%s is %s, with a menu of what they may open', async (name, kind, menu) => {
    const { body } = await world[name].get<Me>('/api/me');
    expect(body).toMatchObject({ kind, email: world[name].me.email });
    const got = body.menu.map(({ code, parent }) => (parent ? `${parent}/${code}` : code));
    expect(got.toSorted()).toEqual(menu.toSorted());
    expect(Object.keys(body)).not.toContain('passwordHash');
  });
});

describe('the list of people', () => {
  it('is paged, can be searched by name and address, and never contains a password', async () => {
    const { zoe } = world;
    const { body } = await zoe.get<{ items: User[] }>('/api/users?kind=staff&q=ana@');
    expect(body.items.map(({ name }) => name)).toEqual(['Ana']);
    for (const wildcard of ['%', '_', 'a_a@', '\\'])
      expect((await zoe.get(`/api/users?q=${encodeURIComponent(wildcard)}`)).body).toMatchObject({ items: [] });
    const all = await zoe.get('/api/users');
    expect(JSON.stringify(all.body)).not.toMatch(/password|argon2/iu);
  });
});
