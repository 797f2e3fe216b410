import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { tickets } from '../db/schema/tickets.ts';
import { eq } from 'drizzle-orm';
import type { Erasure } from '../server/erasure/contract.ts';
import type { Hold } from '../server/holds/contract.ts';
import { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

type Refused = { error: { code: string; message: string } };
type Items = { items: Hold[] };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const newCustomer = (name: string) => new Person(world.desk.url).register(name, `${uuidv7()}@post.example`);
const codeOf = ({ status, body }: { status: number; body: Refused }) => [status, body.error?.code];
const holdTicket = (id: string) => world.zoe.put<Items>(`/api/tickets/${id}/hold`, { reason: 'Case 12/26' });
const lines = (targetId: string) =>
  stored<{ action: string }>(world.desk, 'SELECT action FROM audit_log WHERE target_id = ? ORDER BY id', targetId).map(
    ({ action }) => action,
  );

describe('a ticket on legal hold', () => {
  it('is not deleted and not changed by anybody, until the hold ends', async () => {
    const { zoe, ana, desk } = world;
    const pia = await newCustomer('Pia');
    const { id, number } = await pia.opens('Evidence', 'It was so');
    const { body: note } = await ana.post<{ id: string }>(`/api/tickets/${id}/notes`, { body: 'Third time' });
    const said = await pia.says(id, 'And so');
    const { status, body } = await holdTicket(id);
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { ticket: { id, number }, person: null, reason: 'Case 12/26', by: { name: zoe.name } },
    ]);

    const refused = await zoe.delete<Refused>(`/api/tickets/${id}`);
    expect(codeOf(refused)).toEqual([409, 'holds.held']);
    expect(refused.body.error.message).toContain(`Ticket ${number} is on legal hold`);
    expect(codeOf(await ana.delete<Refused>(`/api/tickets/${id}/notes/${note.id}`))).toEqual([409, 'holds.held']);
    expect(codeOf(await ana.patch<Refused>(`/api/tickets/${id}/notes/${note.id}`, { body: 'x' }))).toEqual([
      409,
      'holds.held',
    ]);
    // A customer does not learn of the hold.
    for (const answer of [
      await pia.delete<Refused>(`/api/tickets/${id}/messages/${said.id}`),
      await pia.patch<Refused>(`/api/tickets/${id}/messages/${said.id}`, { body: 'Not so' }),
    ])
      expect(codeOf(answer)).toEqual([409, 'messages.too_late']);
    expect(codeOf(await zoe.post<Refused>(`/api/users/${pia.id}/erasure`, { name: 'Pia' }))).toEqual([
      409,
      'holds.held',
    ]);
    expect((await zoe.get<Erasure>(`/api/users/${pia.id}/erasure`)).body.refusal).toBe('holds.held');
    // The database itself refuses it to a command that would forget to ask.
    await expect(desk.commit(({ tx }) => tx.delete(tickets).where(eq(tickets.id, id)))).rejects.toThrow('FOREIGN KEY');
    // Work on it goes on.
    await ana.says(id, 'An answer');
    expect(stored(desk, `SELECT body FROM messages WHERE ticket_id = ?`, id)).toHaveLength(3);

    expect((await zoe.delete(`/api/tickets/${id}/hold`)).status).toBe(204);
    expect((await zoe.delete(`/api/tickets/${id}/hold`)).status).toBe(204);
    expect((await zoe.delete(`/api/tickets/${id}`)).status).toBe(204);
    expect(lines(id)).toEqual(['hold.ticket_set', 'hold.ticket_ended', 'ticket.deleted']);
  });

  it('is held once: a second hold changes the reason', async () => {
    const { zoe } = world;
    const { id } = await (await newCustomer('Pia')).opens('Evidence');
    const [first] = (await holdTicket(id)).body.items;
    const { body } = await zoe.put<Items>(`/api/tickets/${id}/hold`, { reason: 'Case 13/26' });
    expect(body.items).toEqual([{ ...first, reason: 'Case 13/26' }]);
    expect(lines(id)).toEqual(['hold.ticket_set']);
  });

  it('is shown to the team, with the reason only to those who may see the settings', async () => {
    const { ana, zoe } = world;
    const { id } = await (await newCustomer('Pia')).opens('Evidence');
    expect((await ana.get<Items>(`/api/tickets/${id}/hold`)).body.items).toEqual([]);
    await holdTicket(id);
    expect((await ana.get<Items>(`/api/tickets/${id}/hold`)).body.items).toMatchObject([
      { ticket: { id }, reason: null },
    ]);
    expect((await zoe.get<Items>('/api/holds')).body.items[0]).toMatchObject({ ticket: { id }, reason: 'Case 12/26' });
  });

  it('keeps the name of a colleague who wrote on it', async () => {
    const { zoe, ben, jonas } = world;
    const { id } = await jonas.opens('Evidence');
    await ben.post(`/api/tickets/${id}/notes`, { body: 'I saw it' });
    await holdTicket(id);
    expect(codeOf(await zoe.post<Refused>(`/api/users/${ben.id}/erasure`, { name: 'Ben' }))).toEqual([
      409,
      'holds.held',
    ]);
  });
});

describe('a person on legal hold', () => {
  it('is not erased, and none of their tickets is deleted', async () => {
    const { zoe, ana } = world;
    const pia = await newCustomer('Pia');
    const { id } = await pia.opens('Evidence');
    const path = `/api/users/${pia.id}/hold`;
    expect((await zoe.get(path)).body).toBeNull();
    expect((await zoe.put<Hold>(path, { reason: 'Case 12/26' })).body).toMatchObject({
      ticket: null,
      person: { id: pia.id },
    });
    expect(codeOf(await zoe.delete<Refused>(`/api/tickets/${id}`))).toEqual([409, 'holds.held']);
    expect(codeOf(await zoe.post<Refused>(`/api/users/${pia.id}/erasure`, { name: 'Pia' }))).toEqual([
      409,
      'holds.held',
    ]);
    expect((await ana.get<Items>(`/api/tickets/${id}/hold`)).body.items).toMatchObject([{ person: { id: pia.id } }]);
    expect((await zoe.delete(path)).status).toBe(204);
    expect((await zoe.post(`/api/users/${pia.id}/erasure`, { name: 'Pia' })).status).toBe(204);
    expect((await zoe.put(path, { reason: 'Too late' })).status).toBe(404);
    expect(lines(pia.id)).toEqual(['user.registered', 'hold.person_set', 'hold.person_ended', 'person.erased']);
  });
});
