import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended } from '../support/ended.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { createWorld, type World } from '../support/world.ts';
import { codeOf, sendUp, tryToConnect } from './bare-socket.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

/** The clock is put back, so that everybody else's session is as it was. */
async function later<T>(ms: number, look: () => Promise<T>): Promise<T> {
  world.desk.ahead.ms += ms;
  return look().finally(() => (world.desk.ahead.ms = 0));
}

const again = (email: string) => new Person(world.desk.url).signIn(email);
const isIn = async (person: Person) => (await person.get('/api/me')).status === 200;

describe('the lifetime of a session', () => {
  it.each([
    ['a colleague who was here 11 hours ago is still signed in', 'ana@desk.example', 11 * HOUR_MS, true],
    ['a colleague who was away for 12 hours is signed out', 'ana@desk.example', 12 * HOUR_MS + 1000, false],
    ['a customer who was here 29 days ago is still signed in', 'jonas@post.example', 29 * DAY_MS, true],
    ['a customer who was away for 30 days is signed out', 'jonas@post.example', 30 * DAY_MS + 1000, false],
  ])('%s', async (_case, email, awayMs, stays) => {
    const person = await again(email);
    expect(await later(awayMs, () => isIn(person))).toBe(stays);
  });

  it.each([
    ['staff', 'ben@desk.example', 11 * HOUR_MS, 7 * DAY_MS],
    ['customers', 'mia@post.example', 29 * DAY_MS, 90 * DAY_MS],
  ])('ends for %s after its absolute life, however busy they were', async (_kind, email, stepMs, absoluteMs) => {
    const person = await again(email);
    for (let at = stepMs; at < absoluteMs; at += stepMs) expect(await later(at, () => isIn(person))).toBe(true);
    expect(await later(absoluteMs, () => isIn(person))).toBe(false);
  });

  it('continues for a desk that only sends over its socket, and not for one that only listens', async () => {
    const [working, idle] = [await again('ana@desk.example'), await again('ana@desk.example')];
    const ticket = await world.jonas.opens('All day long');
    const [desk, screen] = [await working.listen(), await idle.listen()];
    await later(7 * HOUR_MS, () => desk.watch(ticket.id));
    expect(screen.socket.connected).toBe(true);
    expect(await later(13 * HOUR_MS, () => isIn(working))).toBe(true);
    expect(await later(13 * HOUR_MS, () => isIn(idle))).toBe(false);
    for (const listener of [desk, screen]) listener.close();
  });

  it('does not open a socket after it expired', async () => {
    const person = await again('jonas@post.example');
    const { refusal } = await later(31 * DAY_MS, () =>
      tryToConnect(world.desk.url, { origin: world.desk.url, cookie: person.cookie }),
    );
    expect(refusal).toBe('signed_out');
  });

  it('expires during a chat: the next event is refused and the socket closes', async () => {
    const person = await again('jonas@post.example');
    const ticket = await person.opens('In the middle');
    const listener = await person.listen();
    const reasons = ended(listener);
    const answer = await later(31 * DAY_MS, () =>
      sendUp(listener.socket, 'typing', { ticketId: ticket.id, kind: 'message' }),
    );
    expect(codeOf(answer)).toBe('signed_out');
    expect(await reasons()).toEqual(['ended']);
  });
});

describe('ending a session closes its sockets before the answer is read', () => {
  it('at sign-out, for this browser only', async () => {
    const [here, there] = [await again('ana@desk.example'), await again('ana@desk.example')];
    const [mine, other] = [await here.listen(), await there.listen()];
    const [reasons, cookie] = [ended(mine), here.cookie];
    expect((await here.post('/api/auth/logout')).status).toBe(204);
    expect(await reasons()).toEqual(['ended']);
    here.cookie = cookie;
    expect(await isIn(here)).toBe(false);
    expect([await isIn(there), other.socket.connected]).toEqual([true, true]);
    other.close();
  });

  it('after a new password: other browsers must sign in, this one reconnects with a new cookie', async () => {
    const [here, there] = [await again('mia@post.example'), await again('mia@post.example')];
    const before = here.cookie;
    const [mine, other] = [ended(await here.listen()), ended(await there.listen())];
    expect((await here.put('/api/me/password', { current: PASSWORD, next: PASSWORD })).status).toBe(204);
    expect([await mine(), await other()]).toEqual([['restart'], ['ended']]);
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect(here.cookie).not.toBe(before);
    here.cookie = before;
    expect(await isIn(here)).toBe(false);
  });

  it.each([
    ['a deactivation', { active: false }, { active: true }],
    ['another role', { role: 'supervisor' }, { role: 'agent' }],
  ])('%s', async (_case, change, back) => {
    const { zoe } = world;
    const person = await again('ben@desk.example');
    const reasons = ended(await person.listen());
    expect((await zoe.patch(`/api/users/${person.id}`, change)).status).toBe(200);
    expect(await reasons()).toEqual(['ended']);
    expect(await isIn(person)).toBe(false);
    await zoe.patch(`/api/users/${person.id}`, back);
    // Back in the team, but the old cookie is dead for good.
    expect(await isIn(person)).toBe(false);
  });

  it('after another sign-in in the same browser: the previous session ends', async () => {
    const person = await again('ana@desk.example');
    const before = person.cookie;
    const reasons = ended(await person.listen());
    await person.signIn('ana@desk.example');
    expect(await reasons()).toEqual(['ended']);
    person.cookie = before;
    expect(await isIn(person)).toBe(false);
  });
});

describe('a session does not end', () => {
  it('when a name or a capacity changes', async () => {
    const person = await again('sol@desk.example');
    const listener = await person.listen();
    expect((await world.zoe.patch(`/api/users/${person.id}`, { name: 'Sol B.', capacity: 20 })).status).toBe(200);
    expect([await isIn(person), listener.socket.connected]).toEqual([true, true]);
    listener.close();
  });

  it('when a stranger sends sign-out without a cookie', async () => {
    const person = await again('jonas@post.example');
    expect((await world.stranger.post('/api/auth/logout')).status).toBe(401);
    expect(await isIn(person)).toBe(true);
  });
});

describe('an invalid cookie', () => {
  it.each([
    ['nothing', ''],
    ['a guess', 'staff_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['a quote', `staff_' or '1'='1`],
    ['another kind', 'admin_AAAA'],
    ['far too much of it', 'staff_'.padEnd(8_000, 'A')],
    ['undefined', 'undefined'],
    ['an encoded zero', 'staff_%00'],
  ])('opens nothing: %s', async (_case, secret) => {
    const person = new Person(world.desk.url);
    person.cookie = `sid=${secret}`;
    expect((await person.get('/api/me')).status).toBe(401);
    const { refusal } = await tryToConnect(world.desk.url, { origin: world.desk.url, cookie: person.cookie });
    expect(refusal).toBe('signed_out');
  });

  it('refuses a customer’s secret with the prefix of a staff secret', async () => {
    const person = await again('jonas@post.example');
    person.cookie = person.cookie.replace('customer_', 'staff_');
    expect(await isIn(person)).toBe(false);
  });
});
