import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyFacts } from '../client/shared/state/timeline.ts';
import type { CatchUp, Snapshot } from '../server/live/contract.ts';
import { converge } from './support/converge.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

describe('live delivery', () => {
  it('brings a message to its customer, the desk that has it open and no other customer', async () => {
    const { jonas, mia, ana } = world;
    const ticket = await jonas.opens('The machine leaks');
    const [his, hers, desk] = await Promise.all([jonas.listen(), mia.listen(), ana.listen(ticket.id)]);
    await ana.says(ticket.id, 'Is it the tank?');
    await Promise.all([his.heard('message.sent', ticket.id), desk.heard('message.sent', ticket.id)]);
    // Mia is connected and hears her own: what was for others would have come before.
    const own = await mia.opens('Something else');
    await hers.heard('ticket.opened', own.id);
    expect(hers.events.map((event) => event.ticketId)).toEqual([own.id]);
    for (const listener of [his, hers, desk]) listener.close();
  });

  it('shows every desk the new row, and the events only to those who have the ticket open', async () => {
    const { jonas, ana, ben } = world;
    const ticket = await jonas.opens('A question');
    const [open, aside] = await Promise.all([ana.listen(ticket.id), ben.listen()]);
    await jonas.says(ticket.id, 'And one more thing');
    await Promise.all([
      open.heard('message.sent', ticket.id),
      aside.until(() => aside.state.rows[ticket.id]?.lastSeq === 2, 'the row'),
    ]);
    expect(aside.events).toEqual([]);
    await converge(ana, open);
    await converge(ben, aside);
    for (const listener of [open, aside]) listener.close();
  });

  it('sends only the newest of many rows, with a cursor that never passes a row held back', async () => {
    const { jonas, mia, ben } = world;
    const [busy, other] = [await jonas.opens('Busy'), await mia.opens('Other')];
    const desk = await ben.listen();
    for (let i = 0; i < 5; i += 1) await jonas.says(busy.id, `line ${i}`);
    await mia.says(other.id, 'in between');
    for (let i = 5; i < 10; i += 1) await jonas.says(busy.id, `line ${i}`);
    await desk.until(
      () => desk.state.rows[busy.id]?.lastSeq === 11 && desk.state.rows[other.id]?.lastSeq === 2,
      'both rows',
    );
    const given = new Map<string, number>();
    const { body: all } = await ben.get<{ items: { id: string; version: number }[] }>('/api/tickets?order=updated');
    for (const frame of desk.frames) {
      for (const row of frame.rows) given.set(row.id, Math.max(given.get(row.id) ?? 0, row.version));
      // Whoever resumes from this cursor is owed every row past it, and was given all the rest.
      for (const { id, version } of all.items)
        if (version <= (frame.cursor ?? 0)) expect(given.get(id) ?? version).toBe(version);
    }
    await converge(ben, desk);
    desk.close();
  });
});

describe('a row that is held back', () => {
  it('reaches a disconnected desk with its next catch-up', async () => {
    const { jonas, mia, ben, sol } = world;
    const [busy, other] = [await jonas.opens('Held back'), await mia.opens('Meanwhile')];
    const desk = await ben.listen();
    await sol.says(busy.id, 'leaves at once');
    const { eventId } = await sol.says(busy.id, 'waits for its interval');
    const later = await sol.says(other.id, 'a later event of another ticket');
    await desk.until(() => (desk.state.rows[other.id]?.version ?? 0) >= later.eventId, 'the later row');
    const { state } = desk;
    desk.close();
    const { body } = await ben.get<CatchUp>(`/api/events?after=${state.cursor}&epoch=${state.epoch}`);
    const known = body.resync ? state : applyFacts(state, body.facts);
    expect(known.rows[busy.id]?.version).toBe(eventId);
  });
});

describe('catching up', () => {
  it('brings exactly the missed changes, to a desk and to a customer', async () => {
    const { jonas, ana } = world;
    const ticket = await jonas.opens('Before the tunnel');
    const { body: before } = await jonas.get<Snapshot>('/api/snapshot');
    const desk = await ana.listen(ticket.id);
    await ana.says(ticket.id, 'one');
    await ana.says(ticket.id, 'two');
    await ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' });
    const { body } = await jonas.get<CatchUp>(`/api/events?after=${before.cursor}&epoch=${before.epoch}`);
    expect(body.resync).toBe(false);
    const types = body.resync ? [] : body.facts.events.map((event) => event.type);
    expect(types).toEqual([
      'ticket.assigned',
      'ticket.status_changed',
      'message.sent',
      'message.sent',
      'ticket.status_changed',
    ]);
    await desk.until(() => desk.state.rows[ticket.id]?.status === 'resolved', 'the status');
    await converge(ana, desk);
    desk.close();
  });

  it('over plain HTTP brings a desk the events of its open tickets, and a customer none of other people', async () => {
    const { jonas, mia, ana } = world;
    const [ticket, other] = [await jonas.opens('Open on a desk'), await mia.opens('Not hers to see')];
    const { body: at } = await ana.get<Snapshot>('/api/snapshot');
    const { eventId } = await jonas.says(ticket.id, 'And this');
    await ana.post(`/api/tickets/${ticket.id}/notes`, { body: 'Between us' });
    const since = `after=${at.cursor}&epoch=${at.epoch}&lists=${at.listsAt}`;
    const watching = `watching=${ticket.id}:${eventId - 1}&watching=${other.id}:0`;
    const { body } = await ana.get<CatchUp>(`/api/events?${since}&${watching}`);
    const told = body.resync ? [] : body.facts.events.filter((event) => event.ticketId === ticket.id);
    expect(told.map(({ type }) => type)).toEqual(['message.sent', 'note.added']);
    const { body: his } = await jonas.get<Snapshot>('/api/snapshot');
    const answer = await jonas.get<CatchUp>(`/api/events?after=${his.cursor}&epoch=${his.epoch}&${watching}`);
    expect(answer.body).toMatchObject({ resync: false, facts: { events: [], rows: [] } });
  });

  it('over plain HTTP refuses a page of another person, and what is no ticket', async () => {
    const { jonas, mia } = world;
    const { body: at } = await jonas.get<Snapshot>('/api/snapshot');
    const since = `/api/events?after=${at.cursor}&epoch=${at.epoch}`;
    expect((await jonas.get(`${since}&userId=${jonas.me.id}`)).status).toBe(200);
    expect((await jonas.get(`${since}&userId=${mia.me.id}`)).status).toBe(401);
    for (const wrong of ['x', `${at.me.id}`, `${at.me.id}:-1`, `${at.me.id}:1e3`])
      expect((await jonas.get(`${since}&watching=${wrong}`)).status).toBe(422);
    const many = Array.from({ length: 21 }, () => `watching=${at.me.id}:0`).join('&');
    expect((await jonas.get(`${since}&${many}`)).status).toBe(422);
  });

  it.each([
    ['another epoch', (at: Snapshot) => ({ after: at.cursor, epoch: 'another' }), 'epoch'],
    ['a cursor from the future', (at: Snapshot) => ({ after: at.cursor + 1_000_000, epoch: at.epoch }), 'future'],
  ])('asks for a fresh start after %s', async (_case, since, reason) => {
    const { body: at } = await world.mia.get<Snapshot>('/api/snapshot');
    const { after, epoch } = since(at);
    const { body } = await world.mia.get<CatchUp>(`/api/events?after=${after}&epoch=${epoch}`);
    expect(body).toMatchObject({ resync: true, reason });
  });

  it('asks for a new snapshot after more than 500 missed own events', async () => {
    const { jonas, ana, mia } = world;
    const ticket = await jonas.opens('Long talk');
    const { body: at } = await jonas.get<Snapshot>('/api/snapshot');
    const { body: hersAt } = await mia.get<Snapshot>('/api/snapshot');
    await ana.says(ticket.id, 'hello');
    for (let i = 0; i < 26; i += 1) {
      await Promise.all(Array.from({ length: 10 }, (_, n) => ana.says(ticket.id, `${i}.${n}`)));
      await Promise.all(Array.from({ length: 10 }, (_, n) => world.ben.says(ticket.id, `${i}.${n}`)));
    }
    const { body } = await jonas.get<CatchUp>(`/api/events?after=${at.cursor}&epoch=${at.epoch}`);
    expect(body).toMatchObject({ resync: true, reason: 'too_far' });
    // What others missed does not count.
    const { body: hers } = await mia.get<CatchUp>(`/api/events?after=${hersAt.cursor}&epoch=${at.epoch}`);
    expect(hers).toMatchObject({ resync: false });
  });
});
