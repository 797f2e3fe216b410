import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { ACTS_MOST, type Performed } from '../server/acts/contract.ts';
import { LIMITS } from '../server/http/limits.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { converge } from './support/converge.ts';
import { openMany } from './support/many-tickets.ts';
import type { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { addStaff, createWorld, type World } from './support/world.ts';

let world: World;
let tickets: string[];
beforeAll(async () => {
  world = await createWorld();
  for (const person of [world.ana, world.sol, world.zoe])
    await world.zoe.patch(`/api/users/${person.id}`, { capacity: 500 });
});
afterAll(() => world.end());
beforeEach(async () => {
  tickets = await openMany(world, world.jonas.id, 4, 'portal');
});

type Asked = { ticketId: string; field: string; value: unknown; seen?: number };
const send = (person: Person, acts: Asked[]) => person.post<Performed>('/api/acts', { acts });
const onAll = (field: string, value: unknown) => tickets.map((ticketId) => ({ ticketId, field, value }));
const rowsOf = (person: Person) =>
  Promise.all(tickets.map(async (id) => (await person.get<TicketRow>(`/api/tickets/${id}`)).body));
const eventsOf = (ids: string[]) =>
  stored<{ type: string }>(
    world.desk,
    `SELECT type FROM events WHERE ticket_id IN (${ids.map((id) => `'${id}'`).join(',')}) ORDER BY id`,
  ).map(({ type }) => type);

describe('acts on many tickets', () => {
  it('are one request: each row, its event, who heard it and who did not; repeating it changes nothing', async () => {
    const { ana, ben, jonas, mia } = world;
    const [desk, customer, stranger] = [await ben.listen(...tickets), await jonas.listen(), await mia.listen()];
    const { status, body } = await send(ana, onAll('status', 'pending'));
    expect(status).toBe(200);
    expect(body.results.map(({ ticketId, row, error }) => [ticketId, row?.status, error])).toEqual(
      tickets.map((id) => [id, 'pending', null]),
    );
    expect(await rowsOf(ana)).toEqual(body.results.map(({ row }) => row));
    for (const id of tickets) {
      await desk.heard('ticket.status_changed', id);
      await customer.heard('ticket.status_changed', id);
    }
    expect(stranger.socket.connected).toBe(true);
    expect(stranger.events).toEqual([]);
    const before = eventsOf(tickets);
    const again = await send(ana, onAll('status', 'pending'));
    expect(again.body).toEqual(body);
    expect(eventsOf(tickets)).toEqual(before);
    for (const listener of [desk, customer, stranger]) listener.close();
  });

  it.each([
    ['status', 'pending', { status: 'pending' }],
    ['priority', 'urgent', { priority: 'urgent' }],
    ['escalated', true, { escalated: true }],
    ['category', null, { category: null }],
    ['read', 1, { unread: 0 }],
    ['unread', 1, { unread: 1 }],
  ])('call the command of the field: %s', async (field, value, expected) => {
    const { status, body } = await send(world.sol, onAll(field, value));
    expect([status, body.results.map(({ row }) => row)]).toMatchObject([200, tickets.map(() => expected)]);
  });

  it('assign, snooze and tag, and are taken back in one request', async () => {
    const { sol, ana, ben } = world;
    const desk = await ben.listen(...tickets);
    const before = await rowsOf(sol);
    const until = Date.now() + 3_600_000;
    const tag = (await sol.post<{ id: string }>('/api/tags', { name: 'Many' })).body.id;
    const done = await send(sol, [...onAll('assignee', ana.id), ...onAll('snooze', until), ...onAll('tags', [tag])]);
    expect(done.body.results.map(({ error }) => error)).toEqual(Array(12).fill(null));
    const now = await rowsOf(sol);
    const held = { assignee: { id: ana.id }, snoozedUntil: until, tags: [tag], status: 'in_progress' };
    expect(now).toMatchObject(tickets.map(() => held));
    const back = await send(
      sol,
      now.flatMap(({ id: ticketId, version: seen }) => [
        { ticketId, seen, field: 'tags', value: [] },
        { ticketId, seen, field: 'snooze', value: null },
        { ticketId, seen, field: 'assignee', value: null },
        { ticketId, seen, field: 'status', value: 'open' },
      ]),
    );
    expect(back.body.results.map(({ error }) => error)).toEqual(Array(16).fill(null));
    const same = before.map(({ id, status, assignee, snoozedUntil, tags }) => ({
      ...{ id, status, assignee, snoozedUntil, tags },
    }));
    expect(await rowsOf(sol)).toMatchObject(same);
    await converge(ben, desk);
    desk.close();
  });

  it('answer for themselves: refused ones say why, and the others are done', async () => {
    const { ana, sol } = world;
    const [first = '', second = '', third = '', fourth = ''] = tickets;
    await sol.put(`/api/tickets/${second}/assignee`, { assigneeId: sol.id });
    const seen = (await ana.get<TicketRow>(`/api/tickets/${third}`)).body.version;
    await sol.patch(`/api/tickets/${third}`, { priority: 'urgent' });
    const nowhere = uuidv7();
    const asked = [
      { ticketId: first, field: 'priority', value: 'low' },
      { ticketId: second, field: 'priority', value: 'low' },
      { ticketId: nowhere, field: 'priority', value: 'low' },
      { ticketId: third, field: 'priority', value: 'low', seen },
      { ticketId: fourth, field: 'priority', value: 'no_such_priority' },
      { ticketId: fourth, field: 'status', value: 'pending' },
    ];
    const { status, body } = await send(ana, asked);
    expect(status).toBe(200);
    expect(body.results.map(({ row, error }) => error?.code ?? row?.id)).toEqual([
      ...[first, 'tickets.not_yours', 'not_found', 'tickets.changed', 'invalid', fourth],
    ]);
    expect(await rowsOf(ana)).toMatchObject([
      { priority: 'low' },
      { priority: 'normal' },
      { priority: 'urgent' },
      { priority: 'normal', status: 'pending' },
    ]);
  });

  it('of 373 tickets run into no limit, and nor does their undo', async () => {
    const pia = await addStaff(world.desk, 'Pia', 'supervisor');
    tickets = await openMany(world, world.jonas.id, 373, 'portal');
    expect(LIMITS.change.points).toBeLessThan(373);
    for (const priority of ['urgent', 'normal']) {
      const { status, body } = await send(pia, onAll('priority', priority));
      expect(status).toBe(200);
      expect(body.results.filter(({ row }) => row?.priority === priority)).toHaveLength(373);
    }
  });

  it('spend their limit one by one: a full request and its undo pass, and no more within the minute', async () => {
    const mara = await addStaff(world.desk, 'Mara', 'supervisor');
    const [ticketId = ''] = tickets;
    const acts = (n: number) => Array.from({ length: n }, () => ({ ticketId, field: 'read', value: 1 }));
    expect((await send(mara, acts(ACTS_MOST))).status).toBe(200);
    // The undo of an assignment, in two requests: assignee and status of each ticket.
    for (let n = 0; n < 2; n += 1) expect((await send(mara, acts(ACTS_MOST))).status).toBe(200);
    const more = await send(mara, acts(1));
    expect([more.status, more.body]).toMatchObject([429, { error: { code: 'too_many' } }]);
    expect((await send(world.sol, acts(1))).status).toBe(200);
  });

  it('are refused where they are none, too many or not allowed', async () => {
    const [ticketId = ''] = tickets;
    const { ana, jonas, stranger } = world;
    const act = { ticketId, field: 'status', value: 'pending' };
    expect((await send(jonas, [act])).status).toBe(403);
    expect((await send(stranger, [act])).status).toBe(401);
    const before = eventsOf(tickets);
    const many = Array.from({ length: ACTS_MOST + 1 }, () => ({ ticketId, field: 'read', value: 1 }));
    for (const acts of [
      [],
      many,
      [{ ...act, field: 'customerId' }],
      [{ ...act, value: 7 }],
      [{ ...act, role: 'admin' }],
    ])
      expect((await send(ana, acts)).status).toBe(422);
    expect(eventsOf(tickets)).toEqual(before);
  });
});
