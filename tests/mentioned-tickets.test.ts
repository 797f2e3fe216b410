import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Note } from '../server/notes/contract.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import type { Person } from './support/person.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const note = (by: Person, ticketId: string, mentionIds: string[]) =>
  by.post<Note>(`/api/tickets/${ticketId}/notes`, { body: 'Do you know this?', mentionIds });
const found = async (person: Person, more = '') =>
  (await person.get<{ items: TicketRow[] }>(`/api/tickets?mentioned=me${more}`)).body.items.map(({ id }) => id);

it('a ticket is found by the person whom a note of it mentions, also once that is seen, and by nobody else', async () => {
  const { ana, ben, sol, jonas, mia } = world;
  const [asked, other] = [await jonas.opens('Who knows this?'), await mia.opens('Nobody is asked')];
  const { body: added } = await note(ana, asked.id, [ben.id]);
  expect(await found(ben)).toEqual([asked.id]);
  expect((await ben.put(`/api/tickets/${asked.id}/mentions/seen`, { eventId: added.eventId })).status).toBe(204);
  expect((await ben.get<Snapshot>('/api/snapshot')).body.lists.mentions.items).toEqual([]);
  expect(await found(ben)).toEqual([asked.id]);
  // Once, however many notes mention him; together with other filters, and in any order.
  await note(ana, asked.id, [ben.id]);
  await note(sol, other.id, [ben.id]);
  expect(await found(ben, '&order=created')).toEqual([other.id, asked.id]);
  expect(await found(ben, `&customer=${jonas.id}`)).toEqual([asked.id]);
  for (const colleague of [ana, sol]) expect(await found(colleague)).toEqual([]);
});

it('a ticket is no longer found once its note mentions that person no more, or is deleted', async () => {
  const { ana, ben, sol, jonas } = world;
  const { id } = await jonas.opens('Asked by mistake');
  const { body: added } = await note(ana, id, [ben.id]);
  expect(await found(ben)).toContain(id);
  const path = `/api/tickets/${id}/notes/${added.id}`;
  expect((await ana.patch(path, { body: 'Sol, then?', mentionIds: [sol.id] })).status).toBe(200);
  expect([(await found(ben)).includes(id), (await found(sol)).includes(id)]).toEqual([false, true]);
  expect((await ana.delete(path)).status).toBe(200);
  expect(await found(sol)).not.toContain(id);
});

it('a page ends where the next begins, and its key is of no use without the filter', async () => {
  const { ana, sol, jonas } = world;
  const tickets = [await jonas.opens('First of two'), await jonas.opens('Second of two')];
  for (const { id } of tickets) await note(ana, id, [sol.id]);
  type Page = { items: TicketRow[]; next: string };
  const { body: first } = await sol.get<Page>('/api/tickets?mentioned=me&limit=1');
  expect(await found(sol, `&limit=1&cursor=${first.next}`)).toEqual([tickets[0]?.id]);
  expect((await sol.get(`/api/tickets?limit=1&cursor=${first.next}`)).status).toBe(400);
});
