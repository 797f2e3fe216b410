import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CLIENT,
  type IdentityProvider,
  saidAt,
  setUpProvider,
  startIdentityProvider,
  Traveller,
} from '../support/identity-provider.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { type Received, startReceiver } from '../support/receiver.ts';
import { stored } from '../support/stored.ts';
import { addPerson, addStaff, createWorld, type World } from '../support/world.ts';

type Refused = { error: { code: string; fields?: Record<string, string> } };

let world: World;
let provider: IdentityProvider;
beforeAll(async () => {
  world = await createWorld();
  provider = await startIdentityProvider(world);
  await setUpProvider(world.zoe, provider);
});
afterAll(async () => {
  await provider.stop();
  await world.end();
});

const browser = () => new Traveller(world.desk.url);
let people = 0;
/** Somebody who signs in through the provider, and whom the attacker wants to be. */
let victim: { id: string; email: string; subject: string; at: Traveller };
/** Of somebody who is not connected. */
let address: string;
beforeEach(async () => {
  people += 1;
  const person = await addPerson(world.desk, { name: `Ivo${people}` });
  const subject = `ivo-${people}`;
  provider.accounts.set(subject, { email: person.email, email_verified: true });
  provider.who = subject;
  const at = browser();
  const { confirm: pending } = saidAt(await at.signsInThere());
  expect((await at.post('/api/auth/oidc/confirm', { pending, password: PASSWORD })).status).toBe(200);
  victim = { ...person, subject, at };
  address = (await addPerson(world.desk, { name: `Uwe${people}` })).email;
});
const sessions = (id = victim.id) => stored(world.desk, 'SELECT id FROM sessions WHERE user_id = ?', id).length;
const isCallback = (url: URL) => url.pathname.endsWith('/callback');

describe('an answer that the provider did not give to this browser', () => {
  it.each<[what: string, change: (url: URL) => void]>([
    ['another state', (url) => url.searchParams.set('state', 'a'.repeat(43))],
    ['no state', (url) => url.searchParams.delete('state')],
    ['the state twice', (url) => url.searchParams.append('state', 'b'.repeat(43))],
    ['an empty state', (url) => url.searchParams.set('state', '')],
    ['a state of SQL', (url) => url.searchParams.set('state', `' OR '1'='1`)],
    ['another issuer', (url) => url.searchParams.set('iss', 'https://id.evil.example')],
    ['the issuer twice', (url) => url.searchParams.append('iss', 'https://id.evil.example')],
    ['no issuer', (url) => url.searchParams.delete('iss')],
    ['a made-up code', (url) => url.searchParams.set('code', 'a-code-that-nobody-gave')],
    ['no code', (url) => url.searchParams.delete('code')],
    ['two codes', (url) => url.searchParams.append('code', 'another')],
    ['an error beside the code', (url) => url.searchParams.set('error', 'access_denied')],
    ['an ID token in the address', (url) => url.searchParams.set('id_token', 'a.b.c')],
  ])('begins no session: %s', async (_what, change) => {
    const before = sessions();
    const at = browser();
    const back = await at.goes('/api/auth/oidc', isCallback);
    change(back);
    const end = await at.goes(back.href);
    expect(end.pathname).toBe('/desk/provider');
    expect(saidAt(end)).toEqual({ problem: expect.any(String) });
    expect((await at.get('/api/me')).status).toBe(401);
    expect(sessions()).toBe(before);
  });

  it('begins no session in the browser of somebody who follows a link of the attacker', async () => {
    const mallory = await addPerson(world.desk, { name: `Mallory${people}` });
    provider.accounts.set('mallory', { email: mallory.email, email_verified: true });
    provider.who = 'mallory';
    const back = await browser().goes('/api/auth/oidc', isCallback);
    const before = victim.at.cookie;
    expect(saidAt(await victim.at.goes(back.href))).toEqual({ problem: 'state_lost' });
    expect(victim.at.cookie).toBe(before);
  });

  it('begins one session when it comes eight times at the same moment', async () => {
    const at = browser();
    const back = await at.goes('/api/auth/oidc', isCallback);
    const before = sessions();
    await Promise.all(Array.from({ length: 8 }, () => at.goes(back.href)));
    expect(sessions()).toBe(before + 1);
  });
});

describe('somebody at the provider who claims to be another person', () => {
  /** Answers where the attacker ends. */
  const comes = async (account: Record<string, unknown>) => {
    const subject = `eve-${randomUUID()}`;
    provider.accounts.set(subject, account);
    provider.who = subject;
    const at = browser();
    return { at, said: saidAt(await at.signsInThere()) };
  };

  it.each<[what: string, claims: () => Record<string, unknown>]>([
    ['an address that is not confirmed', () => ({ email: address, email_verified: false })],
    ['an address without a word of it', () => ({ email: address })],
    ['"true" as a text', () => ({ email: address, email_verified: 'true' })],
    ['1 for true', () => ({ email: address, email_verified: 1 })],
    ['a list of addresses', () => ({ email: [address], email_verified: true })],
    [
      'the id of the account',
      () => ({ user_id: victim.id, id: victim.id, email: 'eve@post.example', email_verified: true }),
    ],
    [
      'the confirmed address, whose account is connected already',
      () => ({ email: victim.email, email_verified: true }),
    ],
    ['the address in capitals', () => ({ email: victim.email.toUpperCase(), email_verified: true })],
    ['an address of a customer', () => ({ email: world.mia.email, email_verified: true })],
    [
      'a role',
      () => ({ role: 'admin', roles: ['admin'], groups: ['admin'], email: 'eve@post.example', email_verified: true }),
    ],
    ['a prototype', () => ({ email: '__proto__', email_verified: true, groups: ['constructor'] })],
  ])('does not come in with %s', async (_what, claims) => {
    const before = sessions();
    const { at, said } = await comes(claims());
    expect(said).toEqual({ problem: expect.any(String) });
    expect((await at.get('/api/me')).status).toBe(401);
    expect(sessions()).toBe(before);
  });

  it('has five guesses at the password of an account that is not connected, and connects nothing', async () => {
    const other = await addPerson(world.desk, { name: `Open${people}` });
    const { at, said } = await comes({ email: other.email, email_verified: true });
    const outcomes: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const body = { pending: said['confirm'], password: `wrong password ${i}` };
      outcomes.push((await at.post('/api/auth/oidc/confirm', body)).status);
    }
    expect(outcomes).toEqual([422, 422, 422, 422, 422, 401, 401]);
    const right = { pending: said['confirm'], password: PASSWORD };
    expect((await at.post('/api/auth/oidc/confirm', right)).status).toBe(401);
    expect(stored(world.desk, 'SELECT * FROM identities WHERE user_id = ?', other.id)).toEqual([]);
    expect(sessions(other.id)).toBe(0);
  });

  it('does not confirm with a password of their own, or with a code where a password is asked for', async () => {
    const other = await addPerson(world.desk, { name: `Shut${people}` });
    const { at, said } = await comes({ email: other.email, email_verified: true });
    for (const given of [{ code: '123456' }, { password: '' }, {}, { password: 'the password of eve' }])
      expect((await at.post('/api/auth/oidc/confirm', { pending: said['confirm'], ...given })).status).toBe(422);
    expect(sessions(other.id)).toBe(0);
  });

  it('has no identity of their own confirmed by the owner of the account, to whom they send the link', async () => {
    const other = await addPerson(world.desk, { name: `Sent${people}` });
    const { said } = await comes({ email: other.email, email_verified: true });
    // The owner has been at the provider too, in a browser of their own.
    for (const owner of [browser(), victim.at]) {
      const answers = [
        await owner.post('/api/auth/oidc/pending', { pending: said['confirm'] }),
        await owner.post('/api/auth/oidc/confirm', { pending: said['confirm'], password: PASSWORD }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    }
    expect(stored(world.desk, 'SELECT * FROM identities WHERE user_id = ?', other.id)).toEqual([]);
  });

  it('gets no session from a connection that was confirmed already', async () => {
    const other = await addPerson(world.desk, { name: `Once${people}` });
    const { at, said } = await comes({ email: other.email, email_verified: true });
    const body = { pending: said['confirm'], password: PASSWORD };
    const answers = await Promise.all([1, 2, 3, 4].map(() => at.post('/api/auth/oidc/confirm', body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await at.post('/api/auth/oidc/confirm', body)).status).toBe(401);
  });
});

describe('a connection that somebody began', () => {
  const begins = async () => {
    const person = await addPerson(world.desk, { name: `Walks${people}` });
    const at = browser();
    await at.signIn(person.email);
    const { body } = await at.post<{ url: string }>('/api/me/identity/connect');
    // Somebody else sits down, and signs in at the provider.
    provider.accounts.set(`sits-${people}`, { email: `sits${people}@desk.example`, email_verified: true });
    provider.who = `sits-${people}`;
    return { ...person, at, url: body.url };
  };
  const connected = (id: string) => stored(world.desk, 'SELECT * FROM identities WHERE user_id = ?', id).length;

  it.each<[what: string, then: (at: Traveller) => Promise<unknown>]>([
    ['after they signed out', (at) => at.post('/api/auth/logout')],
    ['after another person signed in', (at) => at.signIn(world.ana.email)],
    [
      'after the session was ended from elsewhere',
      async (at) => {
        const other = await new Person(world.desk.url).signIn((await at.get<{ email: string }>('/api/me')).body.email);
        await other.delete('/api/me/sessions');
      },
    ],
  ])('connects nobody %s', async (_what, then) => {
    const { id, at, url } = await begins();
    await then(at);
    expect(saidAt(await at.goes(url))).toEqual({ problem: 'state_lost' });
    expect(connected(id)).toBe(0);
  });

  it('connects nobody in another browser', async () => {
    const { id, url } = await begins();
    expect(saidAt(await victim.at.goes(url))).toEqual({ problem: 'state_lost' });
    expect(connected(id)).toBe(0);
  });
});

describe('a logout token', () => {
  const claims = () => ({
    ...{ iss: provider.issuer, aud: CLIENT.id, sub: victim.subject, iat: Math.floor(Date.now() / 1000) },
  });
  const tells = async (token: string) => {
    const body = new URLSearchParams({ logout_token: token });
    return (await fetch(`${world.desk.url}/api/auth/oidc/logout`, { method: 'POST', body })).status;
  };
  /** Signed by a key that is not the provider's. */
  const forged = async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = await importPKCS8(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), 'ES256');
    return new SignJWT({
      ...claims(),
      jti: randomUUID(),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'k-2026-08', typ: 'logout+jwt' })
      .sign(key);
  };
  const unsigned = () =>
    [
      { alg: 'none', typ: 'logout+jwt' },
      { ...claims(), jti: 'x', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat('')
      .join('.');
  /** With the secret of the client, which a program could know. */
  const symmetric = () =>
    new SignJWT({
      ...claims(),
      jti: randomUUID(),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'logout+jwt' })
      .sign(new TextEncoder().encode(CLIENT.secret));
  const signed = (more: Record<string, unknown>, header?: Record<string, unknown>) => () =>
    provider.logoutToken({ ...claims(), ...more }, header);

  it.each<[what: string, token: () => string | Promise<string>]>([
    ['no token', () => ''],
    ['a text', () => 'logout'],
    ['without a signature', unsigned],
    ['signed by another key', forged],
    ['signed with the secret of the client', symmetric],
    ['of another issuer', signed({ iss: 'https://id.evil.example' })],
    ['for another client', signed({ aud: 'another' })],
    ['with a nonce, as an ID token has', signed({ nonce: 'x' })],
    ['without an event', signed({ events: {} })],
    ['with another event', signed({ events: { 'http://schemas.openid.net/event/other': {} } })],
    ['without a person and a session', signed({ sub: undefined })],
    ['with an empty person', signed({ sub: '' })],
    ['without an id of its own', signed({ jti: undefined })],
    ['without a time', signed({ iat: undefined })],
    ['of an hour ago', () => provider.logoutToken({ ...claims(), iat: claims().iat - 3600 })],
    ['of the future', () => provider.logoutToken({ ...claims(), iat: claims().iat + 3600 })],
    ['that has expired', () => provider.logoutToken({ ...claims(), exp: claims().iat - 600 })],
    ['of the kind of an access token', signed({}, { typ: 'at+jwt' })],
  ])('ends nothing: %s', async (_what, token) => {
    expect(await tells(await token())).toBe(400);
    expect((await victim.at.get('/api/me')).status).toBe(200);
  });

  it('ends nobody but the person and the session that it names', async () => {
    expect(await tells(await provider.logoutToken({ ...claims(), sub: 'somebody-else' }))).toBe(200);
    expect(await tells(await provider.logoutToken({ ...claims(), sid: 'another-session' }))).toBe(200);
    expect((await victim.at.get('/api/me')).status).toBe(200);
    expect(await tells(await provider.logoutToken(claims()))).toBe(200);
    expect((await victim.at.get('/api/me')).status).toBe(401);
  });

  it.each<[what: string, type: string, body: string]>([
    ['as JSON', 'application/json', '{"logout_token":"x"}'],
    ['as a text', 'text/plain', 'logout_token=x'],
    ['as a file', 'multipart/form-data; boundary=x', '--x--'],
  ])('is taken from a form only: %s', async (_what, type, body) => {
    const headers = { 'content-type': type };
    expect((await fetch(`${world.desk.url}/api/auth/oidc/logout`, { method: 'POST', headers, body })).status).toBe(415);
  });

  it('of a page of another site is refused', async () => {
    const body = new URLSearchParams({ logout_token: await provider.logoutToken(claims()) });
    const headers = { origin: 'https://evil.example' };
    expect((await fetch(`${world.desk.url}/api/auth/oidc/logout`, { method: 'POST', headers, body })).status).toBe(403);
    expect((await victim.at.get('/api/me')).status).toBe(200);
  });
});

describe('a provider that lies', () => {
  let asked: Received[];
  const lies = async (metadata: (issuer: string) => Record<string, unknown>) => {
    const server = await startReceiver((request, response) => {
      const issuer = `http://${String(request.headers.host)}`;
      const whole = {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
      };
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ...whole, ...metadata(issuer) }));
    });
    asked = server.received;
    const answer = await world.zoe.put<Refused>('/api/sign-in/provider', {
      ...{ isOn: true, issuer: server.url, clientId: CLIENT.id, clientSecret: CLIENT.secret },
      ...{ label: 'Evil', ceiling: 'agent' },
    });
    await server.close();
    return answer;
  };

  it.each<[what: string, metadata: (issuer: string) => Record<string, unknown>]>([
    ['a sign-in page that is a script', () => ({ authorization_endpoint: 'data:text/html,<script>alert(1)</script>' })],
    ['a sign-in page inside the network', () => ({ authorization_endpoint: 'http://10.0.0.1/auth' })],
    [
      'a sign-in page with a password in its address',
      () => ({ authorization_endpoint: 'https://a:b@id.example/auth' }),
    ],
    ['no sign-in page', () => ({ authorization_endpoint: undefined })],
    ['no keys', () => ({ jwks_uri: undefined })],
    ['another issuer', () => ({ issuer: 'https://accounts.google.com' })],
    ['no issuer', () => ({ issuer: undefined })],
    ['an issuer that is a list', (issuer) => ({ issuer: [issuer] })],
  ])('is not taken with %s', async (_what, metadata) => {
    const { status, body } = await lies(metadata);
    expect([status, Object.keys(body.error.fields ?? {})]).toEqual([422, ['issuer']]);
    expect(asked.every(({ path }) => path.startsWith('/.well-known/'))).toBe(true);
    const { body: now } = await world.zoe.get<{ provider: { label: string } }>('/api/sign-in/provider');
    expect(now.provider.label).toBe('Orla ID');
  });
});

describe('somebody without the right', () => {
  it('gives by a group no role that they may not give by hand', async () => {
    const made = await world.zoe.post<{ code: string }>('/api/roles', { name: `Settings only ${people}` });
    const { code } = made.body;
    const rights = { tickets: ['view'], settings: ['view', 'update'], roles: ['view', 'update'] };
    expect((await world.zoe.put(`/api/roles/${code}/permissions`, { rights })).status).toBe(200);
    const kim = await addStaff(world.desk, `Kim${people}`, 'agent');
    expect((await world.zoe.patch(`/api/users/${kim.id}`, { role: code })).status).toBe(200);
    await kim.signIn(kim.email);
    const answer = await kim.put('/api/sign-in/provider', {
      ...{ isOn: true, issuer: provider.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret },
      ...{ label: 'Orla ID', ceiling: 'admin', roles: [{ group: 'kim', role: 'admin' }] },
    });
    expect(answer.status).toBe(403);
  });

  it.each<[what: string, rights: object]>([
    ['settings alone', { tickets: ['view'], settings: ['view', 'update'] }],
    ['settings and roles', { tickets: ['view'], settings: ['view', 'update'], roles: ['view', 'update'] }],
  ])('neither removes nor lowers a provider that gives a role above theirs: %s', async (_what, rights) => {
    people += 1;
    const { email } = await addPerson(world.desk, { name: `Clerk${people}`, role: 'agent' });
    const made = await world.zoe.post<{ code: string }>('/api/roles', { name: `Clerk ${people}`, rights });
    const clerk = await new Person(world.desk.url).signIn(email);
    expect((await world.zoe.patch(`/api/users/${clerk.id}`, { role: made.body.code })).status).toBe(200);
    await clerk.signIn(email);
    const provided = () => stored(world.desk, `SELECT value FROM settings WHERE name = 'oidc'`);
    const before = provided();
    expect((await clerk.get('/api/sign-in/provider')).status).toBe(200);
    const lower = { ...{ isOn: false, issuer: provider.issuer, clientId: CLIENT.id }, label: 'Mine' };
    for (const answer of [
      await clerk.delete('/api/sign-in/provider'),
      await clerk.put('/api/sign-in/provider', { ...lower, ceiling: made.body.code }),
      await clerk.put('/api/sign-in/provider', { ...lower, ceiling: 'admin' }),
    ])
      expect(answer.status).toBe(403);
    expect(provided()).toEqual(before);
  });

  it('learns no client secret, no refresh token and no nonce from the log or an answer', async () => {
    const said = JSON.stringify([
      (await world.zoe.get('/api/sign-in/provider')).body,
      (await world.zoe.get('/api/audit?limit=100&signIns=true')).body,
      (await world.zoe.get(`/api/users/${victim.id}/sessions`)).body,
      stored(world.desk, 'SELECT * FROM settings'),
      stored(world.desk, 'SELECT * FROM oidc_flows'),
    ]);
    expect(said).not.toContain(CLIENT.secret);
    expect(said).not.toContain('nonce');
    expect(new Person(world.desk.url).cookie).toBe('');
  });
});
