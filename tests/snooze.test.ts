import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../server/live/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import { createWorld, type World } from './support/world.ts';

const HOUR_MS = 3_600_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const until = () => Date.now() + world.desk.ahead.ms + HOUR_MS;
const snooze = (id: string, at: number | null) => world.ana.put<TicketRow>(`/api/tickets/${id}/snooze`, { until: at });
const countsOf = async () => (await world.ana.get<Snapshot>('/api/snapshot')).body.counts;

describe('a snoozed ticket', () => {
  it('leaves the queue for staff, tells the customer nothing, and stays the same when repeated', async () => {
    const ticket = await world.jonas.opens('Later');
    const before = await countsOf();
    const at = until();
    const first = await hears(world, ticket.id, () => snooze(ticket.id, at));
    expect(first).toMatchObject({ customer: [], open: ['ticket.snoozed'], colleague: [] });
    expect(first.row).toMatchObject({ snoozedUntil: at });
    expect(await countsOf()).toMatchObject({
      waiting: (before?.waiting ?? 0) - 1,
      snoozed: (before?.snoozed ?? 0) + 1,
    });
    const { body: own } = await world.jonas.get<TicketRow>(`/api/tickets/${ticket.id}`);
    expect(own).toMatchObject({ snoozedUntil: null, importance: 0, dueAt: null });
    expect(await hears(world, ticket.id, () => snooze(ticket.id, at))).toEqual(SILENCE);
  });

  it('is listed under snoozed, the next to return first, and not under waiting', async () => {
    const [late, soon] = [await world.mia.opens('In two hours'), await world.mia.opens('In one')];
    await snooze(late.id, until() + HOUR_MS);
    await snooze(soon.id, until());
    const listed = async (query: string) => {
      const { body } = await world.ana.get<{ items: TicketRow[] }>(`/api/tickets?${query}`);
      return body.items.map(({ id }) => id).filter((id) => id === late.id || id === soon.id);
    };
    expect(await listed('snoozed=true&order=snoozed')).toEqual([soon.id, late.id]);
    expect(await listed('snoozed=false&active=true&assignee=none&order=waiting')).toEqual([]);
  });

  it('returns when its customer writes', async () => {
    const ticket = await world.jonas.opens('I could not wait');
    await snooze(ticket.id, until());
    const heard = await hears(world, ticket.id, () => world.jonas.says(ticket.id, 'Any news?'));
    expect(heard).toMatchObject({ customer: ['message.sent'], open: ['ticket.woke', 'message.sent'] });
    expect(heard.row).toMatchObject({ snoozedUntil: null });
  });

  it('returns at its time', async () => {
    const ticket = await world.mia.opens('In an hour');
    await snooze(ticket.id, until());
    const desk = await world.ana.listen(ticket.id);
    world.desk.ahead.ms += HOUR_MS + 1_000;
    await desk.heard('ticket.woke', ticket.id);
    const events = desk.frames.flatMap((facts) => facts.events);
    expect(events.filter(({ type }) => type === 'ticket.woke')).toMatchObject([{ actor: null }]);
    await desk.until(() => desk.state.rows[ticket.id]?.snoozedUntil === null, 'the row');
    desk.close();
  });

  it('returns also if it is changed at the same moment', async () => {
    const { ana, mia, desk } = world;
    const ticket = await mia.opens('In an hour, and not later');
    await ana.says(ticket.id, 'We look into it');
    await snooze(ticket.id, until());
    const listener = await ana.listen(ticket.id);
    desk.ahead.ms += HOUR_MS + 1_000;
    await mia.put(`/api/tickets/${ticket.id}/read`, { seq: 2 });
    await listener.heard('ticket.woke', ticket.id);
    listener.close();
  });

  it('returns after unmerging, if it was merged while its time came', async () => {
    const { ana, mia, desk } = world;
    const [main, twin] = [await mia.opens('The lid'), await mia.opens('The lid again')];
    await snooze(twin.id, until());
    expect((await ana.post(`/api/tickets/${twin.id}/merge`, { into: main.id })).status).toBe(200);
    desk.ahead.ms += HOUR_MS + 1_000;
    const listener = await ana.listen(twin.id);
    expect((await ana.delete(`/api/tickets/${twin.id}/merge`)).status).toBe(200);
    await listener.heard('ticket.woke', twin.id);
    listener.close();
  });

  it.each([
    ['a time that is past', () => Date.now() + world.desk.ahead.ms - 1, 422],
    ['a time in ten years', () => Date.now() + world.desk.ahead.ms + 10 * 366 * 24 * HOUR_MS, 422],
    ['a broken number', () => 1.5, 422],
    ['words', () => 'tomorrow', 422],
  ])('cannot be put off to %s', async (_case, at, status) => {
    const ticket = await world.jonas.opens('Not so');
    expect((await world.ana.put(`/api/tickets/${ticket.id}/snooze`, { until: at() })).status).toBe(status);
    expect((await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.snoozedUntil).toBeNull();
  });

  it('cannot be a closed ticket', async () => {
    const ticket = await world.jonas.opens('Done');
    await world.ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' });
    expect((await snooze(ticket.id, until())).status).toBe(409);
  });
});
