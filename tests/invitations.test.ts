import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { invited } from '../server/invitations/contract.ts';
import type { Me } from '../server/people/contract.ts';
import type * as v from 'valibot';
import { PASSWORD, Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

type Invited = v.InferOutput<typeof invited>;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const DAY_MS = 86_400_000;
const tokenIn = (link: string) => link.slice(link.indexOf('#') + 1);

async function invites(email: string, role = 'agent'): Promise<Invited> {
  const { status, body } = await world.zoe.post<{ items: Invited[] }>('/api/invitations', { emails: [email], role });
  expect(status).toBe(201);
  const [made] = body.items;
  if (!made) throw new Error('Nobody was invited.');
  return made;
}
const accepts = (link: string, name: string, person = new Person(world.desk.url)) =>
  person.post<Me>('/api/auth/invitation/accept', { token: tokenIn(link), name, password: PASSWORD });
const open = async () => (await world.zoe.get<{ items: Invited[] }>('/api/invitations')).body.items;
const actions = (targetId: string) =>
  stored<{ action: string }>(world.desk, 'SELECT action FROM audit_log WHERE target_id = ? ORDER BY id', targetId).map(
    ({ action }) => action,
  );

describe('an invitation', () => {
  it('is a link with which a new colleague chooses their name and password, and is signed in', async () => {
    const { desk, zoe } = world;
    const { id, link, expiresAt } = await invites('Kim@Desk.example');
    expect(link).toMatch(new RegExp(`^${desk.url}/desk/join#[\\w-]{40,}$`, 'u'));
    expect(expiresAt - Date.now()).toBeGreaterThan(6 * DAY_MS);
    expect(await open()).toMatchObject([{ id, email: 'kim@desk.example', role: 'agent', by: { name: zoe.name } }]);

    const kim = new Person(desk.url);
    const offer = await kim.post('/api/auth/invitation', { token: tokenIn(link) });
    expect(offer.body).toMatchObject({ email: 'kim@desk.example', role: 'Agent', by: zoe.name });
    const { status, body } = await accepts(link, 'Kim', kim);
    expect([status, body]).toMatchObject([201, { name: 'Kim', email: 'kim@desk.example', role: 'agent' }]);
    expect((await kim.get<Me>('/api/me')).body.id).toBe(body.id);
    expect((await new Person(desk.url).signIn('kim@desk.example')).me.id).toBe(body.id);

    expect(await open()).toEqual([]);
    expect(actions(id)).toEqual(['invitation.made', 'invitation.accepted']);
    expect(actions(body.id)).toEqual(['user.added']);
  });

  it('tells every open desk when it is made, renewed, accepted and revoked', async () => {
    const { zoe, ana, jonas } = world;
    const [desk, his] = [await ana.listen(), await jonas.listen()];
    const version = () => desk.state.lists.invitations.version;
    const steps = [
      async () => invites('lee@desk.example'),
      async () => zoe.post(`/api/invitations/${(await open())[0]?.id}/renew`, {}),
      async () => zoe.delete(`/api/invitations/${(await open())[0]?.id}`),
    ];
    for (const step of steps) {
      const before = version();
      await step();
      await desk.until(() => version() > before, 'a newer version of the invitations');
    }
    expect(desk.state.lists.invitations.items).toEqual([]);
    expect(his.state.lists.invitations.version).toBe(0);
    desk.close();
    his.close();
  });

  it('is made for all addresses of a list or for none, and once for each', async () => {
    const { zoe } = world;
    const answer = await zoe.post('/api/invitations', {
      emails: ['max@desk.example', 'ANA@desk.example'],
      role: 'agent',
    });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'users.email_taken' } } });
    expect(await open()).toEqual([]);
    const both = { emails: ['max@desk.example', 'eva@desk.example', 'MAX@desk.example'], role: 'supervisor' };
    expect((await zoe.post<{ items: Invited[] }>('/api/invitations', both)).body.items).toHaveLength(2);
    const again = await zoe.post('/api/invitations', both);
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'invitations.open' } } });
    for (const { id } of await open()) expect((await zoe.delete(`/api/invitations/${id}`)).status).toBe(204);
  });

  it('stops working when it is renewed or revoked, and after seven days', async () => {
    const { zoe, desk } = world;
    const first = await invites('pat@desk.example');
    const { body: second } = await zoe.post<Invited>(`/api/invitations/${first.id}/renew`, {});
    expect((await accepts(first.link, 'Pat')).status).toBe(404);
    await zoe.delete(`/api/invitations/${first.id}`);
    expect((await accepts(second.link, 'Pat')).status).toBe(404);

    const third = await invites('pat@desk.example');
    desk.ahead.ms += 7 * DAY_MS;
    expect((await accepts(third.link, 'Pat')).status).toBe(404);
    // It is still listed, and renewing it makes a link that works.
    await zoe.signIn(zoe.email, 'correct horse battery');
    expect(await open()).toMatchObject([{ email: 'pat@desk.example' }]);
    const { body: fourth } = await zoe.post<Invited>(`/api/invitations/${third.id}/renew`, {});
    expect((await accepts(fourth.link, 'Pat')).status).toBe(201);
    for (const person of [world.ana, world.ben, world.sol]) await person.signIn(person.email);
  });
});

describe('a link for a new password', () => {
  const makes = async (person: Person) => {
    const { status, body } = await world.zoe.post<{ link: string }>(`/api/users/${person.id}/password-link`, {});
    expect(status).toBe(201);
    return body.link;
  };
  const resets = (link: string, password: string, person = new Person(world.desk.url)) =>
    person.post<Me>('/api/auth/password/reset', { token: tokenIn(link), password });

  it('sets the password, ends every session of the person, and signs them in', async () => {
    const { ben, desk } = world;
    const listener = await ben.listen();
    const closed = new Promise((resolve) => listener.socket.once('disconnect', resolve));
    const link = await makes(ben);
    expect(link).toMatch(new RegExp(`^${desk.url}/desk/password#[\\w-]{40,}$`, 'u'));
    const again = new Person(desk.url);
    expect((await again.post('/api/auth/password/link', { token: tokenIn(link) })).body).toEqual({
      ...{ name: 'Ben', email: ben.email },
    });
    expect((await resets(link, 'another long password', again)).body).toMatchObject({ id: ben.id });
    await closed;
    expect((await ben.get('/api/me')).status).toBe(401);
    expect((await again.get<Me>('/api/me')).body.id).toBe(ben.id);
    expect((await ben.post('/api/auth/login', { email: ben.email, password: PASSWORD })).status).toBe(401);
    await ben.signIn(ben.email, 'another long password');
    expect(actions(ben.id)).toEqual(
      expect.arrayContaining(['password_link.made', 'password_link.used', 'user.password_changed']),
    );
  });

  it('lets a customer in who has no password yet', async () => {
    const { zoe, desk } = world;
    const { body: pia } = await zoe.post<{ id: string }>('/api/users', { name: 'Pia', email: 'pia@post.example' });
    const { body } = await zoe.post<{ link: string }>(`/api/users/${pia.id}/password-link`, {});
    const person = new Person(desk.url);
    expect((await resets(body.link, PASSWORD, person)).body).toMatchObject({ kind: 'customer' });
    expect((await person.signIn('pia@post.example')).me.id).toBe(pia.id);
  });

  it('is ended by a newer one, by a password that the person sets, by a change of their role, and after a day', async () => {
    const { zoe, ben, desk } = world;
    const [first, second] = [await makes(ben), await makes(ben)];
    expect((await resets(first, PASSWORD)).status).toBe(404);
    expect((await ben.put('/api/me/password', { current: 'another long password', next: PASSWORD })).status).toBe(204);
    expect((await resets(second, PASSWORD)).status).toBe(404);
    const third = await makes(ben);
    await zoe.patch(`/api/users/${ben.id}`, { role: 'supervisor' });
    expect((await resets(third, PASSWORD)).status).toBe(404);
    const fourth = await makes(ben);
    desk.ahead.ms += DAY_MS;
    expect((await resets(fourth, PASSWORD)).status).toBe(404);
  });
});
