import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Draft } from '../server/drafts/contract.ts';
import type { Snapshot } from '../server/live/contract.ts';
import { converge } from './support/converge.ts';
import { hears, SILENCE } from './support/hears.ts';
import type { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let ticketId: string;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  ticketId = (await world.jonas.opens('Half a sentence')).id;
});
afterAll(() => world.end());

const keep = (person: Person, body: string, kind: 'message' | 'note' = 'message') =>
  person.put<Draft>(`/api/tickets/${ticketId}/draft`, { kind, body });
const draftsOf = async (person: Person) =>
  (await person.get<{ items: Draft[] }>(`/api/tickets/${ticketId}/draft`)).body.items.map(({ kind, body }) => [
    kind,
    body,
  ]);
const places = async (person: Person) =>
  (await person.get<Snapshot>('/api/snapshot')).body.lists.drafts.items.filter((place) => place.ticketId === ticketId);

describe('a draft', () => {
  it('is visible only to its author, and records no event', async () => {
    const { ana, ben, jonas } = world;
    expect(await hears(world, ticketId, () => keep(ana, 'Have you tried'))).toEqual(SILENCE);
    expect(await hears(world, ticketId, () => keep(jonas, 'It also'))).toEqual(SILENCE);
    await keep(ana, 'He has had three', 'note');
    expect(await draftsOf(ana)).toEqual([
      ['message', 'Have you tried'],
      ['note', 'He has had three'],
    ]);
    expect(await draftsOf(jonas)).toEqual([['message', 'It also']]);
    expect(await draftsOf(ben)).toEqual([]);
    expect(await places(ana)).toHaveLength(2);
    expect(await places(ben)).toEqual([]);
  });

  it('reaches the other windows of its author, and nobody else’s', async () => {
    const { ana, ben, jonas } = world;
    const listeners = [
      await ana.listen(),
      await ana.listen(ticketId),
      await ben.listen(ticketId),
      await jonas.listen(),
    ];
    const told = listeners.map((listener) => {
      const drafts: Draft[] = [];
      listener.socket.on('draft', (draft) => drafts.push(draft));
      return drafts;
    });
    await keep(ana, 'First');
    await keep(ana, 'Second');
    await keep(ana, 'Second');
    await keep(ana, '');
    const { eventId } = await world.sol.says(ticketId, 'After that');
    for (const listener of listeners)
      await listener.until(() => (listener.state.rows[ticketId]?.version ?? 0) >= eventId, 'what came after');
    const bodies = told.map((drafts) => drafts.map(({ body }) => body));
    expect(bodies).toEqual([['First', 'Second', ''], ['First', 'Second', ''], [], []]);
    const [mine = []] = told;
    expect(mine.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(mine.map(({ version }) => version));
    for (const [i, person] of [ana, ana, ben, jonas].entries()) {
      const listener = listeners[i];
      if (listener) await converge(person, listener);
      listener?.close();
    }
  });

  it('gets a greater version with each change, also after the clock was set back', async () => {
    const { ana, desk } = world;
    const { body: first } = await keep(ana, 'Now');
    desk.ahead.ms = -60_000;
    const { body: second } = await keep(ana, 'Before');
    desk.ahead.ms = 0;
    expect(second.version).toBeGreaterThan(first.version);
  });

  it('is deleted when it is sent, and not before', async () => {
    const { ana, desk } = world;
    await keep(ana, 'Sent in the end  ');
    await ana.says(ticketId, 'Something shorter');
    expect(await draftsOf(ana)).toEqual([['message', 'Sent in the end']]);
    const listener = await ana.listen();
    await ana.says(ticketId, 'Sent in the end');
    await listener.until(
      () => listener.state.lists.drafts.items.every((place) => place.ticketId !== ticketId),
      'the end of it',
    );
    listener.close();
    await keep(ana, 'A note in the end', 'note');
    await ana.post(`/api/tickets/${ticketId}/notes`, { body: 'A note in the end' });
    expect(await places(ana)).toEqual([]);
    expect(stored(desk, 'SELECT body FROM drafts WHERE ticket_id = ?', ticketId)).toEqual([]);
  });

  it('survives an assignment of the ticket to a colleague', async () => {
    const { ana, ben, sol } = world;
    await keep(ana, 'I was about to say');
    await sol.put(`/api/tickets/${ticketId}/assignee`, { assigneeId: ben.id });
    expect(await draftsOf(ana)).toEqual([['message', 'I was about to say']]);
  });

  it('is deleted with its ticket', async () => {
    const { ana, zoe } = world;
    await keep(ana, 'Never to be sent');
    const listener = await ana.listen();
    expect(listener.state.lists.drafts.items.some((place) => place.ticketId === ticketId)).toBe(true);
    await zoe.delete(`/api/tickets/${ticketId}`);
    await listener.heard('ticket.deleted', ticketId);
    await converge(ana, listener);
    listener.close();
  });

  it('arrives with the catch-up after a disconnect', async () => {
    const { ana } = world;
    const { body: before } = await ana.get<Snapshot>('/api/snapshot');
    await keep(ana, 'While the line was away');
    const { body } = await ana.get<{ facts: { lists: { drafts: { items: object[] } } } }>(
      `/api/events?after=${before.cursor}&epoch=${before.epoch}`,
    );
    expect(body.facts.lists.drafts.items).toContainEqual({ ticketId, kind: 'message' });
  });

  it.each([
    ['longer than a message', { kind: 'message', body: 'x'.repeat(20_000) }],
    ['of another kind', { kind: 'subject', body: 'x' }],
    ['with somebody else as its author', { kind: 'message', body: 'x', userId: '0199' }],
    ['with a version of one’s own', { kind: 'message', body: 'x', version: 9e15 }],
    ['without a body', { kind: 'message' }],
    ['with a broken character', { kind: 'message', body: '\uD800' }],
  ])('is refused %s', async (_what, input) => {
    expect((await world.ana.put(`/api/tickets/${ticketId}/draft`, input)).status).toBe(422);
    expect(await draftsOf(world.ana)).toEqual([]);
  });

  it('of a note is refused to a customer on their own ticket', async () => {
    expect((await keep(world.jonas, 'Between us', 'note')).status).toBe(403);
  });
});
