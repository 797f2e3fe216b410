import { afterAll, beforeAll, expect, it } from 'vitest';
import { mentionIdsIn } from '../client/desk/mentions/mentions-in.ts';
import { uuidv7 } from '../db/ids.ts';
import type { Snapshot } from '../server/live/contract.ts';
import { MENTIONED_MOST, MENTIONS_SHOWN } from '../server/mentions/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

it('a note that mentions too many people is refused, and nobody is left out without a word', async () => {
  const { id: ticketId } = await world.jonas.opens('Who knows this?');
  const team = Array.from({ length: MENTIONED_MOST + 1 }, (_, n) => ({ id: uuidv7(), name: `Agent ${n}` }));
  const mentionIds = mentionIdsIn(team.map(({ name }) => `@${name}`).join(' '), team);
  expect(mentionIds).toHaveLength(MENTIONED_MOST + 1);
  expect(await world.ana.post(`/api/tickets/${ticketId}/notes`, { body: 'All of you', mentionIds })).toMatchObject({
    status: 422,
    body: { error: { fields: { mentionIds: `Mention at most ${MENTIONED_MOST} people in one note.` } } },
  });
});

it('a snapshot counts the mentions that it leaves out, and has them once newer ones were seen', async () => {
  const { ana, ben, jonas } = world;
  const tickets: string[] = [];
  for (let n = 0; n <= MENTIONS_SHOWN; n += 1) {
    const asked = { subject: `Ask ${n}`, body: 'By phone', customerId: jonas.id };
    const { id } = (await ana.post<TicketRow>('/api/tickets', asked)).body;
    expect((await ana.post(`/api/tickets/${id}/notes`, { body: 'Ben?', mentionIds: [ben.id] })).status).toBe(201);
    tickets.push(id);
  }
  const mentioned = async () => {
    const { counts, lists } = (await ben.get<Snapshot>('/api/snapshot')).body;
    return { count: counts?.mentions, ids: lists.mentions.items.map(({ ticketId }) => ticketId) };
  };
  const [oldest = '', newest = ''] = [tickets[0], tickets.at(-1)];
  const before = await mentioned();
  expect([before.count, before.ids.length, before.ids.includes(oldest)]).toEqual([
    MENTIONS_SHOWN + 1,
    MENTIONS_SHOWN,
    false,
  ]);
  await ben.put(`/api/tickets/${newest}/mentions/seen`, { eventId: Number.MAX_SAFE_INTEGER });
  const after = await mentioned();
  expect([after.count, after.ids.at(-1)]).toEqual([MENTIONS_SHOWN, oldest]);
});
