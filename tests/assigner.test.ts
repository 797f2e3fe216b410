import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HANDED_BACK_MS } from '../server/queue/queries.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { converge } from './support/converge.ts';
import { hears } from './support/hears.ts';
import type { Listener } from './support/listener.ts';
import type { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let desks: Listener[];
beforeEach(async () => {
  world = await createWorld();
  desks = [];
});
afterEach(async () => {
  for (const desk of desks) desk.close();
  await world.end();
});

const switchOn = (autoAssign = true) => world.zoe.patch('/api/settings', { autoAssign });
const goes = (person: Person, availability: 'available' | 'away') => person.patch('/api/me', { availability });
const capacity = (person: Person, most: number) => world.zoe.patch(`/api/users/${person.id}`, { capacity: most });

async function sitsDown(person: Person): Promise<Listener> {
  const desk = await person.listen();
  desks.push(desk);
  return desk;
}
const holder = (desk: Listener, { id }: TicketRow) => desk.state.rows[id]?.assignee?.name;
const getsTo = (desk: Listener, ticket: TicketRow, person: Person) =>
  desk.until(() => holder(desk, ticket) === person.name, `${ticket.subject} with ${person.name}`);
/** Another ticket was given after it might have been: it was passed over. */
const isNobodys = async ({ id }: TicketRow) =>
  expect((await world.sol.get<TicketRow>(`/api/tickets/${id}`)).body.assignee).toBeNull();

describe('automatic assignment', () => {
  it('is off until an admin switches it on, and then assigns the tickets that already wait, with events', async () => {
    const { ana, jonas } = world;
    const desk = await sitsDown(ana);
    const ticket = await jonas.opens('Nobody comes');
    expect((await world.zoe.get('/api/settings')).body).toEqual({ autoAssign: false });
    await isNobodys(ticket);
    await switchOn();
    await getsTo(desk, ticket, ana);
    const [assigned] = stored<{ actor_id: string | null; data: string }>(
      world.desk,
      `SELECT actor_id, data FROM events WHERE ticket_id = ? AND type = 'ticket.assigned'`,
      ticket.id,
    );
    expect(assigned).toMatchObject({ actor_id: null, data: JSON.stringify({ assigneeId: ana.id, was: null }) });
    expect(stored(world.desk, 'SELECT assignee_id, until_at FROM assignments WHERE ticket_id = ?', ticket.id)).toEqual([
      { assignee_id: ana.id, until_at: null },
    ]);
    expect(stored(world.desk, `SELECT data FROM audit_log WHERE action = 'settings.edited'`)).toHaveLength(1);
    await switchOn();
    expect(stored(world.desk, `SELECT data FROM audit_log WHERE action = 'settings.edited'`)).toHaveLength(1);
    await converge(ana, desk);
  });

  it('tells the customer the name of the agent, as after an assignment by a colleague', async () => {
    const { ana, ben, jonas } = world;
    const desk = await sitsDown(ana);
    await goes(ana, 'away');
    // He listens too.
    await goes(ben, 'away');
    await switchOn();
    const ticket = await jonas.opens('Who comes');
    const heard = await hears(world, ticket.id, async () => {
      await goes(ana, 'available');
      await getsTo(desk, ticket, ana);
    });
    expect(heard).toMatchObject({
      customer: ['ticket.assigned', 'ticket.status_changed'],
      open: ['ticket.assigned', 'ticket.status_changed'],
      row: { assignee: { id: ana.id }, status: 'in_progress' },
    });
  });

  it('prefers the agent with the fewest tickets, and takes turns among equals', async () => {
    const { ana, ben, jonas } = world;
    const desk = await sitsDown(ana);
    await sitsDown(ben);
    const busy = await jonas.opens('Ana has one');
    await ana.put(`/api/tickets/${busy.id}/assignee`, { assigneeId: ana.id });
    await switchOn();
    const first = await jonas.opens('To Ben');
    await getsTo(desk, first, ben);
    const given: (string | undefined)[] = [];
    for (const subject of ['One', 'Two', 'Three', 'Four']) {
      const ticket = await jonas.opens(subject);
      await desk.until(() => holder(desk, ticket) !== undefined, subject);
      given.push(holder(desk, ticket));
    }
    expect(new Set(given.slice(0, 2))).toEqual(new Set(['Ana', 'Ben']));
    expect(new Set(given.slice(2))).toEqual(new Set(['Ana', 'Ben']));
  });

  it('skips agents who are away, disconnected or full; free capacity gets the ticket that waits longest', async () => {
    const { ana, ben, sol, jonas } = world;
    await capacity(ana, 1);
    await goes(ben, 'away');
    const desk = await sitsDown(ana);
    await sitsDown(ben);
    await switchOn();
    const [first, second, third] = [
      await jonas.opens('First'),
      await jonas.opens('Second'),
      await jonas.opens('Third'),
    ];
    await getsTo(desk, first, ana);
    await isNobodys(second);
    await ana.put(`/api/tickets/${first.id}/status`, { status: 'resolved' });
    await getsTo(desk, second, ana);
    await isNobodys(third);
    // Sol was available all the time, and nobody saw him.
    await sitsDown(sol);
    await getsTo(desk, third, sol);
  });

  it('does not return a ticket to an agent who just unassigned it, until some minutes later', async () => {
    const { ana, jonas } = world;
    const desk = await sitsDown(ana);
    await switchOn();
    const ticket = await jonas.opens('Not mine');
    await getsTo(desk, ticket, ana);
    await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: null });
    const next = await jonas.opens('This one');
    await getsTo(desk, next, ana);
    await isNobodys(ticket);
    world.desk.ahead.ms += HANDED_BACK_MS + 1_000;
    await ana.put(`/api/tickets/${next.id}/status`, { status: 'resolved' });
    await getsTo(desk, ticket, ana);
  });

  it('ignores tickets that do not wait', async () => {
    const { ana, ben, jonas } = world;
    await capacity(ben, 0);
    const answered = await jonas.opens('Answered by one who is full');
    await ben.says(answered.id, 'There you are');
    const desk = await sitsDown(ana);
    await switchOn();
    await getsTo(desk, await jonas.opens('Waits'), ana);
    await isNobodys(answered);
  });
});

describe('availability', () => {
  it('appears at every desk, also at one that connects later, and never reaches a customer', async () => {
    const { ana, ben, jonas } = world;
    const [desk, portal] = [await sitsDown(ben), await sitsDown(jonas)];
    const of = (listener: Listener) =>
      listener.state.lists.colleagues.items.find(({ id }) => id === ana.id)?.availability;
    expect(of(desk)).toBe('available');
    expect((await goes(ana, 'away')).body).toMatchObject({ name: 'Ana', availability: 'away' });
    await desk.until(() => of(desk) === 'away', 'Ana away');
    await converge(ben, desk);
    const { body: at } = await ben.get<{ cursor: number; epoch: string }>('/api/snapshot');
    await goes(ana, 'available');
    const { body } = await ben.get(`/api/events?after=${at.cursor}&epoch=${at.epoch}`);
    expect(body).toMatchObject({
      facts: {
        lists: {
          colleagues: {
            items: expect.arrayContaining([expect.objectContaining({ id: ana.id, availability: 'available' })]),
          },
        },
      },
    });
    const ticket = await jonas.opens('Still there');
    await portal.heard('ticket.opened', ticket.id);
    expect(portal.bytes()).not.toContain('availab');
    expect((await jonas.patch('/api/me', { availability: 'away' })).status).toBe(403);
  });

  it('tells nobody when it is set to the same value, and no right can be set this way', async () => {
    const { ana, ben, jonas } = world;
    const desk = await sitsDown(ben);
    await goes(ana, 'away');
    await desk.until(() =>
      desk.frames.some(({ lists }) => lists?.colleagues?.items.some(({ availability }) => availability === 'away')),
    );
    const told = () => desk.frames.filter(({ lists }) => lists?.colleagues).length;
    const before = told();
    await goes(ana, 'away');
    const ticket = await jonas.opens('A mark');
    await desk.until(() => desk.state.rows[ticket.id] !== undefined);
    expect(told()).toBe(before);
    for (const body of [
      { availability: 'asleep' },
      { role: 'admin' },
      { capacity: 500 },
      { availability: 'away', role: 'admin' },
    ])
      expect((await ana.patch('/api/me', body)).status).toBe(422);
  });

  it('returns unanswered tickets to the queue on request, and no others', async () => {
    const { ana, jonas, mia } = world;
    const take = async (ticket: TicketRow) => {
      await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ana.id });
      return ticket;
    };
    const waits = await take(await jonas.opens('Waits'));
    const answered = await take(await jonas.opens('Answered'));
    await ana.says(answered.id, 'So');
    const again = await take(await mia.opens('Asked again'));
    await ana.says(again.id, 'So');
    await mia.says(again.id, 'And now?');
    await goes(ana, 'away');
    let back: TicketRow[] = [];
    const heard = await hears(world, waits.id, async () => {
      back = (await ana.post<{ items: TicketRow[] }>('/api/queue/release')).body.items;
    });
    expect(back.map(({ id }) => id).toSorted()).toEqual([waits.id, again.id].toSorted());
    expect(heard).toMatchObject({ customer: ['ticket.assigned'], open: ['ticket.assigned'], row: { assignee: null } });
    expect((await ana.post<{ items: TicketRow[] }>('/api/queue/release')).body.items).toEqual([]);
    expect((await ana.get<TicketRow>(`/api/tickets/${answered.id}`)).body.assignee).toMatchObject({ id: ana.id });
  });
});
