import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLastUse } from '../server/auth/last-use.ts';
import type { SignedInAt } from '../server/sessions/contract.ts';
import { placeOf } from '../server/sessions/place.ts';
import { PASSWORD, Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const MINUTE_MS = 60_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

async function signIn(email: string, device = FIREFOX): Promise<Person> {
  const person = new Person(world.desk.url);
  const answer = await person.send('POST', '/api/auth/login', { email, password: PASSWORD }, { 'user-agent': device });
  expect(answer.status).toBe(200);
  return person;
}
const listOf = async (person: Person, path = '/api/me/sessions') =>
  (await person.get<{ items: SignedInAt[] }>(path)).body.items;

let people = 0;
/** Somebody who has never signed in. */
const newcomer = () => addPerson(world.desk, { name: `Kit${(people += 1)}` });

describe('the list of my sessions', () => {
  it('names each device and its network, says which one this is, and holds no secret', async () => {
    const { email } = await newcomer();
    const [here, there] = [await signIn(email), await signIn(email, 'curl/8.5.0')];
    const list = await listOf(here);
    expect(list.map(({ device, isCurrent }) => [device, isCurrent])).toEqual(
      expect.arrayContaining([
        ['Firefox, Linux', true],
        ['curl', false],
      ]),
    );
    expect(list).toHaveLength(2);
    for (const { place, createdAt, usedAt } of list) {
      expect(place).toBe('This server itself');
      expect(usedAt).toBeGreaterThanOrEqual(createdAt);
    }
    for (const person of [here, there])
      expect(JSON.stringify(list)).not.toContain(person.cookie.split('=')[1]?.slice(0, 20));
  });

  it('marks a sign-in from a device that I had not used before, and not my first one', async () => {
    const { email } = await newcomer();
    const first = await signIn(email);
    await signIn(email);
    await signIn(email, CHROME);
    const marked = (await listOf(first)).filter(({ isNew }) => isNew);
    expect(marked.map(({ device }) => device)).toEqual(['Chrome, Windows']);
    // After everything ended, both are known.
    await first.delete('/api/me/sessions');
    await first.post('/api/auth/logout');
    const again = await signIn(email, CHROME);
    expect((await listOf(again)).map(({ isNew }) => isNew)).toEqual([false]);
  });

  it('holds no session that has expired', async () => {
    const { email } = await newcomer();
    await signIn(email);
    world.desk.ahead.ms = 13 * 60 * MINUTE_MS;
    const later = await signIn(email, CHROME);
    const list = await listOf(later);
    world.desk.ahead.ms = 0;
    expect(list.map(({ device }) => device)).toEqual(['Chrome, Windows']);
  });
});

describe('the last use of a session', () => {
  it('is stored some time after the use, and not with each request', async () => {
    const { id, email } = await newcomer();
    const person = await signIn(email);
    const row = () => {
      const rows = stored<{ id: string; used_at: number; address: string }>(
        world.desk,
        'SELECT id, used_at, address FROM sessions WHERE user_id = ?',
        id,
      );
      const [one] = rows;
      if (!one) throw new Error('There is no session.');
      return one;
    };
    const before = row();
    await person.get('/api/me');
    expect(row()).toEqual(before);

    let now = Date.now() + 10 * MINUTE_MS;
    world.desk.ahead.ms = 10 * MINUTE_MS;
    const uses = createLastUse({ commit: world.desk.commit, clock: () => now });
    const session = { id: before.id, userId: id, kind: 'staff' as const, address: before.address };
    uses.saw(session, before.address);
    await uses.store();
    const first = row();
    expect(first.used_at).toBeGreaterThan(before.used_at);
    // A second use a moment later is not stored, a use from another address is.
    world.desk.ahead.ms = 12 * MINUTE_MS;
    now += 2 * MINUTE_MS;
    uses.saw(session, before.address);
    await uses.store();
    expect(row()).toEqual(first);
    uses.saw(session, '203.0.113.9');
    await uses.store();
    expect(row().address).toBe('203.0.113.9');
    expect((await listOf(person))[0]?.place).toBe('203.0.113.x');
    world.desk.ahead.ms = 0;
  });
});

describe('ending a session', () => {
  it('closes its sockets at once, and no others', async () => {
    const { email } = await newcomer();
    const [here, there] = [await signIn(email), await signIn(email, CHROME)];
    const [mine, stolen] = [await here.listen(), await there.listen()];
    const other = (await listOf(here)).find(({ isCurrent }) => !isCurrent);
    expect((await here.delete(`/api/me/sessions/${other?.id}`)).status).toBe(204);
    await stolen.until(() => stolen.socket.disconnected, 'the end of the stolen session');
    expect(mine.socket.connected).toBe(true);
    expect((await there.get('/api/me')).status).toBe(401);
    expect((await here.get('/api/me')).status).toBe(200);
    // Ended already.
    expect((await here.delete(`/api/me/sessions/${other?.id}`)).status).toBe(404);
    mine.close();
  });

  it('ends all others and keeps this one', async () => {
    const { id, email } = await newcomer();
    const all = [await signIn(email), await signIn(email, CHROME), await signIn(email, 'curl/8.5.0')];
    const [here, ...others] = all;
    expect((await here?.delete('/api/me/sessions'))?.status).toBe(204);
    for (const other of others) expect((await other.get('/api/me')).status).toBe(401);
    expect(here && (await listOf(here))).toHaveLength(1);
    const lines = () =>
      stored(world.desk, `SELECT data FROM audit_log WHERE action = 'session.others_ended' AND target_id = ?`, id);
    expect(lines()).toEqual([{ data: '{"count":2}' }]);
    expect((await here?.delete('/api/me/sessions'))?.status).toBe(204);
    expect(lines()).toHaveLength(1);
  });

  it('is possible for an admin, who sees the sessions of everybody', async () => {
    const { id, email } = await newcomer();
    const person = await signIn(email);
    const [one] = await listOf(world.zoe, `/api/users/${id}/sessions`);
    expect(one).toMatchObject({ device: 'Firefox, Linux', isCurrent: false });
    expect((await world.zoe.delete(`/api/users/${id}/sessions/${one?.id}`)).status).toBe(204);
    expect((await person.get('/api/me')).status).toBe(401);
    expect(
      stored(
        world.desk,
        `SELECT actor_id FROM audit_log WHERE action = 'user.session_ended' AND json_extract(data, '$.session') = ?`,
        one?.id,
      ),
    ).toEqual([{ actor_id: world.zoe.id }]);
  });
});

describe('the place of an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.x'],
    ['::ffff:203.0.113.9', '203.0.113.x'],
    ['192.168.1.20', 'Local network, 192.168.1.x'],
    ['172.20.0.4', 'Local network, 172.20.0.x'],
    ['172.32.0.4', '172.32.0.x'],
    ['::1', 'This server itself'],
    ['127.0.0.1', 'This server itself'],
    ['2001:db8:1:2::3', '2001:db8:1:…'],
    ['fd00:1::3', 'Local network, fd00:1:…'],
    ['', 'Unknown'],
    ['<script>', 'Unknown'],
  ])('%s is %s', (address, place) => expect(placeOf(address)).toBe(place));
});
