import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from '../db/schema/people.ts';
import type { Me, Profile, User, Whereabouts } from '../server/people/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { uuidv7 } from '../db/ids.ts';
import { converge } from './support/converge.ts';
import type { Listener } from './support/listener.ts';
import { PASSWORD, Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

type Refused = { error: { code: string; fields?: Record<string, string>; details?: { ways: string[] } } };
const audited = (person: Person, action: string) =>
  stored<{ actor: string; data: string; before: string | null }>(
    world.desk,
    'SELECT actor_id AS actor, data, before FROM audit_log WHERE target_id = ? AND action = ?',
    person.id,
    action,
  );
const known = (listener: Listener, change: Partial<Profile>) =>
  listener.until(() =>
    Object.entries(change).every(([field, value]) => Reflect.get(listener.state.me, field) === value),
  );

describe('what a person says about themselves', () => {
  it.each(['jonas', 'ana'] as const)(
    'is changed by themselves, and every screen of theirs knows it: %s',
    async (who) => {
      const person = world[who];
      const [screen, colleague] = [await person.listen(), await world.ben.listen()];
      const change = { name: `${person.name} Roth`, locale: 'de-AT', timeZone: 'Europe/Vienna' };
      expect(await person.patch<Me>('/api/me', change)).toMatchObject({ status: 200, body: change });
      await known(screen, change);
      await converge(person, screen);
      // Doing it twice changes nothing.
      await person.patch('/api/me', change);
      expect(audited(person, 'profile.edited')).toEqual([
        { actor: person.id, data: JSON.stringify({ changed: ['name', 'locale', 'timeZone'] }), before: null },
      ]);
      await converge(world.ben, colleague);
      expect(JSON.stringify(colleague.frames)).not.toContain('Europe/Vienna');
      for (const one of [screen, colleague]) one.close();
    },
  );

  it('shows in the panel of the ticket at once, to the staff who have it open', async () => {
    const { ana, ben } = world;
    const mia = await new Person(world.desk.url).register('Kim', `${uuidv7()}@post.example`);
    const { id } = await mia.opens('Where am I?');
    const [open, elsewhere] = [await ana.listen(id), await ben.listen()];
    const told: string[] = [];
    elsewhere.socket.on('profile', ({ userId }) => told.push(userId));
    const heard = new Promise<string>((resolve) => open.socket.once('profile', ({ userId }) => resolve(userId)));
    await mia.patch('/api/me', { timeZone: 'America/Lima' });
    expect(await heard).toBe(mia.id);
    expect((await ana.get<Whereabouts>(`/api/tickets/${id}/whereabouts`)).body).toMatchObject({
      timeZone: 'America/Lima',
    });
    // The new name of a customer stands on the ticket for everybody.
    await mia.patch('/api/me', { name: 'Kim Moss' });
    await elsewhere.until(() => elsewhere.state.rows[id]?.customer.name === 'Kim Moss', 'the row');
    expect(told).toEqual([]);
    for (const one of [open, elsewhere]) one.close();
  });

  it('starts the customers over whom somebody answers when that person has another name, and nobody else', async () => {
    const { desk, jonas, mia } = world;
    const sam = await new Person(desk.url).signIn((await addPerson(desk, { name: 'Sam' })).email);
    const { id } = await jonas.opens('For Sam');
    await sam.says(id, 'I look into it');
    const [his, hers] = [await jonas.listen(), await mia.listen()];
    const others: string[] = [];
    hers.socket.on('resync', ({ reason }) => others.push(reason));
    const again = new Promise((resolve) => his.socket.once('resync', resolve));
    await sam.patch('/api/me', { name: 'Sam Lind' });
    expect(await again).toEqual({ reason: 'epoch' });
    expect((await jonas.get<TicketRow>(`/api/tickets/${id}`)).body.assignee?.name).toBe('Sam Lind');
    expect((await jonas.get(`/api/tickets/${id}/assignee`)).body).toEqual({
      ...{ id: sam.id, name: 'Sam Lind', kind: 'staff', picture: null },
    });
    await mia.opens('After that');
    await hers.until(() => Object.values(hers.state.rows).some(({ subject }) => subject === 'After that'), 'a row');
    expect(others).toEqual([]);
    for (const one of [his, hers]) one.close();
  });

  it('has the availability of staff beside it, and none of a customer', async () => {
    expect((await world.ana.patch<Me>('/api/me', { availability: 'away' })).body.availability).toBe('away');
    await world.ana.patch('/api/me', { availability: 'available' });
    expect(await world.jonas.patch<Refused>('/api/me', { availability: 'away' })).toMatchObject({
      ...{ status: 403, body: { error: { code: 'forbidden' } } },
    });
  });

  it('is nothing of a visitor without an account', async () => {
    const { key } = await addSite(world.desk);
    const vera = await new Visitor(world.desk.url).begins(key);
    expect(await vera.patch<Refused>('/api/me', { timeZone: 'Europe/Madrid' })).toMatchObject({
      ...{ status: 409, body: { error: { code: 'users.no_address' } } },
    });
  });
});

describe('another address', () => {
  const fresh = async () => new Person(world.desk.url).register('Pia', `${uuidv7()}@post.example`);

  it('needs the current password, is told to every screen, and signs in from then on', async () => {
    const pia = await fresh();
    const { email: before } = pia;
    const [screen, second] = [await pia.listen(), await new Person(world.desk.url).signIn(before)];
    const typed = `  Pia.${uuidv7()}@BÜCHER.example `;
    const email = typed.trim().toLowerCase();
    for (const password of [undefined, 'not this one']) {
      const { status, body } = await pia.patch<Refused>('/api/me', { email: typed, password });
      expect([status, Object.keys(body.error.fields ?? {})]).toEqual([422, ['password']]);
    }
    expect((await pia.get<Me>('/api/me')).body.email).toBe(before);
    const ascii = typed.replace('BÜCHER', 'xn--bcher-kva');
    expect((await pia.patch<Me>('/api/me', { email: ascii, password: PASSWORD })).body.email).toBe(email);
    await known(screen, { email });
    await converge(pia, screen);
    expect((await second.get<Me>('/api/me')).body.email).toBe(email);
    expect((await pia.post('/api/auth/login', { email: before, password: PASSWORD })).status).toBe(401);
    await new Person(world.desk.url).signIn(email);
    expect(audited(pia, 'profile.address_changed')).toEqual([
      { actor: pia.id, data: JSON.stringify({ changed: ['email'] }), before: null },
    ]);
    expect(JSON.stringify(stored(world.desk, 'SELECT * FROM audit_log'))).not.toContain(email);
    // The same address as it was typed before is no change, and needs no password.
    expect((await pia.patch('/api/me', { email: typed })).status).toBe(200);
    screen.close();
  });

  it('needs a recent sign-in of somebody without a password', async () => {
    const pia = await fresh();
    await world.desk.commit(({ tx }) => tx.update(users).set({ passwordHash: null }).where(eq(users.id, pia.id)));
    const email = `${uuidv7()}@post.example`;
    expect((await pia.patch<Me>('/api/me', { email })).body.email).toBe(email);
    world.desk.ahead.ms += 11 * 60_000;
    const late = await pia.patch<Refused>('/api/me', { email: `${uuidv7()}@post.example` });
    world.desk.ahead.ms -= 11 * 60_000;
    expect(late).toMatchObject({ status: 403, body: { error: { code: 'recent_sign_in', details: { ways: [] } } } });
    expect((await pia.get<Me>('/api/me')).body.email).toBe(email);
  });

  it('is free again for others once somebody left it, and of two who take it at once one has it', async () => {
    const [pia, kim, lee] = [await fresh(), await fresh(), await fresh()];
    const { email: left } = pia;
    const taken = await kim.patch<Refused>('/api/me', { email: left.toUpperCase(), password: PASSWORD });
    expect(taken).toMatchObject({ status: 409, body: { error: { code: 'users.email_taken' } } });
    await pia.patch('/api/me', { email: `${uuidv7()}@post.example`, password: PASSWORD });
    const both = await Promise.all(
      [kim, lee].map((person) => person.patch('/api/me', { email: left, password: PASSWORD })),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });
});

describe('the profile of somebody else', () => {
  it('is changed by those who may change people, and the person knows it', async () => {
    const { zoe, ana } = world;
    const pia = await new Person(world.desk.url).register('Pia', `${uuidv7()}@post.example`);
    const screen = await pia.listen();
    const [email, change] = [`${uuidv7()}@post.example`, { name: 'Pia Holm', locale: 'fr', timeZone: 'Europe/Paris' }];
    expect((await ana.patch(`/api/users/${pia.id}`, { ...change, email })).status).toBe(403);
    expect(await zoe.patch<User>(`/api/users/${pia.id}`, change)).toMatchObject({ status: 200, body: change });
    await known(screen, change);
    // With the address of before end the sessions: they sign in again.
    expect(await zoe.patch<User>(`/api/users/${pia.id}`, { email })).toMatchObject({ status: 200, body: { email } });
    expect((await new Person(world.desk.url).signIn(email)).me).toMatchObject({ id: pia.id, email, ...change });
    expect(audited(pia, 'profile.address_changed')).toMatchObject([{ actor: zoe.id }]);
    screen.close();
  });

  it('keeps the address out of reach: one’s own, that of those who may do more, and late in a session', async () => {
    const { zoe, desk } = world;
    const email = `${uuidv7()}@post.example`;
    expect(await zoe.patch<Refused>(`/api/users/${zoe.id}`, { email })).toMatchObject({
      ...{ status: 409, body: { error: { code: 'users.own_password' } } },
    });
    const lee = await addPerson(desk, { name: 'Lee' });
    const rights = { people: ['view', 'update'], tickets: ['view'] };
    await zoe.put(`/api/users/${lee.id}/permissions`, { rights });
    const manager = await new Person(desk.url).signIn(lee.email);
    expect((await manager.patch(`/api/users/${zoe.id}`, { email })).status).toBe(403);
    desk.ahead.ms += 11 * 60_000;
    const late = await zoe.patch<Refused>(`/api/users/${lee.id}`, { email });
    desk.ahead.ms -= 11 * 60_000;
    expect(late).toMatchObject({ status: 403, body: { error: { code: 'recent_sign_in' } } });
    expect(stored(desk, 'SELECT email FROM users WHERE email = ?', email)).toEqual([]);
  });
});
