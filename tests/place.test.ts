import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Place, PLACE_MOST } from '../server/place/contract.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { ReplyTimes } from '../server/reply-times/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The pace is that of the clock's hour and the one before: a story of half an hour starts where an hour does. */
const untilTheHour = () => HOUR_MS - (Date.now() % HOUR_MS);
const placeOf = async (person: Person, id: string) => (await person.get<Place>(`/api/tickets/${id}/place`)).body.place;

/** What a socket was told of places, in order. */
async function told(person: Person) {
  const listener = await person.listen();
  const heard: Place[] = [];
  listener.socket.on('queue', (place) => heard.push(place));
  return { listener, heard };
}

describe('the place of a waiting customer', () => {
  it('is the number of longer waiting tickets, and updates only for the customer concerned', async () => {
    const { jonas, mia, ana } = world;
    const [first, second] = [await jonas.opens('First'), await jonas.opens('Second')];
    const hers = await mia.opens('Third');
    expect([await placeOf(jonas, first.id), await placeOf(jonas, second.id), await placeOf(mia, hers.id)]).toEqual([
      0, 1, 2,
    ]);
    const [his, her] = [await told(jonas), await told(mia)];
    await ana.says(first.id, 'You are next.');
    await expect.poll(() => her.heard).toEqual([{ ticketId: hers.id, place: 1, waitMs: null }]);
    await expect.poll(() => his.heard).toEqual([{ ticketId: second.id, place: 0, waitMs: null }]);
    expect(await placeOf(jonas, first.id)).toBeNull();
    // She is told a number of others, and nothing else of them.
    for (const secret of [first.id, second.id, 'First', 'Second', jonas.id, 'Jonas'])
      expect(her.listener.bytes()).not.toContain(secret);
    for (const { listener } of [his, her]) listener.close();
    for (const id of [second.id, hers.id]) await ana.says(id, 'Done.');
  });

  it('counts no ticket that somebody has, gives one a place until it is answered, and none to answered ones', async () => {
    const { jonas, mia, ana, ben } = world;
    const [held, last] = [await mia.opens('Held'), await jonas.opens('Behind')];
    await ana.put(`/api/tickets/${held.id}/assignee`, { assigneeId: ana.id });
    expect([await placeOf(mia, held.id), await placeOf(jonas, last.id)]).toEqual([0, 0]);
    await ana.put(`/api/tickets/${held.id}/status`, { status: 'resolved' });
    expect([await placeOf(mia, held.id), await placeOf(jonas, last.id)]).toEqual([null, 0]);
    // Answered, and asking again: whoever holds it sees to it, it waits in no line.
    await ben.says(last.id, 'Like this.');
    await jonas.says(last.id, 'How?');
    expect(await placeOf(jonas, last.id)).toBeNull();
    // Handed back it waits for somebody again.
    await ben.put(`/api/tickets/${last.id}/assignee`, { assigneeId: null });
    expect(await placeOf(jonas, last.id)).toBe(0);
    await ben.says(last.id, 'So.');
  });

  it('counts what the desk shows as waiting, whatever the state of a ticket, its site and its team', async () => {
    const { jonas, mia, ana, sol, zoe, desk } = world;
    const since = Date.now() + desk.ahead.ms;
    const one = async (subject: string) => {
      desk.ahead.ms += 1_000;
      return jonas.opens(subject);
    };
    const waiting = async () => (await ana.get<Snapshot>('/api/snapshot')).body.counts?.waiting ?? 0;
    const already = await waiting();
    const snoozed = await one('Snoozed');
    await ana.put(`/api/tickets/${snoozed.id}/snooze`, { until: since + HOUR_MS });
    const [merged, target] = [await one('Asked twice'), await one('Asked once more')];
    await sol.post(`/api/tickets/${merged.id}/merge`, { into: target.id });
    const held = await one('Held');
    await ana.put(`/api/tickets/${held.id}/assignee`, { assigneeId: ana.id });
    const escalated = await one('Escalated');
    await sol.patch(`/api/tickets/${escalated.id}`, { escalated: true });
    const over: TicketRow[] = [];
    for (const status of ['pending', 'resolved', 'closed', 'cancelled']) {
      const ticket = await one(`Now ${status}`);
      expect((await sol.put(`/api/tickets/${ticket.id}/status`, { status })).status).toBe(200);
      over.push(ticket);
    }
    const { key } = await addSite(desk, { origins: ['https://elsewhere.example'] });
    const visitor = await new Visitor(desk.url).begins(key);
    desk.ahead.ms += 1_000;
    const fromSite = await visitor.opens('From the other site');
    desk.ahead.ms += 1_000;
    const hers = await mia.opens('Behind all of them');
    // Merged into one: the target, the escalated one, the pending one and that of the other site; and her own.
    expect((await waiting()) - already).toBe(5);
    expect(await placeOf(mia, hers.id)).toBe((await waiting()) - 1);
    // Neither the snooze nor the assignment of a ticket is to be seen in its own place.
    expect(await placeOf(jonas, snoozed.id)).toBe(already);
    expect(await placeOf(jonas, held.id)).toBe(already + 1);
    expect(await placeOf(jonas, merged.id)).toBeNull();
    expect(await placeOf(jonas, target.id)).toBe(already);

    // A team waits for its own and for those of none: what is of the other team is before nobody here.
    const team = async (name: string) => (await zoe.post<{ id: string }>('/api/teams', { name })).body.id;
    const [red, blue] = [await team('Red'), await team('Blue')];
    await sol.put(`/api/tickets/${escalated.id}/team`, { teamId: red });
    await sol.put(`/api/tickets/${hers.id}/team`, { teamId: blue });
    const counts = (await ana.get<Snapshot>('/api/snapshot')).body.counts;
    expect(await placeOf(mia, hers.id)).toBe((counts?.waiting ?? 0) - (counts?.teams[red] ?? 0) - 1);
    for (const { id } of [snoozed, target, held, escalated, over[0], fromSite, hers].flatMap((ticket) => ticket ?? []))
      await sol.put(`/api/tickets/${id}/status`, { status: 'closed' });
    for (const id of [red, blue]) await zoe.delete(`/api/teams/${id}`);
    desk.ahead.ms = 0;
  });

  it('comes with the expected wait: the usual one, or longer by the pace of this hour', async () => {
    const { jonas, mia, ana, desk } = world;
    desk.ahead.ms = untilTheHour();
    for (let n = 0; n < 10; n += 1) {
      const ticket = await (n % 2 ? jonas : mia).opens(`Answered ${n}`);
      desk.ahead.ms += 3 * MINUTE_MS;
      await ana.says(ticket.id, 'So.');
    }
    desk.ahead.ms += MINUTE_MS;
    const waits: (Place | null)[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { id } = await jonas.opens(`Expecting ${n}`);
      waits.push((await jonas.get<Place>(`/api/tickets/${id}/place`)).body);
    }
    const [first, , last] = waits.map((one) => (one?.waitMs ?? 0) / MINUTE_MS);
    expect(first).toBeGreaterThan(2.4);
    expect(first).toBeLessThan(3.6);
    // Ten in at most two hours: two before one are as many gaps.
    expect(last).toBeGreaterThanOrEqual(first ?? 0);
    expect(last).toBeLessThan(25);

    // Nobody answers for a day: who is not next is promised nothing.
    desk.ahead.ms += 24 * 60 * MINUTE_MS;
    await Promise.all([jonas.signIn('jonas@post.example'), ana.signIn('ana@desk.example')]);
    const [next, after] = waits.map((one) => one?.ticketId);
    expect((await jonas.get<Place>(`/api/tickets/${next}/place`)).body.waitMs).not.toBeNull();
    expect((await jonas.get<Place>(`/api/tickets/${after}/place`)).body.waitMs).toBeNull();
    for (const one of waits) await ana.says(one?.ticketId ?? '', 'At last.');
    desk.ahead.ms = 0;
    await Promise.all([mia.signIn('mia@post.example'), world.ben.signIn('ben@desk.example')]);
  });

  it('a new question is promised the wait that its ticket is then given, and what is waited already does not shorten it', async () => {
    const { ana, stranger, desk } = world;
    desk.ahead.ms = untilTheHour();
    const asks = async (name: string) => new Person(desk.url).register(name, `${name.toLowerCase()}@post.example`);
    const [lena, olaf] = [await asks('Lena'), await asks('Olaf')];
    for (let n = 0; n < 10; n += 1) {
      const ticket = await olaf.opens(`Answered before ${n}`);
      desk.ahead.ms += 2 * MINUTE_MS;
      await ana.says(ticket.id, 'So.');
    }
    // What was read of the answers is kept for a minute.
    desk.ahead.ms += MINUTE_MS;
    const promised = async () => (await stranger.get<ReplyTimes>('/api/reply-times')).body;
    const given = async (id: string) => (await lena.get<Place>(`/api/tickets/${id}/place`)).body;
    const opened: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      const { waitMs, isUsual } = await promised();
      expect(waitMs).not.toBeNull();
      const { id } = await lena.opens(`Promised ${n}`);
      opened.push(id);
      const place = await given(id);
      expect(place.place).toBe(n);
      expect(isUsual).toBe(n === 0 || waitMs === (await given(opened[0] ?? '')).waitMs);
      // The server's clock goes on between the two.
      expect(Math.abs((place.waitMs ?? 0) - (waitMs ?? 0))).toBeLessThan(MINUTE_MS / 2);
    }
    const last = opened.at(-1) ?? '';
    const left = async () => ((await given(last)).waitMs ?? 0) - 20 * MINUTE_MS;
    const before = (await given(last)).waitMs ?? 0;
    desk.ahead.ms += 20 * MINUTE_MS;
    await ana.says(opened[0] ?? '', 'One less.');
    // Six others are ahead still, at a pace that has become slower: nothing says "now".
    expect(await left()).toBeGreaterThan((before * 5) / 7);
    for (const id of opened.slice(1)) await ana.says(id, 'Done.');
    desk.ahead.ms = 0;
  });

  it('is exact up to fifty, and beyond that only says more than fifty', async () => {
    const { mia, ana, desk } = world;
    let many: Person[] = [];
    many = await Promise.all(
      [1, 2, 3].map((n) => new Person(desk.url).register(`Many ${n}`, `many-${n}@post.example`)),
    );
    const before: string[] = [];
    for (const person of many) for (let n = 0; n < 17; n += 1) before.push((await person.opens(`Of many ${n}`)).id);
    expect(before).toHaveLength(PLACE_MOST + 1);
    const hers = await mia.opens('Far behind');
    expect(await placeOf(mia, hers.id)).toBe(PLACE_MOST + 1);
    // How many more is not counted, so nobody is promised a time.
    expect((await mia.get<Place>(`/api/tickets/${hers.id}/place`)).body.waitMs).toBeNull();
    expect((await mia.get('/api/reply-times')).body).toEqual({ waitMs: null, isUsual: false });
    const her = await told(mia);
    await ana.says(before[0] ?? '', 'One less.');
    await expect.poll(() => her.heard).toMatchObject([{ place: PLACE_MOST }]);
    her.listener.close();
  });
});
