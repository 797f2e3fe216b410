import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import type { Page, TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let ticket: TicketRow;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const onTicket = async () => {
  const { body } = await world.sol.post<TicketRow>('/api/tickets', {
    subject: 'The grinder is loud',
    body: 'Since Monday.',
    customerId: world.jonas.id,
  });
  ticket = body;
};
const refused = (code: string) => ({ error: { code } });

describe('opening a ticket', () => {
  it('stores the ticket with its first message, and tells its customer and every desk', async () => {
    const { jonas, desk } = world;
    const id = uuidv7();
    const input = { id, messageId: uuidv7(), subject: 'It leaks', body: 'On the floor.', priority: 'high' };
    const heard = await hears(world, id, () => jonas.post('/api/tickets', input));
    expect(heard).toMatchObject({ customer: ['ticket.opened'], open: [], colleague: [] });
    expect(heard.row).toMatchObject({
      id,
      subject: 'It leaks',
      status: 'open',
      priority: 'high',
      assignee: null,
      unread: 1,
      customer: { id: jonas.id },
      lastMessage: { excerpt: 'On the floor.', author: { kind: 'customer' } },
    });
    expect(stored(desk, 'SELECT id, seq, body FROM messages WHERE ticket_id = ?', id)).toEqual([
      { id: input.messageId, seq: 1, body: 'On the floor.' },
    ]);
    expect(stored(desk, 'SELECT type, actor_id FROM events WHERE ticket_id = ?', id)).toEqual([
      { type: 'ticket.opened', actor_id: jonas.id },
    ]);

    expect(await hears(world, id, () => jonas.post('/api/tickets', input))).toEqual(SILENCE);
    expect((await jonas.post('/api/tickets', input)).status).toBe(200);
    expect(stored(desk, 'SELECT id FROM tickets WHERE id = ?', id)).toHaveLength(1);
  });

  it('refuses another body with a known id', async () => {
    const id = uuidv7();
    const input = { id, messageId: uuidv7(), subject: 'Twice', body: 'One' };
    await world.mia.post('/api/tickets', input);
    expect(await world.mia.post('/api/tickets', { ...input, body: 'Two' })).toMatchObject({
      status: 409,
      body: refused('id_reused'),
    });
  });

  it('gives each ticket its own increasing number', async () => {
    const opened = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        world.ben.post<TicketRow>('/api/tickets', { subject: `No. ${n}`, body: 'x', customerId: world.mia.id }),
      ),
    );
    const numbers = opened.map(({ body }) => body.number).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, n) => (numbers[0] ?? 0) + n));
  });

  it.each([
    ['a priority', { priority: 'extreme' }, 'priority'],
    ['a category', { category: 'plumbing' }, 'category'],
  ])('names the field when %s is not one of the rows', async (_what, input, field) => {
    const answer = await world.mia.post('/api/tickets', { subject: 'x', body: 'x', ...input });
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid', fields: { [field]: expect.any(String) } } },
    });
  });
});

describe('editing a ticket', () => {
  beforeEach(onTicket);

  it('tells staff with the ticket open what changed, and everyone the new row', async () => {
    const { jonas } = world;
    const change = () =>
      jonas.patch(`/api/tickets/${ticket.id}`, { subject: 'The grinder is silent', priority: 'low' });
    const heard = await hears(world, ticket.id, change);
    expect(heard).toMatchObject({
      customer: ['ticket.prioritised', 'ticket.edited'],
      open: ['ticket.prioritised', 'ticket.edited'],
      colleague: [],
      row: { subject: 'The grinder is silent', priority: 'low' },
    });
    expect(await hears(world, ticket.id, change)).toEqual(SILENCE);
  });

  it('is possible for its customer only before staff work on it', async () => {
    const { jonas, ana } = world;
    await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ana.id });
    expect(await jonas.patch(`/api/tickets/${ticket.id}`, { subject: 'Too late' })).toMatchObject({
      status: 409,
      body: refused('tickets.not_open'),
    });
    expect((await ana.patch(`/api/tickets/${ticket.id}`, { subject: 'In time' })).body).toMatchObject({
      subject: 'In time',
    });
  });

  it('is possible for its assignee and a supervisor, and for no colleague', async () => {
    const { ana, ben, sol } = world;
    await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ana.id });
    expect(await ben.patch(`/api/tickets/${ticket.id}`, { priority: 'low' })).toMatchObject({
      status: 403,
      body: refused('tickets.not_yours'),
    });
    expect((await sol.patch(`/api/tickets/${ticket.id}`, { priority: 'urgent' })).status).toBe(200);
  });
});

describe('reading a ticket', () => {
  beforeEach(onTicket);

  it('counts unread messages for the customer, shows staff the read position, and never goes back', async () => {
    const { jonas, ana } = world;
    await ana.says(ticket.id, 'One');
    await ana.says(ticket.id, 'Two');
    const before = await jonas.get<TicketRow>(`/api/tickets/${ticket.id}`);
    expect(before.body).toMatchObject({ unread: 3, seen: { customer: { seq: 0 } } });

    const read = (seq: number) => jonas.put<TicketRow>(`/api/tickets/${ticket.id}/read`, { seq });
    const heard = await hears(world, ticket.id, () => read(2));
    expect(heard).toMatchObject({ customer: ['ticket.read'], open: ['ticket.read'], colleague: [] });
    expect((await read(2)).body).toMatchObject({ unread: 1, seen: { customer: { seq: 2 } } });
    expect(await hears(world, ticket.id, () => read(1))).toEqual(SILENCE);
    // Past the end is the end.
    expect((await read(99)).body).toMatchObject({ unread: 0, seen: { customer: { seq: 3 } } });
  });

  it('clears the unread count for its assignee, and not because a colleague read it', async () => {
    const { jonas, ana, ben } = world;
    await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ana.id });
    await jonas.says(ticket.id, 'Hello?');
    const unread = async () => (await ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.unread;
    await ben.put(`/api/tickets/${ticket.id}/read`, { seq: 2 });
    expect(await unread()).toBe(1);
    await ana.put(`/api/tickets/${ticket.id}/read`, { seq: 2 });
    expect(await unread()).toBe(0);
  });

  it('counts the wait from the first unanswered message', async () => {
    const { jonas, ana, desk } = world;
    const { body: opened } = await ana.get<TicketRow>(`/api/tickets/${ticket.id}`);
    expect(opened.waitingSince).toBeNull();
    await jonas.says(ticket.id, 'Anybody?');
    const { body: first } = await ana.get<TicketRow>(`/api/tickets/${ticket.id}`);
    desk.ahead.ms += 60_000;
    await jonas.says(ticket.id, 'Still here.');
    const { body: second } = await ana.get<TicketRow>(`/api/tickets/${ticket.id}`);
    expect([typeof first.waitingSince, second.waitingSince]).toEqual(['number', first.waitingSince]);
    await ana.says(ticket.id, 'Sorry for the wait.');
    expect((await ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.waitingSince).toBeNull();
  });
});

describe('deleting a ticket', () => {
  beforeEach(onTicket);

  it('deletes its messages and notes, and tells everyone who could see it', async () => {
    const { zoe, ana, desk } = world;
    await ana.says(ticket.id, 'Words');
    await ana.post(`/api/tickets/${ticket.id}/notes`, { body: 'More words' });
    const heard = await hears(world, ticket.id, () => zoe.delete(`/api/tickets/${ticket.id}`));
    expect(heard).toMatchObject({ customer: ['ticket.deleted'], colleague: ['ticket.deleted'], row: null });
    expect(new Set(heard.open)).toEqual(new Set(['ticket.deleted']));
    for (const table of [
      'tickets WHERE id',
      'messages WHERE ticket_id',
      'notes WHERE ticket_id',
      'read_marks WHERE ticket_id',
      'assignments WHERE ticket_id',
    ])
      expect(stored(desk, `SELECT 1 FROM ${table} = ?`, ticket.id)).toEqual([]);
    expect(stored(desk, 'SELECT action, actor_id FROM audit_log WHERE target_id = ?', ticket.id)).toEqual([
      { action: 'ticket.deleted', actor_id: zoe.id },
    ]);
    expect((await zoe.delete(`/api/tickets/${ticket.id}`)).status).toBe(404);
  });
});

describe('the list of tickets', () => {
  it('is paged with each ticket once, whatever arrives meanwhile', async () => {
    const { zoe, sol, mia } = world;
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < 100; page += 1) {
      const from: string = cursor ? `&cursor=${cursor}` : '';
      const { body }: { body: Page<TicketRow> } = await sol.get<Page<TicketRow>>(
        `/api/tickets?order=created&limit=3${from}`,
      );
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.next;
      if (page < 3) await zoe.post('/api/tickets', { subject: 'Meanwhile', body: 'x', customerId: mia.id });
      if (!cursor) break;
    }
    expect(cursor).toBeNull();
    expect(new Set(seen).size).toBe(seen.length);
    expect(stored(world.desk, 'SELECT id FROM tickets')).toHaveLength(seen.length + 3);
  });

  it('finds a ticket by its number, for people who may see it', async () => {
    const { ana, jonas, mia } = world;
    const { id, number } = await jonas.opens('By its number');
    const found = async (person: typeof ana) =>
      (await person.get<Page<TicketRow>>(`/api/tickets?number=${number}`)).body.items.map((row) => row.id);
    expect(await found(ana)).toEqual([id]);
    expect(await found(jonas)).toEqual([id]);
    expect(await found(mia)).toEqual([]);
    expect((await ana.get('/api/tickets?number=1e3')).status).toBe(422);
  });

  it('combines all its filters', async () => {
    const { sol, ana, jonas } = world;
    const { body } = await sol.get<Page<TicketRow>>(
      `/api/tickets?active=true&assignee=${ana.id}&customer=${jonas.id}&limit=100`,
    );
    expect(body.items.length).toBeGreaterThan(0);
    for (const row of body.items) expect([row.assignee?.id, row.customer.id]).toEqual([ana.id, jonas.id]);
  });
});
