import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSite } from '../support/site.ts';
import { SITE_SECRET, signFor } from '../support/site-server.ts';
import { stored } from '../support/stored.ts';
import { Visitor } from '../support/visitor.ts';
import { createWorld, type World } from '../support/world.ts';

interface Refusal {
  error: { code: string; details?: { check: string } };
}

let world: World;
let site: string;
beforeAll(async () => {
  world = await createWorld();
  site = (await addSite(world.desk, { identitySecret: SITE_SECRET })).key;
});
afterAll(() => world.end());

const show = (token: string, key = site) => new Visitor(world.desk.url).identifies(key, token);
const refusal = async (token: string, key = site) => {
  const { status, body } = await show(token, key);
  const { error } = body as unknown as Refusal;
  return [status, error.code, error.details?.check];
};
const refused = (check: string) => [422, 'identity.refused', check];
const visitors = () => stored(world.desk, 'SELECT user_id FROM visitors').length;
const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
const good = (claims: object = {}) => signFor('ida', { site, ...claims });

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** The payload of a good token under another header, signed in whatever way. */
function bent(header: object, sign: (text: string) => string) {
  const [, body = ''] = good().split('.');
  const text = `${encoded(header)}.${body}`;
  return `${text}.${sign(text)}`;
}
const hmac =
  (secret: string, hash = 'sha256') =>
  (text: string) =>
    createHmac(hash, secret).update(text).digest('base64url');

describe('an identity token', () => {
  it('is accepted if it is valid, or the tests below prove nothing', async () => {
    expect((await show(good())).status).toBe(200);
  });

  it.each<[string, string, () => string]>([
    ['has no algorithm', 'alg', () => bent({ alg: 'none' }, () => '')],
    ['has no algorithm, in other letters', 'alg', () => bent({ alg: 'nOnE' }, hmac(SITE_SECRET))],
    ['says no algorithm at all', 'alg', () => bent({ typ: 'JWT' }, hmac(SITE_SECRET))],
    ['has a longer hash', 'alg', () => bent({ alg: 'HS384' }, hmac(SITE_SECRET, 'sha384'))],
    ['has the longest hash', 'alg', () => bent({ alg: 'HS512' }, hmac(SITE_SECRET, 'sha512'))],
    ['writes the algorithm in small letters', 'alg', () => bent({ alg: 'hs256' }, hmac(SITE_SECRET))],
    ['names several algorithms', 'alg', () => bent({ alg: ['HS256'] }, hmac(SITE_SECRET))],
    [
      'is signed with a private key',
      'alg',
      () => bent({ alg: 'RS256' }, (text) => createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')),
    ],
    ['is signed with a public key as the secret', 'signature', () => bent({ alg: 'HS256' }, hmac(publicPem))],
    ['asks for what is not known', 'alg', () => bent({ alg: 'HS256', crit: ['exp'], exp: 1 }, hmac(SITE_SECRET))],
    ['leaves its payload as it is', 'alg', () => bent({ alg: 'HS256', b64: false, crit: ['b64'] }, hmac(SITE_SECRET))],
    [
      'brings its own key',
      'signature',
      () => bent({ alg: 'HS256', jwk: { kty: 'oct', k: encoded('mine') } }, hmac('mine')),
    ],
    [
      'says where its key lies',
      'signature',
      () => bent({ alg: 'HS256', jku: 'https://evil.example/k', kid: '../../dev/null' }, hmac('')),
    ],
    ['is signed with nothing', 'signature', () => good({ secret: '' })],
    ['is signed with another secret', 'signature', () => good({ secret: `${SITE_SECRET}!` })],
    ['is signed with the key of the site', 'signature', () => good({ secret: site })],
    ['has lost its signature', 'signature', () => good().replace(/[^.]*$/u, '')],
    ['has half of its signature', 'signature', () => good().slice(0, -20)],
    ['has one letter of its payload changed', 'signature', () => changed(good())],
    ['is for another site', 'aud', () => good({ aud: 'another-site' })],
    ['is for everybody', 'aud', () => good({ aud: undefined })],
    ['is for this site among others', 'aud', () => good({ aud: [site, 'another-site'] })],
    ['is for an object', 'aud', () => good({ aud: { [site]: true } })],
    ['is of nobody', 'sub', () => good({ sub: undefined })],
    ['is of an empty name', 'sub', () => good({ sub: '' })],
    ['is of a number', 'sub', () => good({ sub: 7 })],
    ['is of an object', 'sub', () => good({ sub: { $ne: null } })],
    ['is of a name too long', 'sub', () => good({ sub: 'x'.repeat(201) })],
    ['is of half a character', 'sub', () => good({ sub: 'a\uD800' })],
    ['is expired', 'exp', () => good({ exp: seconds(-61) })],
    ['is good for long', 'exp', () => good({ exp: seconds(661) })],
    ['is good for ever', 'exp', () => good({ exp: undefined })],
    ['is good until a text', 'exp', () => good({ exp: String(seconds(300)) })],
    ['is good until no number', 'exp', () => good({ exp: null })],
    ['counts in milliseconds', 'exp', () => good({ exp: Date.now() + 300_000 })],
    ['is from the future', 'exp', () => good({ iat: seconds(120) })],
    ['is not yet good', 'exp', () => good({ nbf: seconds(120) })],
    ['has a text as its beginning', 'exp', () => good({ nbf: 'now' })],
    ['has no number of its own', 'jti', () => good({ jti: undefined })],
    ['has an empty one', 'jti', () => good({ jti: '' })],
    ['has one too long', 'jti', () => good({ jti: 'x'.repeat(201) })],
    ['is empty', 'parts', () => '..'],
    ['has two parts', 'parts', () => good().split('.').slice(0, 2).join('.').replace('.', '')],
    ['has five parts', 'parts', () => `${good()}.a.b`],
    ['has other characters', 'parts', () => good().replace('.', ' .')],
    ['has a header that is no object', 'json', () => `${encoded('["HS256"]')}.${good().split('.').slice(1).join('.')}`],
    ['has a payload that is null', 'json', () => `${good().split('.')[0]}.${encoded('null')}.x`],
    [
      'has a payload that is no text',
      'json',
      () => `${good().split('.')[0]}.${Buffer.from([0xff, 0xfe]).toString('base64url')}.x`,
    ],
  ])('opens nothing when it %s', async (_case, check, token) => {
    const before = visitors();
    expect(await refusal(token())).toEqual(refused(check));
    expect(visitors()).toBe(before);
  });

  function changed(token: string) {
    const [head = '', body = '', signature = ''] = token.split('.');
    const text = Buffer.from(body, 'base64url').toString().replace('"ida"', '"eve"');
    return `${head}.${encoded(text)}.${signature}`;
  }

  it('is accepted within a minute on both sides of its time', async () => {
    expect((await show(good({ exp: seconds(-30) }))).status).toBe(200);
    expect((await show(good({ iat: seconds(30), nbf: seconds(30), exp: seconds(630) }))).status).toBe(200);
  });

  it('is not affected by other headers', async () => {
    const header = { kid: `' OR 1=1`, jku: 'https://evil.example', x5u: 'https://evil.example', typ: 'at+jwt' };
    expect((await show(good({ header }))).status).toBe(200);
  });

  it('is accepted once, also when its jti is encoded differently', async () => {
    const token = good();
    expect((await show(token)).status).toBe(200);
    expect(await refusal(token)).toEqual([409, 'identity.used', undefined]);
    const jti: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti;
    expect(await refusal(good({ jti, sub: 'another' }))).toEqual([409, 'identity.used', undefined]);
  });

  it('is accepted once of many simultaneous requests, and for one visitor', async () => {
    const token = signFor('raced', { site });
    const all = await Promise.all(Array.from({ length: 8 }, () => show(token)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 409)).toHaveLength(7);
    const rows = stored(world.desk, `SELECT user_id FROM visitors WHERE external_id = 'raced'`);
    expect(rows).toHaveLength(1);
  });

  it('creates one visitor for two simultaneous tokens', async () => {
    const tokens = [signFor('twice', { site }), signFor('twice', { site })];
    const [one, two] = await Promise.all(tokens.map((token) => show(token)));
    expect([one?.status, two?.status]).toEqual([200, 200]);
    expect(one?.body.me.id).toBe(two?.body.me.id);
  });

  it('is not used up when it is refused', async () => {
    const jti = 'kept for later';
    expect(await refusal(good({ jti, exp: seconds(-120) }))).toEqual(refused('exp'));
    expect((await show(good({ jti }))).status).toBe(200);
  });

  it('of one site is refused on another', async () => {
    const other = await addSite(world.desk, { identitySecret: `${SITE_SECRET}, the other` });
    const none = await addSite(world.desk, {});
    const short = await addSite(world.desk, { identitySecret: 'short' });
    expect(await refusal(signFor('ida', { site: other.key }), other.key)).toEqual(refused('signature'));
    expect(await refusal(signFor('ida', { site: none.key, secret: '' }), none.key)).toEqual([
      409,
      'identity.off',
      undefined,
    ]);
    expect(await refusal(signFor('ida', { site: short.key, secret: 'short' }), short.key)).toEqual([
      409,
      'identity.off',
      undefined,
    ]);
    expect((await refusal(good(), 'no-such-site')).slice(0, 2)).toEqual([404, 'not_found']);
  });

  it.each([
    ['two writings of one letter', 'Zo\u00EB', 'Zoe\u0308'],
    ['letters that look alike', 'admin', '\u0430dmin'],
    ['large and small letters', 'Ida', 'ida'],
    ['a space behind', 'ida.holm', 'ida.holm '],
    ['a null behind', 'ida.null', 'ida.null\u0000'],
    ['an invisible character', 'ida.zero', 'ida\u200B.zero'],
  ])('tells two apart by %s', async (_case, one, other) => {
    const [first, second] = [await show(signFor(one, { site })), await show(signFor(other, { site }))];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body.me.id).not.toBe(second.body.me.id);
    expect((await show(signFor(other, { site }))).body.me.id).toBe(second.body.me.id);
  });

  it('can contain invalid names, addresses and fields, which are dropped', async () => {
    const claims = {
      name: `${'x'.repeat(300)}`,
      email: { toString: 'ida' },
      fields: { __proto__: null, 'constructor.prototype': 1, plan: ['gold'] },
    };
    const answer = await show(signFor('odd', { site, ...claims }));
    expect(answer.status).toBe(200);
    expect(answer.body.me.name).toMatch(/^Visitor \d+$/u);
    expect(stored(world.desk, `SELECT email, fields FROM visitors WHERE external_id = 'odd'`)).toEqual([
      { email: null, fields: '{}' },
    ]);
    const named = await show(signFor('bidi', { site, name: '<b>\u202Eadi\u0000</b>' }));
    expect(named.body.me.name).toBe('<b>adi</b>');
  });

  it.each([
    ['too large', () => ({ site, token: 'x'.repeat(4001) }), 422],
    ['no text', () => ({ site, token: { alg: 'none' } }), 422],
    ['beside what is not known', () => ({ site, token: good(), userId: world.jonas.id }), 422],
    ['beside a role', () => ({ site, token: good(), role: 'admin' }), 422],
    ['beside a page that is a script', () => ({ site, token: good(), page: 'data:text/html,<b>' }), 422],
  ])('is refused when it is %s', async (_case, body, status) => {
    expect((await world.stranger.post('/api/widget/identity', body())).status).toBe(status);
  });

  it('does not affect the person of a cookie', async () => {
    const ticket = await world.jonas.opens('Mine');
    const answer = await world.jonas.post<{ token: string; joined: number }>('/api/widget/identity', {
      site,
      token: signFor('jonas', { site }),
    });
    expect(answer).toMatchObject({ status: 200, body: { joined: 0 } });
    expect((await world.jonas.get(`/api/tickets/${ticket.id}`)).status).toBe(200);
    const asBearer = await world.stranger.send(
      'POST',
      '/api/widget/identity',
      { site, token: signFor('jonas 2', { site }) },
      {
        authorization: `Bearer ${world.jonas.cookie.replace('sid=', '')}`,
      },
    );
    expect(asBearer).toMatchObject({ status: 200, body: { joined: 0 } });
    expect((await world.jonas.get('/api/me')).status).toBe(200);
  });

  it('is not in the audit log, and its secret is stored in one place only', async () => {
    const token = signFor('audited', { site });
    await show(token);
    const log = JSON.stringify(stored(world.desk, 'SELECT * FROM audit_log'));
    for (const secret of [token, SITE_SECRET, 'audited']) expect(log).not.toContain(secret);
  });
});
