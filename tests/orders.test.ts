import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TICKET_ORDERS, type TicketRow } from '../server/tickets/contract.ts';
import { SOON_MS, standingAt } from '../server/tickets/deadlines.ts';
import { NOT_WAITING } from '../db/schema/tickets.ts';
import { createWorld, type World } from './support/world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

async function everyPage(query: string, limit = 2) {
  const rows: TicketRow[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const next: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await world.ana.get<{ items: TicketRow[]; next: string | null }>(
      `/api/tickets?${query}&limit=${limit}${next}`,
    );
    rows.push(...body.items);
    cursor = body.next;
  }
  return rows;
}

describe('the queue', () => {
  it('ranks by breached, overdue, escalated, due soon, priority and wait, in this order', async () => {
    const { jonas, mia, ana, sol, desk } = world;
    const breached = await jonas.opens('Breached');
    await ana.patch(`/api/tickets/${breached.id}`, { priority: 'urgent' });
    desk.ahead.ms += 5 * HOUR_MS;
    const overdue = await jonas.opens('Overdue');
    desk.ahead.ms += 61 * MINUTE_MS;
    const escalated = await mia.opens('Escalated');
    await ana.patch(`/api/tickets/${escalated.id}`, { priority: 'low', escalated: true });
    const soon = await mia.opens('Due within the hour');
    const low = await mia.opens('Low, and first to wait');
    await ana.patch(`/api/tickets/${low.id}`, { priority: 'low' });
    desk.ahead.ms += 1_000;
    const later = await mia.opens('Low, and later');
    await ana.patch(`/api/tickets/${later.id}`, { priority: 'low' });
    const expected = [breached, overdue, escalated, soon, low, later].map(({ subject }) => subject);
    const listed = async () => (await everyPage('order=importance&active=true')).map(({ subject }) => subject);
    // Time moved them, and nobody else did.
    await expect.poll(listed).toEqual(expected);
    // And a claim takes them in that order.
    await world.zoe.patch(`/api/users/${sol.id}`, { capacity: 2 });
    const { body } = await sol.post<{ items: TicketRow[] }>('/api/queue/claim');
    expect(body.items.map(({ subject }) => subject)).toEqual(['Breached', 'Overdue']);
  });

  it('tells an open desk about changes by time, and no customer', async () => {
    const { jonas, ana, ben, desk } = world;
    const ticket = await jonas.opens('The clock ticks');
    const his = await jonas.listen();
    const open = await ana.listen(ticket.id);
    const colleague = await ben.listen();
    const before = open.state.rows[ticket.id];
    desk.ahead.ms += 2 * HOUR_MS;
    for (const listener of [open, colleague])
      await listener.until(
        () => (listener.state.rows[ticket.id]?.importance ?? 0) > (before?.importance ?? 0),
        'the importance',
      );
    await ana.says(ticket.id, 'Here');
    await his.heard('message.sent', ticket.id);
    expect(his.bytes()).not.toContain('ticket.aged');
    for (const listener of [his, open, colleague]) listener.close();
  });

  it.each(TICKET_ORDERS)('pages by key in the order %s: every ticket once', async (order) => {
    const all = await everyPage(`order=${order}`, 100);
    const paged = await everyPage(`order=${order}`);
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
    expect(paged.length > 4 || order === 'snoozed').toBe(true);
  });

  it.each(['_', '1_', 'x_y', "1' OR 1=1 --_x", '99999999999999999999_00000000-0000-0000-0000-000000000000'])(
    'says no to the key %s',
    async (cursor) => {
      const { status } = await world.ana.get(`/api/tickets?order=importance&cursor=${encodeURIComponent(cursor)}`);
      expect([400, 422]).toContain(status);
    },
  );
});

describe('the time-dependent state of a ticket', () => {
  const waiting = {
    active: true,
    breached: false,
    createdAt: 0,
    escalated: false,
    handDueAt: null,
    priorityWeight: 20,
    responseMs: HOUR_MS,
    resolutionMs: 48 * HOUR_MS,
    snoozedUntil: null,
    waitingSince: 0,
  };

  it('is constant between two changes', () => {
    for (let now = 0; now < 50 * HOUR_MS;) {
      const { nextMoveAt, ...standing } = standingAt(waiting, now);
      if (nextMoveAt === null) break;
      expect(standingAt(waiting, nextMoveAt - 1)).toEqual({ ...standing, nextMoveAt });
      expect(standingAt(waiting, nextMoveAt).importance).toBeGreaterThan(standing.importance);
      now = nextMoveAt;
    }
    expect.assertions(4);
  });

  it('is empty for a closed ticket, except that it was breached', () => {
    const late = { ...waiting, breached: true, active: false };
    expect(standingAt(late, 1)).toEqual({ dueAt: NOT_WAITING, breached: true, importance: 0, nextMoveAt: null });
  });

  it('is due at once when a snooze is over and nobody has woken the ticket', () => {
    const over = { ...waiting, snoozedUntil: HOUR_MS };
    expect(standingAt(over, HOUR_MS - 1).nextMoveAt).toBe(HOUR_MS);
    for (const now of [HOUR_MS, HOUR_MS + 1, 3 * HOUR_MS]) expect(standingAt(over, now).nextMoveAt).toBe(HOUR_MS);
  });

  it('ranks a longer wait higher, whatever the hour', () => {
    const at = (waitingSince: number) =>
      standingAt({ ...waiting, createdAt: waitingSince, waitingSince }, SOON_MS * 100).importance;
    expect(at(1_000)).toBeGreaterThan(at(2_000));
    expect(Number.isSafeInteger(at(0))).toBe(true);
  });
});
