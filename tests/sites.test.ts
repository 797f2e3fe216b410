import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256, uuidv7 } from '../db/ids.ts';
import { DEFAULT_LOOK, type IdentityReport, type Site } from '../server/sites/contract.ts';
import { TOKEN_LIFE_SECONDS, tokenHash } from '../server/widget/identity-token.ts';
import { identityToken } from './support/identity-token.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const path = (id = '') => `/api/sites${id && `/${id}`}`;
const shop = (more: object = {}) => ({ id: uuidv7(), name: 'Orla', origins: ['https://shop.example'], ...more });
const add = async (more: object = {}) => (await world.zoe.post<Site>(path(), shop(more))).body;
const trail = (id: string) =>
  stored<{ action: string }>(world.desk, 'SELECT action FROM audit_log WHERE target_id = ? ORDER BY id', id).map(
    ({ action }) => action,
  );

describe('a site', () => {
  it('is added once, however often the request is sent, with a key from the server', async () => {
    const { zoe } = world;
    const wanted = shop();
    const first = await zoe.post<Site>(path(), wanted);
    const again = await zoe.post<Site>(path(), wanted);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(first.body).toMatchObject({ ...wanted, look: DEFAULT_LOOK, hours: null, hasIdentitySecret: false });
    expect(first.body.key).toMatch(/^[a-z2-7]{16}$/u);
    expect((await add()).key).not.toBe(first.body.key);
    expect((await zoe.post(path(), { ...wanted, name: 'Other' })).body).toMatchObject({ error: { code: 'id_reused' } });
    expect((await zoe.post(path(), { ...wanted, key: 'mine' })).status).toBe(422);
    expect(trail(wanted.id)).toEqual(['site.created']);
    expect((await zoe.get<{ items: Site[] }>(path())).body.items).toContainEqual(first.body);
  });

  it('can be edited in parts, and an edit without a change leaves no trace', async () => {
    const { zoe } = world;
    const { id } = await add();
    const look = { ...DEFAULT_LOOK, brand: '#AA0000', title: 'Ask us' };
    const hours = { timeZone: 'Europe/Madrid', week: [[['09:00', '13:00']], [], [], [], [], [], []], holidays: [] };
    expect((await zoe.patch<Site>(path(id), { look, hours })).body).toMatchObject({
      ...{ name: 'Orla', hours },
      look: { brand: '#aa0000', title: 'Ask us' },
    });
    expect((await zoe.patch(path(id), { look, name: 'Orla' })).status).toBe(200);
    expect((await zoe.patch<Site>(path(id), { hours: null })).body).toMatchObject({ hours: null, name: 'Orla' });
    const edits = stored(
      world.desk,
      `SELECT data FROM audit_log WHERE target_id = ? AND action = 'site.edited' ORDER BY id`,
      id,
    );
    expect(edits.map(({ data }) => JSON.parse(String(data)))).toEqual([
      { changed: ['look', 'hours'] },
      { changed: ['hours'] },
    ]);
  });

  it('ends its visitors’ sessions when it is deleted, and keeps their tickets', async () => {
    const { zoe, ana, desk } = world;
    const [site, other] = [await add(), await add()];
    const gone = await new Visitor(desk.url).begins(site.key);
    const elsewhere = await new Visitor(desk.url).begins(other.key);
    const ticket = await gone.opens('Does the Duo fit?');
    const here = await gone.listen();
    const closed = new Promise((resolve) => here.socket.once('disconnect', resolve));
    expect((await zoe.delete(path(site.id))).status).toBe(204);
    await closed;
    expect((await gone.get('/api/me')).status).toBe(401);
    expect((await elsewhere.get('/api/me')).status).toBe(200);
    expect((await ana.get(`/api/tickets/${ticket.id}`)).status).toBe(200);
    expect((await zoe.delete(path(site.id))).status).toBe(404);
    expect((await world.stranger.post('/api/widget/visitors', { site: site.key })).status).toBe(404);
    expect(trail(site.id)).toEqual(['site.created', 'site.deleted']);
    here.close();
  });
});

describe('the secret of a site', () => {
  it('is shown once, and can be replaced and deleted', async () => {
    const { zoe } = world;
    const { id } = await add();
    const make = async () => (await zoe.post<{ secret: string }>(`${path(id)}/identity-secret`, {})).body.secret;
    const [first, second] = [await make(), await make()];
    expect(Buffer.from(first, 'base64url')).toHaveLength(32);
    expect(second).not.toBe(first);
    const shown = JSON.stringify([(await zoe.get(path(id))).body, (await zoe.get(path())).body]);
    expect(shown).not.toContain(second);
    expect((await zoe.get<Site>(path(id))).body.hasIdentitySecret).toBe(true);
    expect((await zoe.delete(`${path(id)}/identity-secret`)).status).toBe(204);
    expect((await zoe.delete(`${path(id)}/identity-secret`)).status).toBe(204);
    expect((await zoe.get<Site>(path(id))).body.hasIdentitySecret).toBe(false);
    expect(trail(id)).toEqual(['site.created', 'site.identity_on', 'site.identity_rotated', 'site.identity_off']);
  });
});

describe('the checker of tokens', () => {
  let site: Site;
  let secret: string;
  const now = () => Math.floor((Date.now() + world.desk.ahead.ms) / 1000);
  const claims = () => ({ aud: site.key, sub: '1042', exp: now() + 300, jti: uuidv7() });
  const check = async (token: string) =>
    (await world.zoe.post<IdentityReport>(`${path(site.id)}/identity-check`, { token })).body;
  const failed = ({ checks }: IdentityReport) => checks.filter(({ ok }) => !ok).map(({ check }) => check);
  beforeAll(async () => {
    site = await add();
    secret = (await world.zoe.post<{ secret: string }>(`${path(site.id)}/identity-secret`, {})).body.secret;
  });

  it('accepts a good token, however often it is checked', async () => {
    const token = identityToken(secret, claims());
    const first = await check(token);
    expect(first).toMatchObject({ ok: true });
    expect(first.checks.map(({ check }) => check)).toEqual([
      'parts',
      'json',
      'alg',
      'signature',
      'aud',
      'sub',
      'exp',
      'jti',
    ]);
    expect(await check(token)).toEqual(first);
    expect(await check(`  ${token}\n`)).toEqual(first);
    expect(await check(identityToken(secret, { ...claims(), aud: [site.key] }))).toMatchObject({ ok: true });
  });

  const wrong: [string, () => string, string[], RegExp][] = [
    ['no dot', () => 'abc', ['parts'], /three parts/u],
    ['five parts, as an encrypted one has', () => 'a.b.c.d.e', ['parts'], /encrypted/u],
    ['quotes around it', () => `"${identityToken(secret, claims())}"`, ['parts'], /without quotes/u],
    ['a header that is no JSON', () => `${Buffer.from('{').toString('base64url')}.e30.x`, ['json'], /first part/u],
    ['a payload that is a list', () => identityToken(secret, []), ['json'], /second part/u],
    [
      'alg none',
      () => identityToken(secret, claims(), { alg: 'none' }).replace(/[^.]*$/u, ''),
      ['alg'],
      /"none".*HS256/u,
    ],
    ['another alg', () => identityToken(secret, claims(), { alg: 'HS512' }), ['alg'], /HS512/u],
    ['a public key’s alg', () => identityToken(secret, claims(), { alg: 'RS256' }), ['alg'], /RS256/u],
    ['crit', () => identityToken(secret, claims(), { alg: 'HS256', crit: ['x'] }), ['alg'], /crit/u],
    ['another secret', () => identityToken('x'.repeat(43), claims()), ['signature'], /newest secret/u],
    ['the secret decoded', () => signedDecoded(), ['signature'], /not decoded/u],
    ['no aud', () => identityToken(secret, { ...claims(), aud: undefined }), ['aud'], /missing/u],
    [
      'the aud of another site',
      () => identityToken(secret, { ...claims(), aud: 'elsewhere' }),
      ['aud'],
      /"elsewhere"/u,
    ],
    ['two audiences', () => identityToken(secret, { ...claims(), aud: [site.key, 'b'] }), ['aud'], /It must be/u],
    ['no sub', () => identityToken(secret, { ...claims(), sub: '' }), ['sub'], /missing/u],
    ['a sub that is a number', () => identityToken(secret, { ...claims(), sub: 1042 }), ['sub'], /as text: "1042"/u],
    ['a sub without end', () => identityToken(secret, { ...claims(), sub: 'x'.repeat(300) }), ['sub'], /longer/u],
    ['no exp', () => identityToken(secret, { ...claims(), exp: undefined }), ['exp'], /missing/u],
    ['exp as a text', () => identityToken(secret, { ...claims(), exp: `${now()}` }), ['exp'], /a number/u],
    ['exp in milliseconds', () => identityToken(secret, { ...claims(), exp: Date.now() }), ['exp'], /milliseconds/u],
    ['exp in the past', () => identityToken(secret, { ...claims(), exp: now() - 3600 }), ['exp'], /too old/u],
    ['exp too far', () => identityToken(secret, { ...claims(), exp: now() + 3600 }), ['exp'], /more than 10 minutes/u],
    ['exp beyond all dates', () => identityToken(secret, { ...claims(), exp: 1e10 }), ['exp'], /more than 10/u],
    ['no jti', () => identityToken(secret, { ...claims(), jti: undefined }), ['jti'], /UUID/u],
    [
      'nothing of what it needs, each said at once',
      () => identityToken('other', {}),
      ['signature', 'aud', 'sub', 'exp', 'jti'],
      /missing/u,
    ],
  ];
  const signedDecoded = () => {
    const right = identityToken(secret, claims());
    return `${right.slice(0, right.lastIndexOf('.'))}.${sha256(secret).slice(0, 43)}`;
  };
  it.each(wrong)('says what is wrong with %s', async (_what, token, steps, words) => {
    const report = await check(token());
    expect(report.ok).toBe(false);
    expect(failed(report)).toEqual(steps);
    expect(
      report.checks
        .filter(({ ok }) => !ok)
        .map((one) => one.words)
        .join('\n'),
    ).toMatch(words);
    expect(JSON.stringify(report)).not.toContain(secret);
  });

  it('shows both times for an expired token', async () => {
    const exp = Date.UTC(2026, 10, 12, 9, 40) / 1000;
    const { checks } = await check(identityToken(secret, { ...claims(), exp }));
    expect(checks.find((one) => one.check === 'exp')?.words).toMatch(
      /^exp was 2026-11-12 09:40:00 UTC, and it is \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC here/u,
    );
  });

  it('reports a token that was used already', async () => {
    const used = claims();
    const hash = tokenHash(site.id, used);
    const { connect } = await import('../db/sqlite/connection.ts');
    const { usedTokens } = await import('../db/schema/widget.ts');
    const db = connect(`${world.desk.dataDir}/answerback.db`);
    await db.writer.db.insert(usedTokens).values({ hash, expiresAt: (used.exp + TOKEN_LIFE_SECONDS) * 1000 });
    db.close();
    const report = await check(identityToken(secret, used));
    expect(failed(report)).toEqual(['jti']);
    expect(report.checks.at(-1)?.words).toContain('used already');
  });

  it('reports that the site has no secret', async () => {
    const { id } = await add();
    const answer = await world.zoe.post(`${path(id)}/identity-check`, { token: 'a.b.c' });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'sites.no_secret' } } });
  });
});
