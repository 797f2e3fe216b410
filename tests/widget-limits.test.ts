import { hash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../db/sqlite/connection.ts';
import type { News } from '../server/feed.ts';
import type { Connections } from '../db/database.ts';
import { type Commit, createCommit } from '../server/commit.ts';
import { uuidv7 } from '../db/ids.ts';
import { LIMITS } from '../server/http/limits.ts';
import { forgetUsedTokens } from '../server/widget/commands.ts';
import { createVisitorPruning } from '../server/widget/prune-visitors.ts';
import { ADMIN, type Desk, startDesk } from './support/desk.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { SITE_SECRET, signFor } from './support/site-server.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';

interface Needed {
  error: { code: string; details: { challenge: string; bits: number } };
}

let desk: Desk;
let site: string;
let stranger: Person;
beforeAll(async () => {
  desk = await startDesk();
  site = (await addSite(desk, { identitySecret: SITE_SECRET })).key;
  stranger = new Person(desk.url);
});
afterAll(() => desk.stop());

describe('a visitor', () => {
  it('can open five conversations an hour, not counting retries; another visitor behind the same address has five too', async () => {
    const [one, other] = [new Visitor(desk.url), new Visitor(desk.url)];
    await one.begins(site);
    await other.begins(site);
    const input = { id: uuidv7(), messageId: uuidv7(), subject: 'Hello', body: 'Hello' };
    expect((await one.post('/api/tickets', input)).status).toBe(201);
    for (let n = 0; n < 6; n += 1) expect((await one.post('/api/tickets', input)).status).toBe(200);
    for (let n = 2; n <= LIMITS.visitor_ticket.points; n += 1) await one.opens(`Number ${n}`);
    const sixth = await one.post('/api/tickets', { subject: 'One more', body: 'Please' });
    expect([sixth.status, sixth.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/u)]);
    expect((await one.post('/api/tickets', input)).status).toBe(200);
    await other.opens('Mine');
  });
});

describe('pruning', () => {
  const clock = () => Date.now() + desk.ahead.ms;
  const known = () => stored<{ id: string }>(desk, 'SELECT user_id AS id FROM visitors').map(({ id }) => id);
  let db: Connections;
  let commit: Commit;
  beforeAll(() => {
    db = connect(join(desk.dataDir, 'answerback.db'));
    const fail = (error: unknown) => {
      throw error;
    };
    commit = createCommit({ writer: db.writer, clock, publish: () => {}, onFatal: fail });
  });
  afterAll(() => db.close());

  it('deletes visitors who wrote nothing, after a day', async () => {
    const ended: string[] = [];
    const publish = (news: News[]) => {
      for (const one of news) if (one.kind === 'sessions') ended.push(...one.ended);
    };
    const telling = createCommit({ writer: db.writer, clock, publish, onFatal: () => expect.unreachable() });
    const forget = createVisitorPruning({ db, commit: telling, clock });
    const begins = (name: string) => new Visitor(desk.url).begins(site, { name, email: 'said@post.example' });
    const [silent, asking, rude] = [await begins('Silent'), await begins('Asking'), await begins('Rude')];
    await asking.opens('A question');
    await asking.opens('Another');
    const zoe = await new Person(desk.url).signIn(ADMIN.email, ADMIN.password);
    await zoe.put(`/api/visitors/${rude.id}/blocked`, { blocked: true });
    const ida = new Visitor(desk.url);
    await ida.identifies(site, signFor('ida', { site }));
    await forget();
    expect(known()).toEqual(expect.arrayContaining([silent.id, asking.id, rude.id, ida.id]));

    desk.ahead.ms += 86_400_001;
    await forget();
    expect(known()).not.toContain(silent.id);
    expect(known()).toEqual(expect.arrayContaining([asking.id, rude.id, ida.id]));
    expect(ended).toHaveLength(1);
    expect((await silent.get('/api/me')).status).toBe(401);
    expect((await asking.get('/api/me')).status).toBe(200);
    expect(stored(desk, 'SELECT name, active FROM users WHERE id = ?', silent.id)).toEqual([
      { name: 'Visitor', active: 0 },
    ]);

    // Those who came later have their day over later, and are looked at then.
    const later = await begins('Later');
    await forget();
    expect(known()).toContain(later.id);
    desk.ahead.ms += 30 * 86_400_000;
    await forget();
    for (const { id } of [later, ida]) expect(known()).not.toContain(id);
    expect(known()).toEqual(expect.arrayContaining([asking.id, rude.id]));
    desk.ahead.ms = 0;
  });

  it('deletes used tokens after they expire', async () => {
    await new Visitor(desk.url).identifies(site, signFor('ida', { site }));
    const used = () => stored(desk, 'SELECT hash FROM used_tokens').length;
    const before = used();
    await commit(forgetUsedTokens);
    expect([before > 0, used()]).toEqual([true, before]);
    desk.ahead.ms = 360_001;
    await commit(forgetUsedTokens);
    expect(used()).toBe(0);
    desk.ahead.ms = 0;
  });
});

describe('a flood of new visitors', () => {
  let flooded: Desk;
  let key: string;
  let asker: Person;
  beforeAll(async () => {
    flooded = await startDesk();
    key = (await addSite(flooded)).key;
    asker = new Person(flooded.url);
    const begun = await Promise.all(Array.from({ length: LIMITS.start_without_proof.points }, () => begin()));
    expect(new Set(begun.map(({ status }) => status))).toEqual(new Set([201]));
  });
  afterAll(() => flooded.stop());
  beforeEach(() => {
    flooded.ahead.ms = 0;
  });

  const begin = (proof?: object) => asker.post<Needed>('/api/widget/visitors', { site: key, ...(proof && { proof }) });
  const challenge = async () => {
    const { status, body } = await begin();
    expect([status, body.error.code]).toEqual([429, 'widget.proof_needed']);
    return body.error.details;
  };
  function solve({ challenge, bits }: Needed['error']['details'], good = true) {
    for (let answer = 0; ; answer += 1) {
      const zeros = hash('sha256', `${challenge}:${answer}`).startsWith('0'.repeat(Math.ceil(bits / 4)));
      if (zeros === good) return { challenge, answer };
    }
  }

  it('must give a proof of work, and can start after it', async () => {
    expect((await begin(solve(await challenge()))).status).toBe(201);
  });

  it('needs a new proof for each visitor', async () => {
    const proof = solve(await challenge());
    const both = await Promise.all([begin(proof), begin(proof)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 429]);
  });

  it.each<[string, (asked: Needed['error']['details']) => object]>([
    ['no work', (asked) => solve(asked, false)],
    [
      'a challenge that asks for less',
      ({ challenge }) => solve({ challenge: challenge.replace('.16.', '.1.'), bits: 1 }),
    ],
    ['a challenge of their own', () => solve({ challenge: `${Date.now() + 60_000}.1.abc.def`, bits: 1 })],
    [
      'a challenge that lasts longer',
      ({ challenge, bits }) => solve({ challenge: challenge.replace(/^\d/u, '9'), bits }),
    ],
    ['a part of one', ({ challenge }) => ({ challenge: challenge.slice(0, -1), answer: 0 })],
    ['nothing', () => ({ challenge: '', answer: 0 })],
  ])('is let through by no proof of %s', async (_case, bent) => {
    const answer = await begin(bent(await challenge()));
    expect([answer.status, answer.body.error.code]).toEqual([429, 'widget.proof_needed']);
  });

  it('is refused with an old proof', async () => {
    const proof = solve(await challenge());
    flooded.ahead.ms = 120_001;
    expect((await begin(proof)).status).toBe(429);
  });

  it.each([
    { answer: 1.5 },
    { answer: -1 },
    { answer: '0' },
    { answer: null },
    { answer: 1e300 },
    { challenge: 'x'.repeat(301) },
  ])('sends no proof that is none: %j', async (bent) => {
    expect((await begin({ challenge: 'a.b', answer: 0, ...bent })).status).toBe(422);
  });

  it('does not affect earlier visitors', async () => {
    expect((await new Visitor(desk.url).begins(site)).me.kind).toBe('customer');
    expect((await stranger.get('/readyz')).status).toBe(200);
  });
});
