import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended } from '../support/ended.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { Program } from '../support/program.ts';
import { stored } from '../support/stored.ts';
import { addPerson, createWorld, type World } from '../support/world.ts';
import { tryToConnect } from './bare-socket.ts';

const DAY_MS = 86_400_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const signIn = (email: unknown, password: unknown, headers: Record<string, string> = {}) =>
  new Person(world.desk.url).send('POST', '/api/auth/token', { email, password }, headers);
const program = (email = 'ana@desk.example') => new Program(world.desk.url).signsIn(email);
const withToken = (token: string) => Object.assign(new Program(world.desk.url), { token });
const isIn = async (person: Person) => (await person.get('/api/me')).status === 200;

async function later<T>(ms: number, look: () => Promise<T>): Promise<T> {
  world.desk.ahead.ms += ms;
  return look().finally(() => (world.desk.ahead.ms = 0));
}

describe('a program’s sign-in', () => {
  it('gives the same answer for an unknown address, a wrong password, and a deactivated account', async () => {
    const gone = await addPerson(world.desk, { name: 'Gil' });
    await world.zoe.patch(`/api/users/${gone.id}`, { active: false });
    const answers = [
      await signIn('nobody@post.example', PASSWORD),
      await signIn('jonas@post.example', 'not his password'),
      await signIn(gone.email, PASSWORD),
    ];
    const said = answers.map(({ status, body, headers }) =>
      JSON.stringify({ status, body, headers: [...headers.keys()].toSorted() }),
    );
    expect(new Set(said).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { error: { code: 'wrong_sign_in' } } });
  });

  it('shares the limit of guesses with the browser’s sign-in', async () => {
    await new Person(world.desk.url).register('Ida', 'ida@post.example');
    const browser = (password: string) =>
      new Person(world.desk.url).post('/api/auth/login', { email: 'ida@post.example', password });
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 2 ? browser(`guess number ${n}`) : signIn('ida@post.example', `guess ${n}`),
      ),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect((await signIn('ida@post.example', PASSWORD)).status).toBe(429);
    expect((await browser(PASSWORD)).status).toBe(429);
  });

  it.each([
    ['an object as the password', { email: 'mia@post.example', password: { $ne: '' } }, 422],
    ['a list as the address', { email: ['mia@post.example'], password: PASSWORD }, 422],
    ['a role beside it', { email: 'mia@post.example', password: PASSWORD, role: 'admin' }, 422],
    ['scopes beside it', { email: 'mia@post.example', password: PASSWORD, rights: { people: ['update'] } }, 422],
    ['a condition in the address', { email: `' or 1=1 --@post.example`, password: PASSWORD }, 422],
    ['a password of a hundred thousand characters', { email: 'mia@post.example', password: 'x'.repeat(100_000) }, 422],
    ['nothing', {}, 422],
  ])('is refused with %s', async (_case, body, status) => {
    expect((await world.stranger.post('/api/auth/token', body)).status).toBe(status);
  });

  it('sets no cookie, and refuses a page of another site', async () => {
    const answer = await signIn('mia@post.example', PASSWORD);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
    expect((await signIn('mia@post.example', PASSWORD, { origin: 'https://evil.example' })).status).toBe(403);
  });

  it('does not start if the password changed while it was being checked', async () => {
    const kay = await new Person(world.desk.url).register('Kay', 'kay@post.example');
    const attempts = Array.from({ length: 4 }, () => new Program(world.desk.url));
    const [, ...answers] = await Promise.all([
      kay.put('/api/me/password', { current: PASSWORD, next: 'another long enough one' }),
      ...attempts.map((one) =>
        one.post<{ token: string }>('/api/auth/token', { email: kay.email, password: PASSWORD }),
      ),
    ]);
    for (const { status, body } of answers) {
      const after = await isIn(withToken(body.token ?? 'none'));
      expect([status === 200 || status === 401, after]).toEqual([true, false]);
    }
  });
});

describe('a used refresh token', () => {
  it('ends every token of its sign-in, and its sockets, at once', async () => {
    const [ana, other] = [await program(), await program()];
    const stolen = ana.refreshToken;
    const first = withToken(ana.token);
    await ana.refreshes();
    const reasons = ended(await ana.listen());
    const thief = new Program(world.desk.url);
    expect(await thief.refreshes(stolen)).toMatchObject({ status: 401, body: { error: { code: 'refresh_used' } } });
    expect(await reasons()).toEqual(['ended']);
    expect([await isIn(ana), await isIn(first), (await ana.refreshes()).status]).toEqual([false, false, 401]);
    expect([await isIn(other), await isIn(world.ana)]).toEqual([true, true]);
    const log = stored(world.desk, `SELECT target_id FROM audit_log WHERE action = 'session.refresh_reused'`);
    expect(log).toEqual([{ target_id: world.ana.id }]);
  });

  it('also if it is an old one, three turns back', async () => {
    const ana = await program();
    const oldest = ana.refreshToken;
    for (let turn = 0; turn < 3; turn += 1) expect((await ana.refreshes()).status).toBe(200);
    expect((await new Program(world.desk.url).refreshes(oldest)).status).toBe(401);
    expect(await isIn(ana)).toBe(false);
  });

  it('of twenty at the same moment lets one through, and then none', async () => {
    const ana = await program();
    const all = Array.from({ length: 20 }, () => new Program(world.desk.url));
    const answers = await Promise.all(all.map((one) => one.refreshes(ana.refreshToken)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const one of [ana, ...all]) expect(await isIn(one)).toBe(false);
  });
});

describe('a secret of another kind', () => {
  it.each<[string, (ana: Program) => string]>([
    ['nothing', () => ''],
    ['a guess', () => `aba_${'A'.repeat(43)}`],
    ['a refresh token', ({ refreshToken }) => refreshToken],
    ['a refresh token under another prefix', ({ refreshToken }) => refreshToken.replace('abr_', 'aba_')],
    ['a cookie', () => world.ana.cookie.replace('sid=', '')],
    ['a cookie under another prefix', () => world.ana.cookie.replace('sid=staff_', 'aba_')],
    ['a token in other letters', ({ token }) => token.toUpperCase()],
    ['a token without its end', ({ token }) => token.slice(0, -1)],
    ['a quote', () => `aba_' or '1'='1`],
    ['far too much of it', () => 'aba_'.padEnd(4_000, 'A')],
    ['its hash', () => `aba_${String(stored(world.desk, 'SELECT hash FROM access_tokens')[0]?.['hash'])}`],
  ])('opens nothing as a bearer token, over HTTP and over the socket: %s', async (_case, secretOf) => {
    const secret = secretOf(await program());
    expect(await isIn(withToken(secret))).toBe(false);
    const headers = { authorization: `Bearer ${secret}`, cookie: world.ana.cookie, origin: world.desk.url };
    // The cookie beside it does not help.
    expect((await world.ana.send('GET', '/api/me', undefined, headers)).status).toBe(401);
    const { refusal } = await tryToConnect(world.desk.url, headers);
    expect(refusal).toBe('signed_out');
  });

  it('opens nothing as a cookie', async () => {
    const ana = await program();
    for (const secret of [ana.token, ana.refreshToken]) {
      const person = new Person(world.desk.url);
      person.cookie = `sid=${secret}`;
      expect(await isIn(person)).toBe(false);
    }
  });

  it.each([
    ['nothing', ''],
    ['a guess', `abr_${'A'.repeat(43)}`],
    ['an access token', 'token'],
    ['a cookie', 'cookie'],
  ])('refreshes nothing: %s', async (_case, kind) => {
    const ana = await program();
    const secret = kind === 'token' ? ana.token : kind === 'cookie' ? world.ana.cookie.replace('sid=', '') : kind;
    expect(await new Program(world.desk.url).refreshes(secret)).toMatchObject({
      status: 401,
      body: { error: { code: 'refresh_refused' } },
    });
    expect([await isIn(ana), await isIn(world.ana)]).toEqual([true, true]);
  });
});

describe('a token that expires', () => {
  it('is refused over the socket with a code that says so, during a connection and at a new one', async () => {
    const ana = await program();
    const listener = await ana.listen();
    const reasons = ended(listener);
    const refusal = await later(16 * 60_000, async () => {
      const answer = await listener.socket.timeout(5_000).emitWithAck('unwatch', { ticketId: world.ana.id });
      expect(answer).toMatchObject({ ok: false, error: { code: 'token_expired' } });
      return (await tryToConnect(world.desk.url, { authorization: `Bearer ${ana.token}` })).refusal;
    });
    expect(refusal).toBe('token_expired');
    expect(await reasons()).toEqual(['ended']);
  });

  it('is not renewed for ever: the sign-in ends after its absolute life', async () => {
    const ana = await program();
    for (let at = DAY_MS / 4; at < 7 * DAY_MS; at += DAY_MS / 4)
      await later(at, async () => expect((await ana.refreshes()).status).toBe(200));
    expect((await later(7 * DAY_MS, () => ana.refreshes())).status).toBe(401);
  });

  it('is not refreshed after twelve idle hours of a colleague', async () => {
    const ana = await program();
    expect((await later(DAY_MS / 2 + 1000, () => ana.refreshes())).status).toBe(401);
  });
});
