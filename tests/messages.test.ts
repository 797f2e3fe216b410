import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { EDIT_WINDOW_MS, type Message } from '../server/messages/contract.ts';
import type { Page, TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let ticket: TicketRow;
beforeAll(async () => {
  world = await createWorld();
  ticket = await world.jonas.opens('The beans are late');
});
afterAll(() => world.end());

const path = () => `/api/tickets/${ticket.id}/messages`;

describe('a message', () => {
  it('is one row and one event, and appears once for each viewer, however often it is sent', async () => {
    const { jonas, desk } = world;
    const message = { id: uuidv7(), body: 'Where are they?' };
    const heard = await hears(world, ticket.id, () => jonas.post(path(), message));
    expect(heard).toMatchObject({
      customer: ['message.sent'],
      open: ['message.sent'],
      colleague: [],
      row: { lastSeq: 2, unread: 2, lastMessage: { excerpt: 'Where are they?' } },
    });
    expect(await hears(world, ticket.id, () => jonas.post(path(), message))).toEqual(SILENCE);
    expect(await jonas.post<Message>(path(), message)).toMatchObject({ status: 200, body: { id: message.id, seq: 2 } });
    expect(stored(desk, 'SELECT seq FROM messages WHERE id = ?', message.id)).toEqual([{ seq: 2 }]);
    expect(stored(desk, 'SELECT type FROM events WHERE subject_id = ?', message.id)).toEqual([
      { type: 'message.sent' },
    ]);
  });

  it('has a number without gaps, also when many people write at once', async () => {
    const { jonas, ana, ben } = world;
    await Promise.all(
      [jonas, ana, ben].flatMap((person) =>
        Array.from({ length: 8 }, (_, n) => person.says(ticket.id, `${person.name} ${n}`)),
      ),
    );
    const { body } = await ana.get<Page<Message>>(`${path()}?limit=100`);
    expect(body.items.map(({ seq }) => seq)).toEqual(body.items.map((_, i) => i + 1));
    const places = body.items.map(({ eventId }) => eventId);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const { name } of [jonas, ana, ben]) {
      const own = body.items.filter(({ author }) => author.name === name).map(({ body: text }) => text);
      expect(own.filter((text) => text.startsWith(`${name} `))).toHaveLength(8);
    }
  });

  it('is listed page by page from the end, and found by its id', async () => {
    const { jonas } = world;
    const { body: last } = await jonas.get<Page<Message>>(`${path()}?limit=2`);
    const { body: before } = await jonas.get<Page<Message>>(`${path()}?limit=2&before=${last.next}`);
    expect([...before.items, ...last.items].map(({ seq }) => seq)).toEqual([23, 24, 25, 26]);
    expect((await jonas.get<Message>(`${path()}/${last.items[0]?.id}`)).body).toEqual(last.items[0]);
  });
});

describe('a reply that missed a colleague’s reply', () => {
  it('is refused with the missed messages, and sent when its author insists', async () => {
    const { ana, ben, jonas } = world;
    const own = await jonas.opens('Two at once');
    await ana.says(own.id, 'From me');
    const reply = { id: uuidv7(), body: 'And from me', seenSeq: 1 };
    const refused = await ben.post<{ error: { code: string; details: { messages: Message[] } } }>(
      `/api/tickets/${own.id}/messages`,
      reply,
    );
    expect(refused.status).toBe(409);
    expect(refused.body.error.code).toBe('tickets.moved_on');
    expect(refused.body.error.details.messages.map(({ body }) => body)).toEqual(['From me']);
    expect((await ben.post(`/api/tickets/${own.id}/messages`, { ...reply, force: true })).status).toBe(201);
  });

  it('is not refused because of customer messages, and customers are never refused', async () => {
    const { ana, jonas } = world;
    const own = await jonas.opens('Talking over');
    await jonas.says(own.id, 'Hello?');
    expect((await ana.post(`/api/tickets/${own.id}/messages`, { body: 'Yes?', seenSeq: 1 })).status).toBe(201);
    expect((await jonas.post(`/api/tickets/${own.id}/messages`, { body: 'So:', seenSeq: 1 })).status).toBe(201);
  });
});

describe('editing one’s own message', () => {
  it('records an event, marks it as edited, and changes the row only if it was the last message', async () => {
    const { jonas, desk } = world;
    const own = await jonas.opens('Typos');
    const first = await jonas.says(own.id, 'Wehre');
    const edit = () => jonas.patch<Message>(`/api/tickets/${own.id}/messages/${first.id}`, { body: 'Where' });
    const heard = await hears(world, own.id, edit);
    expect(heard).toMatchObject({
      customer: ['message.edited'],
      open: ['message.edited'],
      colleague: [],
      row: { lastMessage: { excerpt: 'Where' } },
    });
    expect((await edit()).body).toMatchObject({ body: 'Where', seq: 2, editedAt: expect.any(Number) });
    expect(await hears(world, own.id, edit)).toEqual(SILENCE);
    expect(stored(desk, 'SELECT body FROM messages WHERE id = ?', first.id)).toEqual([{ body: 'Where' }]);

    await jonas.says(own.id, 'The last one');
    await jonas.patch(`/api/tickets/${own.id}/messages/${first.id}`, { body: 'Where?' });
    expect((await jonas.get(`/api/tickets/${own.id}`)).body).toMatchObject({
      lastMessage: { excerpt: 'The last one' },
    });
  });

  it('keeps the place of a deleted message, and its text nowhere', async () => {
    const { jonas, ana, desk } = world;
    const own = await jonas.opens('Regrets');
    const said = await jonas.says(own.id, 'my-secret-4711');
    const erase = () => jonas.delete(`/api/tickets/${own.id}/messages/${said.id}`);
    const heard = await hears(world, own.id, erase);
    expect(heard).toMatchObject({
      customer: ['message.deleted'],
      open: ['message.deleted'],
      row: { lastMessage: { excerpt: '' } },
    });
    expect(await hears(world, own.id, erase)).toEqual(SILENCE);
    expect((await ana.get<Message>(`/api/tickets/${own.id}/messages/${said.id}`)).body).toMatchObject({
      seq: 2,
      body: '',
      deletedAt: expect.any(Number),
    });
    expect(JSON.stringify((await ana.get(`/api/tickets/${own.id}/events`)).body)).not.toContain('my-secret');
    expect(stored(desk, `SELECT 1 FROM messages WHERE body LIKE '%my-secret%'`)).toEqual([]);
    expect(await jonas.patch(`/api/tickets/${own.id}/messages/${said.id}`, { body: 'Back' })).toMatchObject({
      status: 409,
      body: { error: { code: 'messages.deleted' } },
    });
  });

  it('is possible for 15 minutes, for the author too', async () => {
    const { mia, desk } = world;
    const own = await mia.opens('Too late');
    const said = await mia.says(own.id, 'For ever');
    desk.ahead.ms += EDIT_WINDOW_MS - 10_000;
    expect((await mia.patch(`/api/tickets/${own.id}/messages/${said.id}`, { body: 'For now' })).status).toBe(200);
    desk.ahead.ms += 20_000;
    for (const answer of [
      await mia.patch(`/api/tickets/${own.id}/messages/${said.id}`, { body: 'Never' }),
      await mia.delete(`/api/tickets/${own.id}/messages/${said.id}`),
    ])
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'messages.too_late' } } });
  });

  it('is impossible for others, also for an admin', async () => {
    const { jonas, ana, zoe } = world;
    const own = await jonas.opens('Mine');
    const said = await jonas.says(own.id, 'My words');
    for (const person of [ana, zoe])
      expect((await person.patch(`/api/tickets/${own.id}/messages/${said.id}`, { body: 'Mine' })).status).toBe(403);
  });
});
