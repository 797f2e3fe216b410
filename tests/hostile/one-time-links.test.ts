import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import { invitations } from '../../db/schema/invitations.ts';
import { roles, userPermissions, users } from '../../db/schema/people.ts';
import type { Me } from '../../server/people/contract.ts';
import { ADMIN } from '../support/desk.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { stored } from '../support/stored.ts';
import { addStaff, createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const ALL = { view: true, create: true, update: true, delete: true };
const tokenIn = (link: string) => link.slice(link.indexOf('#') + 1);
const fresh = () => `${uuidv7()}@desk.example`;
const nobody = () => new Person(world.desk.url);

async function invitationBy(person: Person, { email = fresh(), role = 'agent' } = {}) {
  const { body } = await person.post<{ items: { id: string; link: string }[] }>('/api/invitations', {
    ...{ emails: [email], role },
  });
  const made = body.items?.[0];
  if (!made) throw new Error(`No invitation: ${JSON.stringify(body)}`);
  return { email, ...made };
}
async function passwordLinkBy(person: Person, of: Person) {
  const { status, body } = await person.post<{ link: string }>(`/api/users/${of.id}/password-link`, {});
  expect(status).toBe(201);
  return body.link;
}
const accepts = (link: string, person = nobody()) =>
  person.post<Me>('/api/auth/invitation/accept', { token: tokenIn(link), name: 'New', password: PASSWORD });
const resets = (link: string, person = nobody()) =>
  person.post<Me>('/api/auth/password/reset', { token: tokenIn(link), password: PASSWORD });

/** How many of the answers have each status. */
const countOf = (answers: { status: number }[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ status }) => status)).map(([status, all]) => [status, all?.length]),
  );

/** Somebody who may manage people, but not what an admin may. */
async function addLead(name: string) {
  const lead = await addStaff(world.desk, name, 'supervisor');
  await world.desk.commit(({ tx }) =>
    tx.insert(userPermissions).values([
      { userId: lead.id, area: 'people', ...ALL },
      { userId: lead.id, area: 'roles', ...ALL },
    ]),
  );
  return lead;
}

describe('an invitation', () => {
  it('makes one person of many acceptances at the same moment', async () => {
    const { link, email } = await invitationBy(world.zoe);
    const answers = await Promise.all(Array.from({ length: 8 }, () => accepts(link)));
    expect(countOf(answers)).toEqual({ 201: 1, 404: 7 });
    expect(stored(world.desk, 'SELECT id FROM users WHERE email = ?', email)).toHaveLength(1);
  });

  it('signs out whoever used the browser before, and gives their session nothing', async () => {
    const { link } = await invitationBy(world.zoe);
    const shared = await nobody().signIn(world.mia.email);
    const before = shared.cookie;
    const { body } = await accepts(link, shared);
    expect((await shared.get<Me>('/api/me')).body.id).toBe(body.id);
    expect(body.id).not.toBe(world.mia.id);
    const old = Object.assign(nobody(), { cookie: before });
    expect((await old.get('/api/me')).status).toBe(401);
  });

  it('does not work from a page of another site', async () => {
    const { link } = await invitationBy(world.zoe);
    const input = { token: tokenIn(link), name: 'New', password: PASSWORD };
    const foreign = { origin: 'https://evil.example' };
    expect((await nobody().send('POST', '/api/auth/invitation/accept', input, foreign)).status).toBe(403);
    expect((await accepts(link)).status).toBe(201);
  });

  it('ends when the person who made it is deactivated or gets another role, and stays ended', async () => {
    const { zoe } = world;
    for (const change of [{ active: false }, { role: 'agent' }]) {
      const lead = await addLead(`Lea${uuidv7()}`);
      const { link } = await invitationBy(lead);
      expect((await zoe.patch(`/api/users/${lead.id}`, change)).status).toBe(200);
      await zoe.patch(`/api/users/${lead.id}`, { active: true, role: 'supervisor' });
      expect((await accepts(link)).status).toBe(404);
    }
  });

  it('does not work while its maker lacks a right that it gives or needs', async () => {
    const lead = await addLead('Lou');
    const { link } = await invitationBy(lead);
    await world.desk.commit(({ tx }) => tx.delete(userPermissions).where(eq(userPermissions.userId, lead.id)));
    expect((await accepts(link)).status).toBe(404);
  });

  it('does not work once its role is gone', async () => {
    const { zoe, desk } = world;
    const code = 'passing';
    await desk.commit(({ tx }) => tx.insert(roles).values({ code, name: 'Passing', kind: 'staff' }));
    const { link } = await invitationBy(zoe, { role: code });
    await desk.commit(({ tx }) => tx.delete(roles).where(eq(roles.code, code)));
    expect((await accepts(link)).status).toBe(404);
  });

  it('keeps its address for its holder: nobody registers it, and strangers read what they read of an account', async () => {
    const { link, email } = await invitationBy(world.zoe);
    const registers = (address: string) =>
      nobody().post('/api/auth/register', { name: 'First', email: address, password: PASSWORD });
    const refused = await registers(email);
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'users.email_taken' } } });
    expect((await registers(email.toUpperCase())).body).toEqual(refused.body);
    expect((await registers(world.ana.email)).body).toEqual(refused.body);
    expect(JSON.stringify(refused.body)).toContain('the link of the invitation');
    expect((await accepts(link)).body).toMatchObject({ email, role: 'agent' });
  });

  it.each<[how: string, takes: (email: string) => Promise<{ status: number }>]>([
    [
      'a customer who moves there',
      async (email) => {
        const pia = await nobody().register('Pia', `${uuidv7()}@post.example`);
        return pia.patch('/api/me', { email, password: PASSWORD });
      },
    ],
    ['an admin who moves somebody there', (email) => world.zoe.patch(`/api/users/${world.mia.id}`, { email })],
    ['an admin who adds a customer', (email) => world.zoe.post('/api/users', { name: 'Twin', email })],
  ])('keeps its address from %s', async (_how, takes) => {
    const { link, email } = await invitationBy(world.zoe);
    expect(await takes(email)).toMatchObject({ status: 409, body: { error: { code: 'users.email_taken' } } });
    expect((await accepts(link)).status).toBe(201);
  });

  it('gives its address free when it is revoked or too old, and is not renewed for an address with an account', async () => {
    const { id, email } = await invitationBy(world.zoe);
    await world.zoe.delete(`/api/invitations/${id}`);
    await nobody().register('Free', email);
    const old = await invitationBy(world.zoe);
    await world.desk.commit(({ tx }) => tx.update(invitations).set({ expiresAt: 1 }).where(eq(invitations.id, old.id)));
    await nobody().register('Late', old.email);
    const renewed = await world.zoe.post(`/api/invitations/${old.id}/renew`, {});
    expect(renewed).toMatchObject({ status: 409, body: { error: { code: 'users.email_taken' } } });
  });

  it('gives no account its role: one that has the address from before stays what it is', async () => {
    const { link, email } = await invitationBy(world.zoe);
    const first = await nobody().register('First', `${uuidv7()}@post.example`);
    // As an older version let them.
    await world.desk.commit(({ tx }) => tx.update(users).set({ email }).where(eq(users.id, first.id)));
    const answer = await accepts(link);
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'users.email_taken' } } });
    expect(JSON.stringify(answer.body)).toContain('another address');
    expect((await nobody().signIn(email)).me.role).toBe('customer');
    // Once the account is elsewhere, the link works.
    await world.zoe.patch(`/api/users/${first.id}`, { email: `${uuidv7()}@post.example` });
    expect((await accepts(link)).status).toBe(201);
  });

  it.each([
    ['the role of an admin', { role: 'admin' }, 403],
    ['a role that does not exist', { role: 'king' }, 422],
    ['the role of customers', { role: 'customer' }, 422],
    ['more rights beside it', { rights: { people: ['view'] } }, 422],
    ['a password', { password: PASSWORD }, 422],
    ['no address', { emails: [] }, 422],
    ['too many addresses', { emails: Array.from({ length: 21 }, fresh) }, 422],
  ])('cannot be made by somebody who manages people with %s', async (_what, change, status) => {
    lead ??= await addLead('Lia');
    const body = { emails: [fresh()], role: 'agent', ...change };
    expect((await lead.post('/api/invitations', body)).status).toBe(status);
  });
  let lead: Person | undefined;

  it('of an admin can be renewed only by somebody who may give that role', async () => {
    const { id, link } = await invitationBy(world.zoe, { role: 'admin' });
    lead ??= await addLead('Lia');
    expect((await lead.post(`/api/invitations/${id}/renew`, {})).status).toBe(403);
    expect((await accepts(link)).body).toMatchObject({ role: 'admin' });
  });

  it('cannot be made with the right to create people alone', async () => {
    const { desk, ben } = world;
    await desk.commit(({ tx }) => tx.insert(userPermissions).values({ userId: ben.id, area: 'people', ...ALL }));
    expect((await ben.post('/api/invitations', { emails: [fresh()], role: 'agent' })).status).toBe(403);
    await desk.commit(({ tx }) => tx.delete(userPermissions).where(eq(userPermissions.userId, ben.id)));
  });
});

describe('a link for a new password', () => {
  it('sets one password of many uses at the same moment', async () => {
    const ann = await addStaff(world.desk, 'Ann', 'agent');
    const link = await passwordLinkBy(world.zoe, ann);
    const answers = await Promise.all(Array.from({ length: 8 }, () => resets(link)));
    expect(countOf(answers)).toEqual({ 200: 1, 404: 7 });
  });

  it('is not made for oneself, for a deactivated person, for nobody, or for somebody who may do more', async () => {
    const { zoe } = world;
    const lead = await addLead('Lex');
    const gone = await addStaff(world.desk, 'Gus', 'agent');
    await zoe.patch(`/api/users/${gone.id}`, { active: false });
    const ask = async (person: Person, id: string) => (await person.post(`/api/users/${id}/password-link`, {})).status;
    expect(await ask(zoe, zoe.id)).toBe(409);
    expect(await ask(zoe, gone.id)).toBe(409);
    expect(await ask(zoe, uuidv7())).toBe(404);
    expect(await ask(lead, zoe.id)).toBe(403);
    expect(await ask(lead, world.ana.id)).toBe(201);
  });

  it('does not work for a person who was deactivated meanwhile, also after they are active again', async () => {
    const { zoe } = world;
    const abe = await addStaff(world.desk, 'Abe', 'agent');
    const link = await passwordLinkBy(zoe, abe);
    await zoe.patch(`/api/users/${abe.id}`, { active: false });
    expect((await resets(link)).status).toBe(404);
    await zoe.patch(`/api/users/${abe.id}`, { active: true });
    expect((await resets(link)).status).toBe(404);
  });

  it('does not work once its maker was deactivated, or its person may do more than its maker', async () => {
    const { zoe, desk } = world;
    const [lead, other] = [await addLead('Lev'), await addLead('Lyn')];
    const [abe, eve] = [await addStaff(desk, 'Abel', 'agent'), await addStaff(desk, 'Evi', 'agent')];
    const [first, second] = [await passwordLinkBy(lead, abe), await passwordLinkBy(other, eve)];
    await zoe.patch(`/api/users/${lead.id}`, { active: false });
    expect((await resets(first)).status).toBe(404);
    await desk.commit(({ tx }) => tx.insert(userPermissions).values({ userId: eve.id, area: 'settings', ...ALL }));
    expect((await resets(second)).status).toBe(404);
  });
});

describe('one-time links', () => {
  it('answer a guess, a used link and one of the other kind alike', async () => {
    const { link: used } = await invitationBy(world.zoe);
    await accepts(used);
    const { link: invitation } = await invitationBy(world.zoe);
    const password = await passwordLinkBy(world.zoe, world.sol);
    const answers = [
      await accepts(`#${'a'.repeat(43)}`),
      await accepts(used),
      await accepts(password),
      await resets(`#${'a'.repeat(43)}`),
      await resets(invitation),
      await nobody().post('/api/auth/invitation', { token: tokenIn(password) }),
      await nobody().post('/api/auth/password/link', { token: tokenIn(invitation) }),
    ];
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toHaveLength(1);
    expect(answers[0]).toMatchObject({ status: 404, body: { error: { code: 'link_gone' } } });
  });

  it('are stored as a hash, and told to nobody but who made them', async () => {
    const { zoe, desk } = world;
    const { id, link } = await invitationBy(zoe);
    const password = await passwordLinkBy(zoe, world.sol);
    const listed = JSON.stringify([
      (await zoe.get('/api/invitations')).body,
      (await zoe.get('/api/users?kind=staff')).body,
      (await zoe.get('/api/snapshot')).body,
      stored(desk, 'SELECT * FROM invitations'),
      stored(desk, 'SELECT * FROM password_links'),
      stored(desk, 'SELECT * FROM audit_log'),
    ]);
    expect(listed).toContain(id);
    for (const one of [link, password]) expect(listed).not.toContain(tokenIn(one));
  });

  it('let nobody take over the first admin', async () => {
    const lead = await addLead('Lot');
    for (const [method, path, body] of [
      ['POST', `/api/users/${world.zoe.id}/password-link`, {}],
      ['PATCH', `/api/users/${lead.id}`, { role: 'admin' }],
      ['POST', '/api/invitations', { emails: [fresh()], role: 'admin' }],
    ] as const)
      expect((await lead.send(method, path, body)).status).toBe(403);
    await nobody().signIn(ADMIN.email, ADMIN.password);
  });
});
