import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../server/messages/contract.ts';
import { uuidv7 } from '../db/ids.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears } from './support/hears.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let ticket: TicketRow;
let second: string;
beforeAll(async () => {
  world = await createWorld();
  const { jonas, ana } = world;
  ticket = await jonas.opens('The machine leaks', 'It drips from below');
  world.desk.ahead.ms += 60_000;
  await ana.says(ticket.id, 'Is it plugged in?');
  second = (await jonas.says(ticket.id, 'It is. And where is my invoice?')).id;
  await jonas.says(ticket.id, 'The one of March');
  ticket = (await ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body;
});
afterAll(() => world.end());

type Answer = TicketRow & { error: { code: string } };
const split = (body: object, by = world.ana) => by.post<Answer>(`/api/tickets/${ticket.id}/split`, body);
const messagesOf = async (id: string) =>
  (await world.ana.get<{ items: Message[] }>(`/api/tickets/${id}/messages`)).body.items;

describe('a split', () => {
  it('opens a ticket of the same customer that begins with their own words, and tells both sides', async () => {
    const { ana, jonas } = world;
    const before = await messagesOf(ticket.id);
    const portal = await jonas.listen();
    let made: TicketRow | undefined;
    const heard = await hears(world, ticket.id, async () => {
      made = (await split({ subject: 'Invoice of March', fromSeq: 3 })).body;
    });
    expect(heard).toMatchObject({ customer: ['ticket.split'], open: ['ticket.split'] });
    const id = made?.id ?? '';
    await portal.heard('ticket.opened', id);
    portal.close();
    expect(await messagesOf(ticket.id)).toEqual(before);
    expect(await messagesOf(id)).toMatchObject([
      {
        seq: 1,
        author: { id: jonas.id, kind: 'customer' },
        body: 'It is. And where is my invoice?\n\nThe one of March',
      },
    ]);
    // Since they asked, and not since somebody tidied up.
    expect(made).toMatchObject({
      customer: { id: jonas.id },
      waitingSince: ticket.waitingSince,
      assignee: null,
      status: 'open',
      unread: 1,
    });
    const { body } = await ana.get<{ items: TicketRow[] }>(`/api/tickets/${id}/links`);
    expect(body.items.map((row) => row.id)).toEqual([ticket.id]);
    expect((await jonas.get<TicketRow>(`/api/tickets/${id}`)).body.subject).toBe('Invoice of March');
  });

  it('tried again is the same ticket', async () => {
    const ids = { id: uuidv7(), messageId: uuidv7() };
    const input = { ...ids, subject: 'Once', messageIds: [second] };
    const answers = [await split(input), await split(input)];
    expect(answers.map(({ status, body }) => [status, body.id])).toEqual([
      [201, ids.id],
      [200, ids.id],
    ]);
    expect(
      stored(world.desk, `SELECT id FROM events WHERE ticket_id = ? AND type = 'ticket.split'`, ids.id),
    ).toHaveLength(1);
    expect((await split({ ...input, messageIds: undefined, fromSeq: 1 })).body.error.code).toBe('id_reused');
  });

  it('tried again is the same ticket, whatever happened to the first one meanwhile', async () => {
    const { ana, ben, jonas, zoe } = world;
    const source = await jonas.opens('Two things', 'The first');
    const words = await jonas.says(source.id, 'The second');
    const input = { id: uuidv7(), messageId: uuidv7(), subject: 'The second', messageIds: [words.id] };
    const path = `/api/tickets/${source.id}/split`;
    expect((await ana.post(path, input)).status).toBe(201);
    const again = async (by = ana, body: object = input) => (await by.post<Answer>(path, body)).status;
    await jonas.patch(`/api/tickets/${source.id}/messages/${words.id}`, { body: 'The second, better said' });
    expect(await again()).toBe(200);
    await jonas.delete(`/api/tickets/${source.id}/messages/${words.id}`);
    expect(await again()).toBe(200);
    await zoe.put(`/api/tickets/${source.id}/assignee`, { assigneeId: ben.id });
    expect(await again()).toBe(200);
    expect(await again(ben)).toBe(409);
    expect(await again(ana, { ...input, messageId: uuidv7() })).toBe(409);
    const other = await jonas.opens('A third thing', 'The third');
    expect(
      (await ana.post(`/api/tickets/${other.id}/split`, { ...input, messageIds: undefined, fromSeq: 1 })).status,
    ).toBe(409);
  });

  it('takes only messages of the customer', async () => {
    const { ana, mia, jonas } = world;
    const [, answer] = await messagesOf(ticket.id);
    const other = await mia.opens('Hers');
    const [hers] = await messagesOf(other.id);
    for (const id of [answer?.id, hers?.id, uuidv7()])
      expect((await split({ subject: 'x', messageIds: [second, id] })).status).toBe(404);
    expect((await split({ subject: 'x', fromSeq: 9 })).status).toBe(404);
    for (const body of [
      { subject: 'x' },
      { subject: 'x', fromSeq: 1, messageIds: [second] },
      { subject: '', fromSeq: 1 },
      { subject: 'x', messageIds: [] },
      { subject: 'x', fromSeq: 1, customerId: mia.id },
      { subject: 'x', fromSeq: 1, body: 'Words in his mouth' },
    ])
      expect((await split(body)).status).toBe(422);
    expect((await split({ subject: 'x', fromSeq: 1 }, jonas)).status).toBe(403);
    const long = await jonas.opens('Long', 'x'.repeat(9_000));
    await jonas.says(long.id, 'y'.repeat(9_000));
    const tooMuch = await ana.post<Answer>(`/api/tickets/${long.id}/split`, { subject: 'x', fromSeq: 1 });
    expect([tooMuch.status, tooMuch.body.error.code]).toEqual([409, 'tickets.unsplittable']);
  });

  it('refuses instead of leaving out messages silently', async () => {
    const { ana, jonas, desk } = world;
    const long = await jonas.opens('Little by little', 'word');
    const sqlite = new BetterSqlite(join(desk.dataDir, 'answerback.db'));
    // Nobody may say as much within the time of a test.
    sqlite
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= 100)
         INSERT INTO messages (id, ticket_id, event_id, author_id, body, created_at, seq, sent_hash)
         SELECT id || i, ticket_id, event_id, author_id, body, created_at, i, sent_hash FROM messages, n WHERE ticket_id = ?`,
      )
      .run(long.id);
    sqlite.close();
    expect(await ana.post<Answer>(`/api/tickets/${long.id}/split`, { subject: 'x', fromSeq: 1 })).toMatchObject({
      status: 409,
      body: { error: { code: 'tickets.unsplittable' } },
    });
  });
});
