import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { EDIT_WINDOW_MS } from '../server/messages/contract.ts';
import type { Note } from '../server/notes/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let ticket: TicketRow;
beforeAll(async () => {
  world = await createWorld();
  ticket = await world.jonas.opens('A refund');
});
afterAll(() => world.end());

const path = (id = '') => `/api/tickets/${ticket.id}/notes${id && `/${id}`}`;

describe('a note', () => {
  it('reaches the staff who have the ticket open, and moves nothing that a customer could see', async () => {
    const { ben, jonas, desk } = world;
    const before = await jonas.get(`/api/tickets/${ticket.id}`);
    const note = { id: uuidv7(), body: 'He has had three.' };
    const heard = await hears(world, ticket.id, () => ben.post(path(), note));
    expect(heard).toEqual({ customer: [], open: ['note.added'], colleague: [], row: null });
    expect(await hears(world, ticket.id, () => ben.post(path(), note))).toEqual(SILENCE);
    expect((await ben.post(path(), note)).status).toBe(200);
    expect((await jonas.get(`/api/tickets/${ticket.id}`)).body).toEqual(before.body);
    expect(stored(desk, 'SELECT body FROM notes WHERE id = ?', note.id)).toEqual([{ body: note.body }]);
    expect(stored(desk, 'SELECT 1 FROM messages WHERE id = ?', note.id)).toEqual([]);
  });

  it('does not take the ticket, answer it, or end the wait', async () => {
    const { ana, jonas } = world;
    const own = await jonas.opens('Still waiting');
    await ana.post(`/api/tickets/${own.id}/notes`, { body: 'Somebody?' });
    expect((await ana.get(`/api/tickets/${own.id}`)).body).toMatchObject({
      assignee: null,
      firstResponseAt: null,
      waitingSince: own.waitingSince,
      unread: 1,
    });
  });

  it('can be edited and deleted by its author, for 15 minutes', async () => {
    const { ana, ben, desk } = world;
    const { body: note } = await ana.post<Note>(path(), { body: 'Wrong' });
    const edit = () => ana.patch(path(note.id), { body: 'Right' });
    expect(await hears(world, ticket.id, edit)).toMatchObject({ open: ['note.edited'], customer: [], row: null });
    expect(await hears(world, ticket.id, edit)).toEqual(SILENCE);
    expect((await ben.patch(path(note.id), { body: 'Mine' })).status).toBe(403);
    expect(await hears(world, ticket.id, () => ana.delete(path(note.id)))).toMatchObject({ open: ['note.deleted'] });
    expect((await ana.get<Note>(path(note.id))).body).toMatchObject({ body: '', deletedAt: expect.any(Number) });
    expect(stored(desk, `SELECT 1 FROM notes WHERE body IN ('Wrong', 'Right')`)).toEqual([]);

    const { body: late } = await ana.post<Note>(path(), { body: 'Later' });
    desk.ahead.ms += EDIT_WINDOW_MS + 1;
    expect((await ana.patch(path(late.id), { body: 'Too late' })).status).toBe(409);
    desk.ahead.ms = 0;
  });

  it('appears among the messages in the order of writing', async () => {
    const { ana, jonas } = world;
    const own = await jonas.opens('In order');
    await ana.says(own.id, 'First');
    await ana.post(`/api/tickets/${own.id}/notes`, { body: 'Between' });
    await ana.says(own.id, 'Second');
    const { body } = await ana.get<{ items: { type: string }[] }>(`/api/tickets/${own.id}/events`);
    expect(body.items.map(({ type }) => type).slice(-3)).toEqual(['message.sent', 'note.added', 'message.sent']);
    const { body: his } = await jonas.get<{ items: { type: string }[] }>(`/api/tickets/${own.id}/events`);
    expect(his.items.map(({ type }) => type).slice(-2)).toEqual(['message.sent', 'message.sent']);
  });
});
