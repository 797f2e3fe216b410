import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Asked, Authenticator, enrol } from '../support/authenticator.ts';
import {
  type IdentityProvider,
  saidAt,
  setUpProvider,
  startIdentityProvider,
  Traveller,
} from '../support/identity-provider.ts';
import { ADMIN } from '../support/desk.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { stored } from '../support/stored.ts';
import { addPerson, createWorld, type World } from '../support/world.ts';

let world: World;
let provider: IdentityProvider;
let people = 0;
/** Whose password somebody else knows. That somebody has an account at the provider, which names the same address. */
let victim: { id: string; email: string; at: Person };
let subject: string;

const LINES = { roles: [{ group: 'leads', role: 'supervisor' }], ceiling: 'supervisor' };
beforeAll(async () => {
  world = await createWorld();
  provider = await startIdentityProvider(world);
});
afterAll(async () => {
  await provider.stop();
  await world.end();
});
beforeEach(async () => {
  world.desk.ahead.ms = 0;
  await world.zoe.signIn(world.zoe.email, ADMIN.password);
  await setUpProvider(world.zoe, provider, LINES);
  people += 1;
  const { id, email } = await addPerson(world.desk, { name: `Ivo${people}` });
  victim = { id, email, at: await new Person(world.desk.url).signIn(email) };
  subject = `eve-${people}`;
  provider.accounts.set(subject, { email, email_verified: true, groups: ['leads'] });
  provider.who = subject;
});

const browser = () => new Traveller(world.desk.url);
/** Comes from the provider and types the password. Answers what is asked then. */
async function confirms(at = browser()) {
  const { confirm: pending } = saidAt(await at.signsInThere());
  const answer = await at.post<Asked>('/api/auth/oidc/confirm', { pending, password: PASSWORD });
  expect([answer.status, answer.body.error.code]).toEqual([401, 'second_step']);
  return { at, ...answer.body.error.details };
}
/** Nobody is connected, has another role, or came in. */
async function expectNothing(at?: Person) {
  expect(stored(world.desk, 'SELECT * FROM identities WHERE user_id = ?', victim.id)).toEqual([]);
  expect(stored(world.desk, 'SELECT role FROM users WHERE id = ?', victim.id)).toEqual([{ role: 'agent' }]);
  expect(stored(world.desk, 'SELECT * FROM oidc_sessions WHERE subject = ?', subject)).toEqual([]);
  if (at) expect((await at.get('/api/me')).status).toBe(401);
}
const connects = () => stored(world.desk, 'SELECT subject, user_id AS id FROM identities WHERE user_id = ?', victim.id);
const roleNow = () => stored<{ role: string }>(world.desk, 'SELECT role FROM users WHERE id = ?', victim.id)[0]?.role;

/** What happens after the password, and before the second step. */
type Meanwhile = [what: string, happens: () => Promise<unknown>];
const admin = (active: boolean) => world.zoe.patch(`/api/users/${victim.id}`, { active });
const elsewhere = () => `moved${people}@desk.example`;
const MEANWHILE: Meanwhile[] = [
  ['the ceiling is lowered', () => setUpProvider(world.zoe, provider, { roles: [], ceiling: 'agent' })],
  ['the person is deactivated', () => admin(false)],
  ['the person is deactivated and activated again', async () => [await admin(false), await admin(true)]],
  ['the provider is turned off', () => setUpProvider(world.zoe, provider, { ...LINES, isOn: false })],
  ['the provider is removed', () => world.zoe.delete('/api/sign-in/provider')],
  ['the password is changed', () => victim.at.put('/api/me/password', { current: PASSWORD, next: 'a new password' })],
  ['an admin gives them another address', () => world.zoe.patch(`/api/users/${victim.id}`, { email: elsewhere() })],
  ['they take another address', () => victim.at.patch('/api/me', { email: elsewhere(), password: PASSWORD })],
  ['eleven minutes go by', async () => (world.desk.ahead.ms = 11 * 60_000)],
  [
    'somebody else is connected to the same identity',
    async () => {
      const other = browser();
      await other.signIn((await addPerson(world.desk, { name: `Uwe${people}` })).email);
      const { body } = await other.post<{ url: string }>('/api/me/identity/connect');
      expect((await other.goes(body.url)).pathname).toBe('/desk/settings/security');
    },
  ],
];

describe('somebody who knows the password, and not the second step', () => {
  let app: Authenticator;
  beforeEach(async () => void ({ app } = await enrol(world.desk, victim.at)));
  const finishes = async (at: Person, pending: string, code: string) =>
    (await at.post('/api/auth/second-step', { pending, code })).status;

  it('connects nothing and gives no role by the password alone', async () => {
    const { at, ways } = await confirms();
    expect(ways).toEqual(['code', 'recovery_code']);
    await expectNothing(at);
  });

  it('connects nothing with wrong codes, nor with the right one after five of them', async () => {
    const { at, pending } = await confirms();
    for (const code of ['000000', 'abcdef', '', '1', '0000-0000-0000']) await finishes(at, pending, code);
    expect(await finishes(at, pending, app.code(1))).toBe(401);
    await expectNothing(at);
  });

  it('connects nothing with a code that was used before', async () => {
    const { at, pending } = await confirms();
    expect(await finishes(at, pending, app.code())).toBe(401);
    await expectNothing(at);
  });

  it('has nothing connected by the owner, to whom they send the link', async () => {
    const { at, pending } = await confirms();
    for (const owner of [browser(), victim.at, Object.assign(browser(), { cookie: victim.at.cookie })])
      expect(await finishes(owner, pending, app.code(1))).toBe(401);
    await expectNothing(at);
  });

  it('connects nothing as a program', async () => {
    const { at, pending } = await confirms();
    const answer = await at.post('/api/auth/token/second-step', { pending, code: app.code(1) });
    expect(answer.status).toBe(401);
    await expectNothing(at);
  });

  it('connects nothing by setting up another second step', async () => {
    const { at, pending } = await confirms();
    expect((await at.post('/api/auth/second-step/enrol', { pending })).status).toBe(401);
    expect((await at.post('/api/auth/second-step/confirm', { pending, code: app.code(1) })).status).toBe(401);
    await expectNothing(at);
  });

  it.each(MEANWHILE)('connects nothing when %s, also with the right code', async (_what, happens) => {
    const { at, pending } = await confirms();
    await happens();
    expect(await finishes(at, pending, app.code(world.desk.ahead.ms ? 0 : 1))).toBe(401);
    world.desk.ahead.ms = 0;
    await expectNothing(at);
  });

  it('is the owner after all: with the right code they are connected, once, with the role of their groups', async () => {
    const { at, pending } = await confirms();
    expect(await finishes(at, pending, app.code(1))).toBe(200);
    expect(connects()).toEqual([{ subject, id: victim.id }]);
    expect(roleNow()).toBe('supervisor');
    expect((await at.get('/api/me')).body).toMatchObject({ id: victim.id, role: 'supervisor' });
    // What began with the old role has ended.
    expect((await victim.at.get('/api/me')).status).toBe(401);
    expect(await finishes(at, pending, app.code(1))).toBe(401);
  });

  it('comes in once with eight right codes at the same moment', async () => {
    const { at, pending } = await confirms();
    const answers = await Promise.all(Array.from({ length: 8 }, () => finishes(at, pending, app.code(1))));
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(stored(world.desk, 'SELECT * FROM oidc_sessions WHERE subject = ?', subject)).toHaveLength(1);
  });
});

describe('somebody who knows the password of an account that still needs a second step', () => {
  // The role of the account does not need one, and the role of the groups does.
  beforeEach(async () => {
    expect((await world.zoe.patch('/api/sign-in', { secondStepRoles: ['supervisor'] })).status).toBe(200);
  });
  const begins = async (at: Person, pending: string) => {
    const { body } = await at.post<{ secret: string }>('/api/auth/second-step/enrol', { pending });
    return new Authenticator(world.desk, body.secret);
  };
  const finishes = async (at: Person, pending: string, code: string) =>
    (await at.post('/api/auth/second-step/confirm', { pending, code })).status;

  it('connects nothing and gives no role before it is set up', async () => {
    const { at, pending, ways } = await confirms();
    expect(ways).toEqual(['enrol']);
    await begins(at, pending);
    expect(await finishes(at, pending, '000000')).toBe(422);
    await expectNothing(at);
  });

  it('connects nothing in another browser', async () => {
    const { at, pending } = await confirms();
    const app = await begins(at, pending);
    expect((await browser().post('/api/auth/second-step/enrol', { pending })).status).toBe(401);
    expect(await finishes(browser(), pending, app.code())).toBe(401);
    await expectNothing(at);
  });

  it.each(MEANWHILE)('connects nothing when %s', async (_what, happens) => {
    const { at, pending } = await confirms();
    const app = await begins(at, pending);
    await happens();
    expect(await finishes(at, pending, app.code())).toBe(401);
    world.desk.ahead.ms = 0;
    await expectNothing(at);
    expect(stored(world.desk, 'SELECT * FROM totp_secrets WHERE confirmed_at > 0 AND user_id = ?', victim.id)).toEqual(
      [],
    );
  });

  it('is connected, with the role of their groups, once it is set up', async () => {
    const { at, pending } = await confirms();
    const app = await begins(at, pending);
    expect(await finishes(at, pending, app.code())).toBe(200);
    expect(connects()).toEqual([{ subject, id: victim.id }]);
    expect((await at.get('/api/me')).body).toMatchObject({ id: victim.id, role: 'supervisor' });
  });
});
