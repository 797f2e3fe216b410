import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { users } from '../db/schema/people.ts';
import type { Me } from '../server/people/contract.ts';
import type { ProviderSettings, TestReport, WaysOfPeople } from '../server/oidc/contract.ts';
import {
  CLIENT,
  type IdentityProvider,
  saidAt,
  setUpProvider,
  startIdentityProvider,
  Traveller,
} from './support/identity-provider.ts';
import { askedFor, enrol } from './support/authenticator.ts';
import { BARE_ENV } from './support/child.ts';
import { ADMIN } from './support/desk.ts';
import { PASSWORD, Person } from './support/person.ts';
import { Program } from './support/program.ts';
import { startReceiver } from './support/receiver.ts';
import { stored } from './support/stored.ts';
import { tokenBy } from './support/token.ts';
import { addPerson, addStaff, createWorld, type World } from './support/world.ts';

type Refused = { error: { code: string; message: string; fields?: Record<string, string> } };

let world: World;
let provider: IdentityProvider;
beforeAll(async () => {
  world = await createWorld();
  provider = await startIdentityProvider(world);
});
afterAll(async () => {
  await provider.stop();
  await world.end();
});
beforeEach(() => {
  provider.denies = false;
  world.desk.ahead.ms = 0;
});

const browser = () => new Traveller(world.desk.url);
let people = 0;
/** Somebody of the team, who is known at the provider by the same address. */
async function colleague({ role = 'agent', groups = [] as string[], isVerified = true } = {}) {
  people += 1;
  const name = `Ute${people}`;
  const person = await addPerson(world.desk, { name, role });
  const subject = `sub-${people}`;
  provider.accounts.set(subject, { name, email: person.email, email_verified: isVerified, groups });
  provider.who = subject;
  return { ...person, subject };
}
/** Connected, and signed in through the provider. */
async function connected(options: Parameters<typeof colleague>[0] = {}) {
  const person = await colleague(options);
  const at = browser();
  const { confirm = '' } = saidAt(await at.signsInThere());
  const answer = await at.post('/api/auth/oidc/confirm', { pending: confirm, password: PASSWORD });
  expect(answer.status).toBe(200);
  return { ...person, at };
}
const meOf = async (person: Person) => (await person.get<{ id: string; role: string }>('/api/me')).body;
const setUp = (more: Parameters<typeof setUpProvider>[2] = {}) => setUpProvider(world.zoe, provider, more);

describe('the settings of the OpenID provider', () => {
  const settings = async () => (await world.zoe.get<ProviderSettings>('/api/sign-in/provider')).body;
  const input = () => ({
    ...{ isOn: false, issuer: provider.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret },
    ...{ label: 'Orla ID', ceiling: 'supervisor', roles: [{ group: 'leads', role: 'supervisor' }] },
  });

  it('are saved, told without the secret, kept without it, and removed', async () => {
    expect((await settings()).provider).toBeNull();
    const saved = await world.zoe.put<ProviderSettings>('/api/sign-in/provider', input());
    expect(saved.status).toBe(200);
    const { clientSecret, ...rest } = input();
    expect(saved.body.provider).toEqual({
      ...rest,
      ...{ hasSecret: true, scopes: ['openid', 'profile', 'email'], groupClaim: 'groups', otherwise: null },
      createsAccounts: false,
    });
    expect(saved.body.callbackUrl).toBe(`${world.desk.url}/api/auth/oidc/callback`);
    expect(await settings()).toEqual(saved.body);
    // Without the secret it stays as it is.
    const again = await world.zoe.put<ProviderSettings>('/api/sign-in/provider', { ...rest, label: 'Orla' });
    expect(again.body.provider).toMatchObject({ label: 'Orla', hasSecret: true });
    const all = JSON.stringify([
      stored(world.desk, 'SELECT * FROM settings'),
      stored(world.desk, 'SELECT * FROM audit_log'),
      await settings(),
    ]);
    expect(all).not.toContain(clientSecret);
    const logged = stored<{ action: string; data: string }>(
      world.desk,
      `SELECT action, data FROM audit_log WHERE action LIKE 'oidc.%' ORDER BY id DESC LIMIT 1`,
    );
    expect(logged).toEqual([{ action: 'oidc.edited', data: JSON.stringify({ changed: ['label'] }) }]);
    expect((await world.zoe.delete('/api/sign-in/provider')).status).toBe(204);
    expect((await settings()).provider).toBeNull();
  });

  it('need a recent sign-in', async () => {
    world.desk.ahead.ms = 11 * 60_000;
    const answer = await world.zoe.put<Refused>('/api/sign-in/provider', input());
    expect([answer.status, answer.body.error.code]).toEqual([403, 'recent_sign_in']);
  });

  it.each<[what: string, issuer: () => string, words: RegExp]>([
    ['nothing listens there', () => 'http://127.0.0.1:9', /Nothing listens/u],
    ['it is inside a network', () => 'https://10.1.2.3', /OUTBOUND_ALLOW/u],
    ['it is no address', () => 'orla', /https:\/\//u],
    [
      'it calls itself otherwise',
      () => `${provider.issuer.replace('127.0.0.1', '127.0.0.1')}/desk`,
      /No OpenID provider/u,
    ],
    ['there is no such name', () => 'https://id.nowhere.invalid', /no host/u],
  ])('change nothing if %s', async (_what, issuer, words) => {
    const before = await settings();
    const answer = await world.zoe.put<Refused>('/api/sign-in/provider', { ...input(), issuer: issuer() });
    expect(answer.status).toBe(422);
    expect(answer.body.error.fields?.['issuer']).toMatch(words);
    expect(await settings()).toEqual(before);
  });

  it('tell the name of a provider that calls itself otherwise', async () => {
    const other = await startReceiver((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ issuer: 'https://id.orla.example/desk' })),
    );
    const answer = await world.zoe.put<Refused>('/api/sign-in/provider', { ...input(), issuer: other.url });
    await other.close();
    expect(answer.body.error.fields?.['issuer']).toContain('https://id.orla.example/desk');
  });

  it('refuse a role above the ceiling, and the old secret for another client', async () => {
    const above = await world.zoe.put<Refused>('/api/sign-in/provider', {
      ...input(),
      roles: [{ group: 'root', role: 'admin' }],
    });
    expect([above.status, above.body.error.fields]).toEqual([422, { 'roles.0.role': expect.any(String) }]);
    await setUp();
    const { clientSecret: _secret, ...rest } = input();
    const other = await world.zoe.put<Refused>('/api/sign-in/provider', { ...rest, clientId: 'another' });
    expect([other.status, Object.keys(other.body.error.fields ?? {})]).toEqual([422, ['clientSecret']]);
  });
});

describe('signing in through the provider', () => {
  beforeAll(() => setUp());

  it('connects an account by a confirmed address only when its owner confirms, and then comes in', async () => {
    const { id, email } = await colleague();
    const at = browser();
    const asked = saidAt(await at.signsInThere());
    expect((await at.get('/api/me')).status).toBe(401);
    const pending = await at.post('/api/auth/oidc/pending', { pending: asked['confirm'] });
    expect(pending.body).toMatchObject({ email, way: 'password', label: 'Orla ID' });
    const wrong = await at.post<Refused>('/api/auth/oidc/confirm', {
      pending: asked['confirm'],
      password: 'a wrong one',
    });
    expect([wrong.status, wrong.body.error.fields]).toEqual([422, { password: expect.any(String) }]);
    const right = await at.post('/api/auth/oidc/confirm', { pending: asked['confirm'], password: PASSWORD });
    expect(right.body).toMatchObject({ id });
    expect((await meOf(at)).id).toBe(id);
    // From now on without a question, also with another address there.
    provider.accounts.set(provider.who, { email: 'elsewhere@post.example', email_verified: false });
    const again = browser();
    expect((await again.signsInThere()).pathname).toBe('/desk');
    expect((await meOf(again)).id).toBe(id);
  });

  it('asks an account without a password for a code of its second step instead', async () => {
    const { id, email } = await colleague();
    const { app } = await enrol(world.desk, await new Person(world.desk.url).signIn(email));
    await world.desk.commit(({ tx }) => tx.update(users).set({ passwordHash: null }).where(eq(users.id, id)));
    const at = browser();
    const { confirm: pending } = saidAt(await at.signsInThere());
    expect((await at.post<{ way: string }>('/api/auth/oidc/pending', { pending })).body.way).toBe('code');
    const wrong = await at.post<Refused>('/api/auth/oidc/confirm', { pending, code: 'abcdef' });
    expect([wrong.status, wrong.body.error.fields]).toEqual([422, { code: expect.any(String) }]);
    expect((await at.post('/api/auth/oidc/confirm', { pending, code: app.code(1) })).status).toBe(200);
    expect((await meOf(at)).id).toBe(id);
  });

  it('asks for the second step too, and ties the session to the one at the provider', async () => {
    const { id, at, subject } = await connected();
    const { app } = await enrol(world.desk, at);
    const next = browser();
    provider.who = subject;
    const { second: pending } = saidAt(await next.signsInThere());
    expect((await next.get('/api/me')).status).toBe(401);
    // No program goes on from there: its tokens would not end with the session at the provider.
    const program = await browser().post<Refused>('/api/auth/token/second-step', { pending, code: app.code(1) });
    expect(program.status).toBe(401);
    // The code is spent.
    world.desk.ahead.ms = 60_000;
    const third = saidAt(await next.signsInThere());
    expect((await next.post('/api/auth/second-step', { pending: third['second'], code: app.code(1) })).status).toBe(
      200,
    );
    expect((await meOf(next)).id).toBe(id);
    const tied = stored(world.desk, 'SELECT session_id FROM oidc_sessions WHERE subject = ?', subject);
    expect(tied).toHaveLength(2);
  });

  it('leads a person whose role needs a second step to its set-up', async () => {
    const { at, subject } = await connected({ role: 'supervisor' });
    expect((await world.zoe.patch('/api/sign-in', { secondStepRoles: ['supervisor'] })).status).toBe(200);
    provider.who = subject;
    expect(saidAt(await at.signsInThere())).toMatchObject({ second: expect.any(String), enrol: '1' });
    await world.zoe.patch('/api/sign-in', { secondStepRoles: [] });
  });

  it('goes on to the page that was asked for, and to no other place', async () => {
    const { at } = await connected();
    const from = async (to: string) => (await at.goes(`/api/auth/oidc?to=${encodeURIComponent(to)}`)).pathname;
    expect(await from('/desk/settings/security')).toBe('/desk/settings/security');
    for (const to of [
      'https://evil.example',
      '//evil.example',
      '/desk//evil.example',
      '/desk/../api/auth/logout',
      '/api',
    ])
      expect(await from(to)).toBe('/desk');
  });

  it('connects somebody who is signed in, whatever their address there, and disconnects them', async () => {
    const { id, email, subject } = await colleague({ isVerified: false });
    provider.accounts.set(subject, {});
    const at = browser();
    await at.signIn(email);
    const { body } = await at.post<{ url: string }>('/api/me/identity/connect');
    expect((await at.goes(body.url)).href).toBe(`${world.desk.url}/desk/settings/security`);
    expect((await at.get('/api/me/identity')).body).toMatchObject({
      label: 'Orla ID',
      connectedAt: expect.any(Number),
    });
    const other = browser();
    await other.signsInThere();
    expect((await meOf(other)).id).toBe(id);
    // Nobody is two people.
    const taken = browser();
    const ben = await addPerson(world.desk, { name: `Two${people}` });
    await taken.signIn(ben.email);
    const again = await taken.post<{ url: string }>('/api/me/identity/connect');
    expect(saidAt(await taken.goes(again.body.url))).toEqual({ problem: 'taken' });
    expect((await at.delete('/api/me/identity')).status).toBe(204);
    expect(saidAt(await browser().signsInThere())).toEqual({ problem: 'mail_not_verified' });
  });

  it('is ended for a person by an admin, with the sessions that began with it, so that another identity can follow', async () => {
    const { id, email, at, subject } = await connected();
    const byPassword = await new Person(world.desk.url).signIn(email);
    provider.accounts.set('another', { email, email_verified: true });
    provider.who = 'another';
    expect(saidAt(await browser().signsInThere())).toEqual({ problem: 'other_identity' });
    expect((await world.zoe.get(`/api/users/${id}/identity`)).body).toMatchObject({ label: 'Orla ID' });
    expect((await world.zoe.delete(`/api/users/${id}/identity`)).status).toBe(204);
    expect((await at.get('/api/me')).status).toBe(401);
    expect((await byPassword.get('/api/me')).status).toBe(200);
    expect((await world.zoe.get(`/api/users/${id}/identity`)).body).toMatchObject({ connectedAt: null });
    const next = browser();
    const { confirm: pending } = saidAt(await next.signsInThere());
    expect((await next.post('/api/auth/oidc/confirm', { pending, password: PASSWORD })).status).toBe(200);
    provider.who = subject;
    expect(saidAt(await browser().signsInThere())).toEqual({ problem: 'other_identity' });
    // A second time changes nothing.
    const ben = world.ben.id;
    expect((await world.zoe.delete(`/api/users/${ben}/identity`)).status).toBe(204);
    expect(
      stored(world.desk, `SELECT * FROM audit_log WHERE action = 'identity.removed' AND target_id = ?`, ben),
    ).toEqual([]);
  });

  describe('is refused in plain words', () => {
    const problem = async (at = browser()) => saidAt(await at.signsInThere());

    it('where the person says no', async () => {
      await colleague();
      provider.denies = true;
      expect(await problem()).toEqual({ problem: 'denied' });
    });

    it('where the address is not confirmed, with and without an account', async () => {
      await colleague({ isVerified: false });
      expect(await problem()).toEqual({ problem: 'mail_not_verified' });
      provider.accounts.set(provider.who, { email: 'nobody@desk.example' });
      expect(await problem()).toEqual({ problem: 'mail_not_verified' });
    });

    it('where there is no account, and none may be created', async () => {
      provider.accounts.set('new', { email: 'new@desk.example', email_verified: true });
      provider.who = 'new';
      expect(await problem()).toEqual({ problem: 'no_account' });
    });

    it('where the address is invited, before the link was used', async () => {
      const email = `invited${(people += 1)}@desk.example`;
      const made = await world.zoe.post<{ items: { link: string }[] }>('/api/invitations', {
        ...{ emails: [email], role: 'supervisor' },
      });
      provider.accounts.set('invited', { email, email_verified: true });
      provider.who = 'invited';
      expect(await problem()).toEqual({ problem: 'invited' });
      await setUp({ createsAccounts: true, otherwise: 'agent' });
      expect(await problem()).toEqual({ problem: 'invited' });
      await setUp();
      const accept = { token: made.body.items[0]?.link.split('#')[1], name: 'Ina', password: PASSWORD };
      expect((await browser().post('/api/auth/invitation/accept', accept)).body).toMatchObject({ role: 'supervisor' });
      expect(await problem()).toEqual({ confirm: expect.any(String) });
    });

    it('where the address belongs to a customer', async () => {
      provider.accounts.set('mia', { email: world.mia.email, email_verified: true });
      provider.who = 'mia';
      expect(await problem()).toEqual({ problem: 'customer' });
    });

    it('where the account is deactivated, before and after it was connected', async () => {
      const { id, subject } = await connected();
      await world.zoe.patch(`/api/users/${id}`, { active: false });
      provider.who = subject;
      expect(await problem()).toEqual({ problem: 'deactivated' });
      const other = await colleague();
      await world.zoe.patch(`/api/users/${other.id}`, { active: false });
      expect(await problem()).toEqual({ problem: 'deactivated' });
    });

    it('where the account has no password and no second step to confirm with', async () => {
      const { id } = await colleague();
      await world.desk.commit(({ tx }) => tx.update(users).set({ passwordHash: null }).where(eq(users.id, id)));
      expect(await problem()).toEqual({ problem: 'no_way' });
    });

    it('where the clocks differ, and says by how much', async () => {
      await colleague();
      world.desk.ahead.ms = -10 * 60_000;
      const slow = await problem();
      expect(slow['problem']).toBe('clock');
      expect(Math.abs(Number(slow['minutes']) - 10)).toBeLessThanOrEqual(1);
      world.desk.ahead.ms = 2 * 3_600_000;
      const fast = await problem();
      expect(fast['problem']).toBe('clock');
      expect(Math.abs(Number(fast['minutes']) + 120)).toBeLessThanOrEqual(1);
    });

    it('where the state is lost: another browser, a second time, too late', async () => {
      await colleague();
      const at = browser();
      const isCallback = (url: URL) => url.pathname.endsWith('/callback');
      const back = await at.goes('/api/auth/oidc', isCallback);
      expect(saidAt(await browser().goes(back.href))).toEqual({ problem: 'state_lost' });
      // It still works for the browser that was sent away, once.
      expect(saidAt(await at.goes(back.href))).toMatchObject({ confirm: expect.any(String) });
      expect(saidAt(await at.goes(back.href))).toEqual({ problem: 'state_lost' });
      const late = await at.goes('/api/auth/oidc', isCallback);
      world.desk.ahead.ms = 11 * 60_000;
      expect(saidAt(await at.goes(late.href))).toEqual({ problem: 'state_lost' });
    });

    it('where a code comes a second time', async () => {
      await colleague();
      const at = browser();
      const isCallback = (url: URL) => url.pathname.endsWith('/callback');
      const first = await at.goes('/api/auth/oidc', isCallback);
      await at.goes(first.href);
      const second = await at.goes('/api/auth/oidc', isCallback);
      second.searchParams.set('code', first.searchParams.get('code') ?? '');
      expect(saidAt(await at.goes(second.href))).toEqual({ problem: 'code_spent' });
    });

    it('where the secret of the client is wrong', async () => {
      await colleague();
      await setUp({ clientSecret: 'not the secret' });
      expect(await problem()).toEqual({ problem: 'misconfigured' });
      await setUp();
    });

    it('where the provider is down, from the button on', async () => {
      const gone = await startIdentityProvider(world);
      await setUpProvider(world.zoe, gone);
      await gone.stop();
      world.desk.ahead.ms = 11 * 60_000;
      expect(await problem()).toEqual({ problem: 'down' });
      world.desk.ahead.ms = 0;
      await setUp();
    });

    it('where no provider is on', async () => {
      await setUp({ isOn: false });
      expect(await problem()).toEqual({ problem: 'off' });
      expect((await browser().get('/api/auth/ways')).body).toEqual({ passwords: true, provider: null });
      await setUp();
      expect((await browser().get('/api/auth/ways')).body).toEqual({ passwords: true, provider: { label: 'Orla ID' } });
    });
  });
});

describe('the role that follows from groups', () => {
  const lines = {
    roles: [
      { group: 'leads', role: 'supervisor' },
      { group: 'support', role: 'agent' },
    ],
    ceiling: 'supervisor',
  };
  beforeAll(() => setUp(lines));
  afterAll(() => setUp());
  const comes = async (subject: string, groups: unknown) => {
    provider.accounts.set(subject, { ...provider.accounts.get(subject), groups: groups as string[] });
    provider.who = subject;
    const at = browser();
    return { at, url: await at.signsInThere() };
  };

  it('is that of the first line that fits, at each sign-in, and ends what began with another one', async () => {
    const { at, subject, id } = await connected({ groups: ['vpn', 'support', 'leads'] });
    expect((await meOf(at)).role).toBe('supervisor');
    const next = await comes(subject, ['support']);
    expect((await meOf(next.at)).role).toBe('agent');
    expect((await at.get('/api/me')).status).toBe(401);
    const logged = stored(
      world.desk,
      `SELECT before, after FROM audit_log WHERE action = 'oidc.role_given' AND target_id = ? ORDER BY id`,
      id,
    );
    expect(logged.at(-1)).toEqual({ before: '{"role":"supervisor"}', after: '{"role":"agent"}' });
  });

  it('lets nobody in without a group, before they are asked to confirm too', async () => {
    const { at, subject, id } = await connected({ groups: ['support'] });
    expect(saidAt((await comes(subject, ['vpn'])).url)).toEqual({ problem: 'no_role' });
    expect(saidAt((await comes(subject, { support: true })).url)).toEqual({ problem: 'no_role' });
    // Their session goes on: it ends at the provider, or here by an admin.
    expect((await meOf(at)).id).toBe(id);
    await colleague({ groups: [] });
    expect(saidAt(await browser().signsInThere())).toEqual({ problem: 'no_role' });
  });

  it('never takes a role above the ceiling, which is given by hand', async () => {
    const { at } = await connected({ role: 'admin', groups: ['support'] });
    expect((await meOf(at)).role).toBe('admin');
  });

  it('is never above the ceiling, also when a role gets more rights later', async () => {
    const made = await world.zoe.post<{ code: string }>('/api/roles', { name: 'Night shift' });
    const { code } = made.body;
    await setUp({ ...lines, roles: [{ group: 'night', role: code }], otherwise: 'agent' });
    const rights = (await world.zoe.get<{ rights: object }>('/api/roles/admin/permissions')).body.rights;
    expect((await world.zoe.put(`/api/roles/${code}/permissions`, { rights })).status).toBe(200);
    const { at } = await connected({ groups: ['night'] });
    expect((await meOf(at)).role).toBe('agent');
    await setUp(lines);
  });

  it('never takes away the last person who may manage people', async () => {
    const own = await createWorld();
    const there = await startIdentityProvider(own);
    await setUpProvider(own.zoe, there, { ...lines, ceiling: 'admin' });
    there.accounts.set('zoe', { email: own.zoe.email, email_verified: true, groups: ['support'] });
    there.who = 'zoe';
    const zoe = new Traveller(own.desk.url);
    const { confirm: pending } = saidAt(await zoe.signsInThere());
    expect((await zoe.post('/api/auth/oidc/confirm', { pending, password: ADMIN.password })).status).toBe(200);
    expect((await meOf(zoe)).role).toBe('admin');
    const kept = stored(own.desk, `SELECT target_id AS id FROM audit_log WHERE action = 'oidc.role_kept'`);
    expect(kept).toEqual([{ id: own.zoe.id }]);
    // With another admin the groups count.
    await addStaff(own.desk, 'Ada', 'admin');
    await zoe.signsInThere();
    expect((await meOf(zoe)).role).toBe('agent');
    await there.stop();
    await own.end();
  });

  it('is that of a new account, where accounts may be created', async () => {
    await setUp({ ...lines, createsAccounts: true });
    const newcomer = async (subject: string, groups: string[], isVerified = true) => {
      provider.accounts.set(subject, {
        email: `${subject}@desk.example`,
        email_verified: isVerified,
        name: 'Ilse',
        groups,
      });
      provider.who = subject;
      const at = browser();
      return { at, url: await at.signsInThere() };
    };
    const { at } = await newcomer('ilse', ['support']);
    expect((await at.get('/api/me')).body).toMatchObject({ name: 'Ilse', role: 'agent', email: 'ilse@desk.example' });
    expect(saidAt((await newcomer('otto', ['vpn'])).url)).toEqual({ problem: 'no_role' });
    expect(saidAt((await newcomer('kurt', ['support'], false)).url)).toEqual({ problem: 'mail_not_verified' });
    await setUp(lines);
  });
});

describe('a test of the sign-in', () => {
  beforeAll(() => setUp());

  const test = async (at: Traveller) => {
    const { body } = await at.post<{ url: string }>('/api/sign-in/provider/test');
    const { test: id } = saidAt(await at.goes(body.url));
    return { id, report: (await at.get<TestReport>(`/api/sign-in/provider/test/${id}`)).body };
  };
  const admin = async () => {
    const person = await addPerson(world.desk, { name: `Boss${(people += 1)}`, role: 'admin' });
    const at = browser();
    await at.signIn(person.email);
    return { ...person, at };
  };

  it('shows the claims and the role that would follow, and changes nothing', async () => {
    const { at } = await admin();
    await setUp({ isOn: false, roles: [{ group: 'leads', role: 'supervisor' }], ceiling: 'supervisor' });
    const { name, email, subject } = await colleague({ groups: ['leads', 'vpn'] });
    const before = stored(world.desk, 'SELECT * FROM identities');
    const { id, report } = await test(at);
    expect(report).toMatchObject({
      ...{ problem: null, speaksPkce: true, ending: 'told', signedWith: { alg: 'ES256', kid: 'k-2026-08' } },
      person: { name, is: 'same_address' },
      role: { code: 'supervisor', name: 'Supervisor' },
      groups: [
        { group: 'leads', role: 'supervisor' },
        { group: 'vpn', role: null },
      ],
    });
    expect(report.claims).toContainEqual({ name: 'email', said: email });
    expect(report.claims).toContainEqual({ name: 'sub', said: subject });
    expect(stored(world.desk, 'SELECT * FROM identities')).toEqual(before);
    expect((await meOf(at)).role).toBe('admin');
    // It is theirs, and for a few minutes.
    expect((await world.zoe.get(`/api/sign-in/provider/test/${id}`)).status).toBe(404);
    world.desk.ahead.ms = 11 * 60_000;
    expect((await at.get(`/api/sign-in/provider/test/${id}`)).status).toBe(404);
    world.desk.ahead.ms = 0;
    await setUp();
  });

  it('shows what went wrong', async () => {
    const { at } = await admin();
    await colleague();
    provider.denies = true;
    expect((await test(at)).report).toMatchObject({ problem: 'denied', role: null });
    provider.denies = false;
    provider.accounts.set('ghost', { email: 'ghost@desk.example', email_verified: true });
    provider.who = 'ghost';
    expect((await test(at)).report).toMatchObject({ problem: 'no_account', person: { is: 'new' } });
  });
});

describe('sessions that began at the provider', () => {
  beforeAll(() => setUp());

  it('end at once, with their sockets, when the person signs out there', async () => {
    const { at, subject, email } = await connected();
    const other = browser();
    provider.who = subject;
    await other.signsInThere();
    const byPassword = await new Person(world.desk.url).signIn(email);
    const { body: me } = await at.get<Me>('/api/me');
    at.me = me;
    const live = await at.listen();
    // As a person does, at the provider's own page.
    const form = await at.looksAt(`${provider.issuer}/session/end`);
    const xsrf = /name="xsrf" value="([^"]+)"/u.exec(form)?.[1] ?? '';
    await at.submits(`${provider.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
    await live.until(() => !live.socket.connected, 'the end of the socket');
    expect((await at.get('/api/me')).status).toBe(401);
    // Those on another device, and one that began with a password, go on.
    expect((await other.get('/api/me')).status).toBe(200);
    expect((await byPassword.get('/api/me')).status).toBe(200);
  });

  it('all end when the provider names the person and no session', async () => {
    const { at, subject, id } = await connected();
    const other = browser();
    provider.who = subject;
    await other.signsInThere();
    const token = await provider.logoutToken({
      ...{ iss: provider.issuer, aud: CLIENT.id, sub: subject, iat: Math.floor(Date.now() / 1000) },
    });
    expect(await tells(token)).toBe(200);
    for (const one of [at, other]) expect((await one.get('/api/me')).status).toBe(401);
    expect(
      stored(world.desk, `SELECT data FROM audit_log WHERE action = 'oidc.signed_out' AND target_id = ?`, id),
    ).toEqual([{ data: '{"count":2}' }]);
    // The same token again is none.
    expect(await tells(token)).toBe(400);
  });

  it('begin no more after a sign-out that comes between the provider and the second step', async () => {
    const { at, subject } = await connected();
    const { app } = await enrol(world.desk, at);
    const next = browser();
    provider.who = subject;
    const { second: pending } = saidAt(await next.signsInThere());
    const token = await provider.logoutToken({
      ...{ iss: provider.issuer, aud: CLIENT.id, sub: subject, iat: Math.floor(Date.now() / 1000) },
    });
    expect(await tells(token)).toBe(200);
    const answer = await next.post<Refused>('/api/auth/second-step', { pending, code: app.code(1) });
    expect(answer.body.error.code).toBe('second_step.gone');
  });

  it('are asked about every quarter of an hour where the provider tells nothing, and end with the account there', async () => {
    const silent = await startIdentityProvider({ ...world, tells: false });
    await setUpProvider(world.zoe, silent);
    const person = await addPerson(world.desk, { name: `Silent${(people += 1)}` });
    silent.accounts.set('s', { email: person.email, email_verified: true });
    silent.who = 's';
    const at = browser();
    const { confirm: pending } = saidAt(await at.signsInThere());
    expect((await at.post('/api/auth/oidc/confirm', { pending, password: PASSWORD })).status).toBe(200);
    const checkedAt = () =>
      stored<{ at: number }>(world.desk, `SELECT checked_at AS at FROM oidc_sessions WHERE subject = 's'`)[0]?.at ?? 0;
    const [begun] = [checkedAt()];
    const row = JSON.stringify(stored(world.desk, `SELECT * FROM oidc_sessions WHERE subject = 's'`));
    expect(row).toContain('"refresh":"s1.');
    world.desk.ahead.ms = 14 * 60_000;
    await expect.poll(checkedAt).toBeGreaterThan(begun);
    expect((await at.get('/api/me')).status).toBe(200);
    silent.accounts.delete('s');
    world.desk.ahead.ms = 28 * 60_000;
    await expect.poll(async () => (await at.get('/api/me')).status).toBe(401);
    await silent.stop();
    world.desk.ahead.ms = 0;
    await setUp();
  });

  it('outlive an outage of the provider, but not for more than an hour', async () => {
    const silent = await startIdentityProvider({ ...world, tells: false });
    await setUpProvider(world.zoe, silent);
    const person = await addPerson(world.desk, { name: `Outage${(people += 1)}` });
    silent.accounts.set('o', { email: person.email, email_verified: true });
    silent.who = 'o';
    const at = browser();
    const { confirm: pending } = saidAt(await at.signsInThere());
    expect((await at.post('/api/auth/oidc/confirm', { pending, password: PASSWORD })).status).toBe(200);
    await silent.stop();
    const tried = () =>
      stored<{ due: number }>(world.desk, `SELECT max(due_at) AS due FROM jobs WHERE kind = 'oidc.check'`)[0]?.due ?? 0;
    world.desk.ahead.ms = 14 * 60_000;
    await expect.poll(tried).toBeGreaterThan(Date.now() + 14 * 60_000);
    expect((await at.get('/api/me')).status).toBe(200);
    world.desk.ahead.ms = 62 * 60_000;
    await expect.poll(async () => (await at.get('/api/me')).status).toBe(401);
    world.desk.ahead.ms = 0;
    await setUp();
  });
});

describe('turning passwords off', () => {
  beforeAll(() => setUp());

  const off = () => world.zoe.patch<Refused>('/api/sign-in', { passwords: false });

  it('is refused until somebody who manages people has signed in through the provider', async () => {
    const own = await createWorld();
    const answer = await own.zoe.patch<Refused>('/api/sign-in', { passwords: false });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'sign_in.nobody_connected']);
    const there = await startIdentityProvider(own);
    await setUpProvider(own.zoe, there);
    there.accounts.set('ana', { email: own.ana.email, email_verified: true });
    there.who = 'ana';
    const ana = new Traveller(own.desk.url);
    const { confirm: pending } = saidAt(await ana.signsInThere());
    expect((await ana.post('/api/auth/oidc/confirm', { pending, password: PASSWORD })).status).toBe(200);
    // An agent manages nobody.
    expect((await own.zoe.patch<Refused>('/api/sign-in', { passwords: false })).status).toBe(409);
    await there.stop();
    await own.end();
  });

  it('refreshes no tokens of programs that signed in with a password, but those of customers and access tokens', async () => {
    await connected({ role: 'admin' });
    const { id, email } = await addPerson(world.desk, { name: `Bot${(people += 1)}` });
    const program = await new Program(world.desk.url).signsIn(email);
    const ofCustomer = await new Program(world.desk.url).signsIn(world.jonas.email);
    const { program: ofToken } = await tokenBy(await new Person(world.desk.url).signIn(email));
    const spent = program.refreshToken;
    expect((await program.refreshes()).status).toBe(200);
    expect((await off()).status).toBe(200);
    try {
      const refused = await program.post<Refused>('/api/auth/token/refresh', { refreshToken: program.refreshToken });
      expect([refused.status, refused.body.error.code]).toEqual([403, 'sign_in.passwords_off']);
      expect(refused.body.error.message).toMatch(/access token.*Passwords are off/u);
      expect((await ofCustomer.refreshes()).status).toBe(200);
      expect((await ofToken.get('/api/tickets')).status).toBe(200);
      // Nobody learns of passwords from a token that is none.
      const none = await program.post<Refused>('/api/auth/token/refresh', { refreshToken: `abr_${'A'.repeat(43)}` });
      expect([none.status, none.body.error.code]).toEqual([401, 'refresh_refused']);
    } finally {
      expect((await world.zoe.patch('/api/sign-in', { passwords: true })).status).toBe(200);
    }
    // The refused token was not spent. One that was spent before still ends its sign-in.
    expect((await program.refreshes()).status).toBe(200);
    expect((await off()).status).toBe(200);
    try {
      const reused = await program.post<Refused>('/api/auth/token/refresh', { refreshToken: spent });
      expect([reused.status, reused.body.error.code]).toEqual([401, 'refresh_used']);
      expect(stored(world.desk, `SELECT id FROM sessions WHERE user_id = ? AND device = 'node'`, id)).toHaveLength(1);
    } finally {
      expect((await world.zoe.patch('/api/sign-in', { passwords: true })).status).toBe(200);
    }
  });

  it('closes every way with a password to the team, and none to customers', async () => {
    const boss = await connected({ role: 'admin' });
    const { id, email, signedIn } = await (async () => {
      const person = await addPerson(world.desk, { name: `Late${(people += 1)}` });
      return { ...person, signedIn: await new Person(world.desk.url).signIn(person.email) };
    })();
    const made = await world.zoe.post<{ link: string }>(`/api/users/${id}/password-link`);
    const token = made.body.link.split('#')[1];
    const { app } = await enrol(world.desk, signedIn);
    const waiting = await askedFor(new Person(world.desk.url), email);
    const invited = await world.zoe.post<{ items: { link: string }[] }>('/api/invitations', {
      ...{ emails: [`join${people}@desk.example`], role: 'agent' },
    });
    expect((await off()).status).toBe(200);
    try {
      const nobody = () => new Person(world.desk.url);
      const login = { email, password: PASSWORD };
      const code = async (answer: Promise<{ status: number; body: unknown }>) => {
        const { status, body } = await answer;
        return [status, (body as Refused).error.code];
      };
      const OFF = [403, 'sign_in.passwords_off'];
      expect(await code(nobody().post('/api/auth/login', login))).toEqual(OFF);
      expect(await code(nobody().post('/api/auth/token', login))).toEqual(OFF);
      // Who does not know the password learns nothing.
      const wrong = { email, password: 'a wrong password' };
      expect(await code(nobody().post('/api/auth/login', wrong))).toEqual([401, 'wrong_sign_in']);
      expect(
        await code(nobody().post('/api/auth/second-step', { pending: waiting.pending, code: app.code(1) })),
      ).toEqual([401, 'second_step.gone']);
      expect(await code(nobody().post('/api/auth/password/reset', { token, password: 'a new long password' }))).toEqual(
        [404, 'link_gone'],
      );
      expect(await code(world.zoe.post(`/api/users/${id}/password-link`))).toEqual(OFF);
      expect(await code(signedIn.put('/api/me/password', { current: PASSWORD, next: 'a new long password' }))).toEqual(
        OFF,
      );
      expect(await code(signedIn.post('/api/me/proof', { password: PASSWORD }))).toEqual(OFF);
      const accept = { token: invited.body.items[0]?.link.split('#')[1], name: 'Joy', password: PASSWORD };
      expect(await code(nobody().post('/api/auth/invitation/accept', accept))).toEqual(OFF);
      // With the password that they have just chosen they confirm that they are the one at the provider.
      provider.accounts.set('joy', { email: `join${people}@desk.example`, email_verified: true });
      provider.who = 'joy';
      const joy = browser();
      const { confirm: pending } = saidAt(await joy.signsInThere());
      expect((await joy.post('/api/auth/oidc/confirm', { pending, password: PASSWORD })).status).toBe(200);
      // Customers are not concerned.
      await nobody().signIn(world.jonas.email);
      expect((await browser().get('/api/auth/ways')).body).toMatchObject({ passwords: false });
      const team = (await world.zoe.get<WaysOfPeople>('/api/sign-in/people')).body;
      expect(team.passwordOnly).toContainEqual({ id, name: `Late${people}` });
      expect(team.passwordOnly.map((one) => one.id)).not.toContain(boss.id);
      // The provider is the way in now.
      expect(await code(world.zoe.delete('/api/sign-in/provider'))).toEqual([409, 'oidc.needed']);
      expect(await code(boss.at.delete('/api/me/identity'))).toEqual([409, 'oidc.needed']);
      provider.who = boss.subject;
      expect((await browser().signsInThere()).pathname).toBe('/desk');
    } finally {
      expect(await shell('reset-sign-in')).toContain('People sign in with their password');
    }
    await new Person(world.desk.url).signIn(`ute1@desk.example`);
  });
});

describe('doctor', () => {
  it('asks the provider, and says what to do while it does not answer', async () => {
    const there = await startIdentityProvider(world);
    await setUpProvider(world.zoe, there);
    expect(await shell('doctor')).toContain(`✓ the OpenID provider at ${there.issuer}`);
    await there.stop();
    expect(await shell('doctor')).toMatch(/✗ the OpenID provider at .*Nothing listens.*reset-sign-in/u);
    await setUp();
  });
});

/** What the shell says. Not at once: the provider answers in this process. */
async function shell(...args: string[]): Promise<string> {
  const cli = fileURLToPath(new URL('../server/cli.ts', import.meta.url));
  const env = { ...BARE_ENV, DATA_DIR: world.desk.dataDir, OUTBOUND_ALLOW: '127.0.0.1' };
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(process.execPath, [cli, ...args], { env }, (_error, said, problems) => resolve(said + problems));
  return promise;
}

const tells = async (token: string) => {
  const body = new URLSearchParams({ logout_token: token });
  return (await fetch(`${world.desk.url}/api/auth/oidc/logout`, { method: 'POST', body })).status;
};
