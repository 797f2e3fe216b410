import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TicketRow } from '../server/tickets/contract.ts';
import { converge, shows } from './support/converge.ts';
import { hears, SILENCE } from './support/hears.ts';
import type { Person } from './support/person.ts';
import { Program } from './support/program.ts';
import { addSite } from './support/site.ts';
import { Visitor } from './support/visitor.ts';
import { addStaff, createWorld, type World } from './support/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
let ticket: TicketRow;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());
beforeEach(async () => {
  ticket = await world.jonas.opens('The grinder is loud');
});

const due = (dueAt: number | null) => world.ana.patch<TicketRow>(`/api/tickets/${ticket.id}`, { dueAt });
const now = () => Date.now() + world.desk.ahead.ms;

describe('a due date that a person sets', () => {
  it('stands for the deadline, is told to the team, and to no customer', async () => {
    const at = now() + 3 * DAY_MS;
    const heard = await hears(world, ticket.id, () => due(at));
    expect(heard).toMatchObject({ customer: [], open: ['ticket.due_set'], row: { dueAt: at, dueByHand: true } });
    expect(await hears(world, ticket.id, () => due(at))).toEqual(SILENCE);
    expect((await world.jonas.get<TicketRow>(`/api/tickets/${ticket.id}`)).body).toMatchObject({
      dueAt: null,
      dueByHand: false,
    });
  });

  it('leaves the customer their answer in time', async () => {
    await due(now() + 30 * DAY_MS);
    const before = (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.importance;
    world.desk.ahead.ms += 2 * HOUR_MS;
    const moved = async () => (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body;
    await expect.poll(async () => (await moved()).importance).toBeGreaterThan(before);
    expect(await moved()).toMatchObject({ breached: false, dueByHand: true });
  });

  it('makes the ticket late when it passes, and gives way to the targets again', async () => {
    await world.ana.says(ticket.id, 'We look at it.');
    const promised = (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.dueAt;
    await due(now() + HOUR_MS);
    expect((await due(null)).body).toMatchObject({ dueAt: promised, dueByHand: false });
    await due(now() + HOUR_MS);
    world.desk.ahead.ms += HOUR_MS + 1_000;
    const read = async () => (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body;
    await expect.poll(async () => (await read()).breached).toBe(true);
  });

  it('is refused in the past, in the far future, and on a ticket that is done', async () => {
    for (const at of [now() - 1, 0, now() + 6 * 366 * DAY_MS])
      expect(await due(at)).toMatchObject({ status: 422, body: { error: { fields: { dueAt: expect.any(String) } } } });
    await world.ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' });
    expect(await due(now() + HOUR_MS)).toMatchObject({ status: 409, body: { error: { code: 'tickets.not_active' } } });
  });

  it('can have its former value back after it passed, because the ticket is late already', async () => {
    const at = now() + HOUR_MS;
    await due(at);
    world.desk.ahead.ms += 2 * HOUR_MS;
    await expect
      .poll(async () => (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.breached)
      .toBe(true);
    await due(now() + DAY_MS);
    expect((await due(at)).body).toMatchObject({ dueAt: at, breached: true });
  });

  it('is not overwritten unawares', async () => {
    const { version } = (await world.ben.get<TicketRow>(`/api/tickets/${ticket.id}`)).body;
    await due(now() + DAY_MS);
    const answer = await world.ben.patch(`/api/tickets/${ticket.id}`, { dueAt: now() + 2 * DAY_MS, seen: version });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'tickets.changed' } } });
  });

  it('is one of the acts on many tickets', async () => {
    const other = await world.mia.opens('Another');
    const at = now() + DAY_MS;
    const acts = [ticket, other].map(({ id }) => ({ ticketId: id, field: 'due', value: at }));
    const { body } = await world.ana.post<{ results: { row: TicketRow }[] }>('/api/acts', { acts });
    expect(body.results.map(({ row }) => row.dueAt)).toEqual([at, at]);
  });

  it('comes to an open desk as a fresh snapshot has it', async () => {
    const listener = await world.ben.listen(ticket.id);
    await shows(world.ben, listener, ticket.id);
    await due(now() + DAY_MS);
    await listener.heard('ticket.due_set', ticket.id);
    await converge(world.ben, listener);
    listener.close();
  });
});

describe('a ticket says', () => {
  it('who opened it', async () => {
    const { body: given } = await world.ana.post<TicketRow>('/api/tickets', {
      subject: 'By phone',
      body: 'He called.',
      customerId: world.jonas.id,
    });
    expect(given.creator).toEqual({ id: world.ana.id, name: 'Ana', kind: 'staff' });
    expect((await world.jonas.get<TicketRow>(`/api/tickets/${given.id}`)).body.creator).toEqual(given.creator);
    expect(ticket.creator).toEqual({ id: world.jonas.id, name: 'Jonas', kind: 'customer' });
  });

  it('from where it came: a program, the widget or the portal', async () => {
    const channelFor = async (person: Person) =>
      (await person.post<TicketRow>('/api/tickets', { subject: 'Where from?', body: 'x' })).body.channel;
    expect(await channelFor(await new Program(world.desk.url).signsIn(world.jonas.email))).toBe('api');
    const { key } = await addSite(world.desk);
    expect(await channelFor(await new Visitor(world.desk.url).begins(key))).toBe('widget');
    expect(await channelFor(world.jonas)).toBe('portal');
    const answer = await world.jonas.post('/api/tickets', { subject: 'x', body: 'x', channel: 'mail' });
    expect(answer.status).toBe(422);
  });

  it('when it last changed, to its customer only as far as they may see', async () => {
    const read = async (person: typeof world.ana) => (await person.get<TicketRow>(`/api/tickets/${ticket.id}`)).body;
    expect((await read(world.jonas)).updatedAt).toBe(ticket.updatedAt);
    world.desk.ahead.ms += 5_000;
    await world.ana.patch(`/api/tickets/${ticket.id}`, { escalated: true });
    expect((await read(world.ana)).updatedAt).toBeGreaterThanOrEqual(ticket.updatedAt + 5_000);
    expect((await read(world.jonas)).updatedAt).toBe(ticket.updatedAt);
    await world.ana.says(ticket.id, 'Hello');
    expect((await read(world.jonas)).updatedAt).toBeGreaterThanOrEqual(ticket.updatedAt + 5_000);
  });
});

describe('the assignments of a ticket', () => {
  interface Held {
    assignee: { name: string };
    by: { name: string } | null;
    from: number;
    until: number | null;
  }
  const list = async (query = '') =>
    (await world.ben.get<{ items: Held[]; next: string | null }>(`/api/tickets/${ticket.id}/assignments${query}`)).body;
  const assign = (person: typeof world.ana, to: typeof world.ana | null) =>
    person.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: to?.id ?? null });

  it('say who held it, by whom, from when until when', async () => {
    expect(await list()).toEqual({ items: [], next: null });
    await assign(world.ana, world.ana);
    world.desk.ahead.ms += 1_000;
    await assign(world.sol, world.ben);
    await assign(world.ben, null);
    const { items } = await list();
    expect(items).toMatchObject([
      { assignee: { name: 'Ben' }, by: { name: 'Sol' } },
      { assignee: { name: 'Ana' }, by: { name: 'Ana' } },
    ]);
    expect(items[1]?.until).toBe(items[0]?.from);
    expect(items[0]?.until).not.toBeNull();
    await assign(world.ben, world.ben);
    expect((await list()).items[0]).toMatchObject({ assignee: { name: 'Ben' }, until: null });
  });

  it('come in pages, each once and with its end', async () => {
    for (const [by, to] of [
      [world.ana, world.ana],
      [world.sol, world.ben],
      [world.ben, null],
      [world.sol, world.ana],
      [world.sol, world.sol],
    ] as const)
      await assign(by, to);
    const { items: whole } = await list();
    const paged: Held[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await list(`?limit=1${next && `&cursor=${next}`}`);
      paged.push(...page.items);
      next = page.next;
    }
    expect(paged).toEqual(whole);
    expect(whole).toHaveLength(4);
  });

  it('name nobody as the giver when the system assigned it', async () => {
    const eve = await addStaff(world.desk, 'Eve', 'agent');
    await world.zoe.patch('/api/settings', { autoAssign: true });
    await eve.patch('/api/me', { availability: 'available' });
    const listener = await eve.listen();
    await expect.poll(async () => (await list()).items[0]).toMatchObject({ assignee: { name: 'Eve' }, by: null });
    await world.zoe.patch('/api/settings', { autoAssign: false });
    listener.close();
  });
});
