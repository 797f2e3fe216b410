import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mentionIdsIn } from '../client/desk/mentions/mentions-in.ts';
import { uuidv7 } from '../db/ids.ts';
import type { Note } from '../server/notes/contract.ts';
import type { Snapshot } from '../server/live/contract.ts';
import { converge } from './support/converge.ts';
import { hears } from './support/hears.ts';
import type { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

let world: World;
let ticketId: string;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  ticketId = (await world.jonas.opens('Who knows this?')).id;
});
afterAll(() => world.end());

const note = (by: Person, mentionIds: string[], more: object = {}) =>
  by.post<Note>(`/api/tickets/${ticketId}/notes`, { body: 'Do you know this?', mentionIds, ...more });
const see = (by: Person, eventId: number) => by.put(`/api/tickets/${ticketId}/mentions/seen`, { eventId });
/** What this person's badge says, and which event of this ticket they have not seen. */
async function standing(person: Person) {
  const { lists, counts, rows } = (await person.get<Snapshot>('/api/snapshot')).body;
  const own = lists.mentions.items.find((one) => one.ticketId === ticketId);
  if (own) expect(rows.map(({ id }) => id)).toContain(ticketId);
  return { count: counts?.mentions, eventId: own?.eventId ?? null };
}

describe('a mention', () => {
  it('notifies the mentioned colleague, and nobody else', async () => {
    const { ana, ben, sol, jonas } = world;
    const before = await standing(ben);
    const listeners = [await ben.listen(), await ana.listen(ticketId), await sol.listen(), await jonas.listen()];
    const heard = listeners.map((listener) => {
      const news: string[] = [];
      listener.socket.on('mention', (one) => news.push(one.ticketId));
      return news;
    });
    const { body: added, status } = await note(ana, [ben.id, ben.id]);
    expect([status, added.mentionIds]).toEqual([201, [ben.id]]);
    const { eventId } = await sol.says(ticketId, 'After that');
    for (const listener of listeners)
      await listener.until(() => (listener.state.rows[ticketId]?.version ?? 0) >= eventId, 'what came after');
    expect(heard).toEqual([[ticketId], [], [], []]);
    expect(await standing(ben)).toEqual({ count: (before.count ?? 0) + 1, eventId: added.eventId });
    for (const [i, person] of [ben, ana, sol, jonas].entries()) {
      const listener = listeners[i];
      if (listener) await converge(person, listener);
      listener?.close();
    }
    const [row] = stored(world.desk, 'SELECT data FROM events WHERE id = ?', added.eventId);
    expect(row).toEqual({ data: '{}' });
  });

  it('counts once per ticket, however many notes have one, until it is seen', async () => {
    const { ana, ben, sol } = world;
    const { count = 0 } = await standing(ben);
    const { body: first } = await note(ana, [ben.id]);
    const { body: second } = await note(sol, [ben.id, ana.id]);
    expect(await standing(ben)).toEqual({ count: count + 1, eventId: second.eventId });
    const windows = [await ben.listen(), await ben.listen(ticketId)];
    // What he has seen of it leaves what he has not.
    expect((await see(ben, first.eventId)).status).toBe(204);
    expect(await standing(ben)).toEqual({ count: count + 1, eventId: second.eventId });
    await see(ben, second.eventId);
    await see(ben, second.eventId);
    expect(await standing(ben)).toEqual({ count, eventId: null });
    for (const window of windows) {
      await window.until(() => window.state.counts?.mentions === count, 'that he has looked');
      await converge(ben, window);
      window.close();
    }
    expect((await standing(ana)).eventId).toBe(second.eventId);
  });

  it('ends when the note is deleted or changed, and with the ticket', async () => {
    const { ana, ben, zoe } = world;
    const { count = 0 } = await standing(ben);
    const { body: changed } = await note(ana, [ben.id]);
    const path = `/api/tickets/${ticketId}/notes/${changed.id}`;
    // Without a word on them they stay.
    expect((await ana.patch<Note>(path, { body: 'Better' })).body.mentionIds).toEqual([ben.id]);
    expect((await standing(ben)).count).toBe(count + 1);
    expect((await ana.patch<Note>(path, { body: 'Better', mentionIds: [] })).body.mentionIds).toEqual([]);
    expect((await standing(ben)).count).toBe(count);
    const { body: gone } = await note(ana, [ben.id]);
    await ana.delete(`/api/tickets/${ticketId}/notes/${gone.id}`);
    expect((await standing(ben)).count).toBe(count);
    await note(ana, [ben.id]);
    const listener = await ben.listen();
    expect(listener.state.counts?.mentions).toBe(count + 1);
    await zoe.delete(`/api/tickets/${ticketId}`);
    await listener.heard('ticket.deleted', ticketId);
    await converge(ben, listener);
    expect((await standing(ben)).count).toBe(count);
    listener.close();
  });

  it('of oneself notifies nobody', async () => {
    const before = await standing(world.ana);
    await note(world.ana, [world.ana.id]);
    expect(await standing(world.ana)).toEqual({ ...before, eventId: null });
  });

  it('arrives with the catch-up after a disconnect, with the row of its ticket', async () => {
    const { ana, ben } = world;
    const { body: before } = await ben.get<Snapshot>('/api/snapshot');
    const { body: added } = await note(ana, [ben.id]);
    const { body } = await ben.get<{ facts: { lists: { mentions: { items: object[] } }; rows: { id: string }[] } }>(
      `/api/events?after=${before.cursor}&epoch=${before.epoch}`,
    );
    expect(body.facts.lists.mentions.items).toContainEqual({ ticketId, eventId: added.eventId });
    expect(body.facts.rows.map(({ id }) => id)).toContain(ticketId);
  });

  it('is unchanged by a retry of its note', async () => {
    const id = uuidv7();
    const { count = 0 } = await standing(world.ben);
    for (const status of [201, 200]) expect((await note(world.ana, [world.ben.id], { id })).status).toBe(status);
    expect((await standing(world.ben)).count).toBe(count + 1);
  });

  it.each([
    ['a customer', () => [world.jonas.id]],
    ['nobody', () => [uuidv7()]],
    ['what is no id', () => ['ben']],
    ['a crowd', () => Array.from({ length: 21 }, () => uuidv7())],
  ])('of %s is refused, and so is its note', async (_who, ids) => {
    expect((await note(world.ana, ids())).status).toBe(422);
    expect(stored(world.desk, 'SELECT 1 FROM notes WHERE ticket_id = ?', ticketId)).toEqual([]);
  });

  it('of a deactivated colleague is refused', async () => {
    const { zoe, ana } = world;
    const user = await addPerson(world.desk, { name: 'Gone' });
    await zoe.patch(`/api/users/${user.id}`, { active: false });
    expect((await note(ana, [user.id])).status).toBe(422);
  });

  it('never reaches a customer', async () => {
    const heard = await hears(world, ticketId, () => note(world.ana, [world.sol.id]));
    expect(heard).toEqual({ customer: [], open: ['note.added'], colleague: [], row: null });
    expect((await see(world.jonas, 1)).status).toBe(403);
    expect((await world.jonas.get<Snapshot>('/api/snapshot')).body.lists.mentions.items).toEqual([]);
  });
});

describe('names in a note', () => {
  const people = [
    { id: '1', name: 'Ana' },
    { id: '2', name: 'Ana Ribeiro' },
    { id: '3', name: 'Ben' },
    { id: '4', name: 'Ben' },
  ];
  it.each([
    ['@Ana, have a look', ['1']],
    ['Ask @Ana Ribeiro.', ['2']],
    ['@Ana Ribeiros or @Anabel', ['1']],
    ['ana@Ana.example', []],
    ['@Ben @Ben', ['3', '4']],
    ['@ana', []],
    ['@@Ana', ['1']],
  ])('%j speak to %j', (text, ids) => {
    expect(mentionIdsIn(text, people)).toEqual(ids);
  });
});
