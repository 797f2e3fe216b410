import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { tickets } from '../db/schema/tickets.ts';
import { eq } from 'drizzle-orm';
import type { Erasure } from '../server/erasure/contract.ts';
import type { Hold } from '../server/holds/contract.ts';
import { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { addStaff, createWorld, type World } from './support/world.ts';

type Refused = { error: { code: string; message: string } };
type Items = { items: Hold[] };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const newCustomer = (name: string) => new Person(world.desk.url).register(name, `${uuidv7()}@post.example`);
let colleagues = 0;
const newColleague = () => addStaff(world.desk, `Kim${(colleagues += 1)}`, 'agent');
const codeOf = ({ status, body }: { status: number; body: Refused | null }) => [status, body?.error?.code];
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

describe('a ticket that was merged into one on legal hold', () => {
  it('is held with it: not deleted, not changed and not taken out of it', async () => {
    const { zoe, ana } = world;
    const pia = await newCustomer('Pia');
    const [into, source] = [await pia.opens('Evidence'), await pia.opens('More of it')];
    const { body: note } = await ana.post<{ id: string }>(`/api/tickets/${source.id}/notes`, { body: 'As before' });
    expect((await zoe.post(`/api/tickets/${source.id}/merge`, { into: into.id })).status).toBe(200);
    await holdTicket(into.id);
    const at = `/api/tickets/${source.id}`;
    expect((await ana.get<Items>(`${at}/hold`)).body.items).toMatchObject([{ ticket: { id: into.id } }]);
    for (const answer of [
      await zoe.delete<Refused>(at),
      await zoe.delete<Refused>(`${at}/merge`),
      await ana.patch<Refused>(`${at}/notes/${note.id}`, { body: 'Never' }),
    ])
      expect(codeOf(answer)).toEqual([409, 'holds.held']);
    expect((await zoe.delete<Refused>(at)).body.error.message).toContain(`Ticket ${into.number}, which shows ticket`);
    await zoe.delete(`/api/tickets/${into.id}/hold`);
    expect((await zoe.delete(`${at}/merge`)).status).toBe(200);
    expect((await zoe.delete(at)).status).toBe(204);
  });
});

describe('a ticket that one on legal hold was merged into', () => {
  /** A held ticket, the one that it is merged into, and another one that was merged there before. */
  async function merged() {
    const { zoe } = world;
    const pia = await newCustomer('Pia');
    const [other, source, into] = [await pia.opens('Other'), await pia.opens('Evidence'), await pia.opens('Goes on')];
    await holdTicket(source.id);
    for (const { id } of [other, source])
      expect((await zoe.post(`/api/tickets/${id}/merge`, { into: into.id })).status).toBe(200);
    return { pia, other, source, into };
  }

  it('is held with it: the conversation goes on there, and nobody deletes or changes it', async () => {
    const { zoe, ana } = world;
    const { pia, other, source, into } = await merged();
    const said = await pia.says(into.id, 'It was so');
    const { body: note } = await ana.post<{ id: string }>(`/api/tickets/${into.id}/notes`, { body: 'Look' });
    for (const change of [
      await pia.delete<Refused>(`/api/tickets/${into.id}/messages/${said.id}`),
      await pia.patch<Refused>(`/api/tickets/${into.id}/messages/${said.id}`, { body: 'Not so' }),
    ])
      expect(codeOf(change)).toEqual([409, 'messages.too_late']);
    expect(codeOf(await ana.delete<Refused>(`/api/tickets/${into.id}/notes/${note.id}`))).toEqual([409, 'holds.held']);
    for (const { id } of [into, other, source]) {
      const { items } = (await ana.get<Items>(`/api/tickets/${id}/hold`)).body;
      expect(items).toMatchObject([{ ticket: { id: source.id } }]);
      const refused = await zoe.delete<Refused>(`/api/tickets/${id}`);
      expect(codeOf(refused)).toEqual([409, 'holds.held']);
      expect(refused.body.error.message).toContain(`Ticket ${source.number}`);
    }
    // Apart, the target would be free.
    for (const { id } of [source, other])
      expect(codeOf(await zoe.delete<Refused>(`/api/tickets/${id}/merge`))).toEqual([409, 'holds.held']);
  });

  it('is free when that hold ends, and keeps no earlier text', async () => {
    const { zoe, ana, desk } = world;
    const { source, into } = await merged();
    expect((await ana.patch(`/api/tickets/${into.id}`, { subject: 'Not so' })).status).toBe(200);
    const texts = () => stored(desk, 'SELECT body FROM earlier_texts WHERE ticket_id = ?', into.id);
    expect(texts()).toEqual([{ body: 'Goes on' }]);
    expect((await zoe.delete(`/api/tickets/${source.id}/hold`)).status).toBe(204);
    expect(texts()).toEqual([]);
    expect((await zoe.delete(`/api/tickets/${into.id}`)).status).toBe(204);
  });
});

describe('the name of a colleague', () => {
  const refusal = async (who: Person) =>
    codeOf(await world.zoe.post<Refused>(`/api/users/${who.id}/erasure`, { name: who.name }));
  const parts: [string, (who: Person, id: string) => Promise<unknown>][] = [
    ['a message', (who, id) => who.says(id, 'An answer')],
    ['a note', (who, id) => who.post(`/api/tickets/${id}/notes`, { body: 'I saw it' })],
    ['a mention', (who, id) => world.zoe.post(`/api/tickets/${id}/notes`, { body: 'Look', mentionIds: [who.id] })],
    ['an assignment', (who, id) => world.zoe.put(`/api/tickets/${id}/assignee`, { assigneeId: who.id })],
    [
      'a past assignment',
      async (who, id) => {
        await world.zoe.put(`/api/tickets/${id}/assignee`, { assigneeId: who.id });
        await world.zoe.put(`/api/tickets/${id}/assignee`, { assigneeId: null });
      },
    ],
    ['a change', (who, id) => who.patch(`/api/tickets/${id}`, { priority: 'urgent' })],
  ];

  it.each(parts)('stays with %s on the ticket of a customer who is on hold', async (_what, does) => {
    const { zoe } = world;
    const kim = await newColleague();
    const pia = await newCustomer('Pia');
    const { id } = await pia.opens('Evidence');
    await does(kim, id);
    for (const held of [`/api/users/${pia.id}/hold`, `/api/tickets/${id}/hold`]) {
      await zoe.put(held, { reason: 'Case' });
      expect((await zoe.get<Erasure>(`/api/users/${kim.id}/erasure`)).body.refusal).toBe('holds.held');
      expect(await refusal(kim)).toEqual([409, 'holds.held']);
      expect((await zoe.delete(held)).status).toBe(204);
    }
    expect(await refusal(kim)).toEqual([204, undefined]);
  });

  it.each(['source', 'into'] as const)('stays on a ticket merged with one on hold: on the %s', async (where) => {
    const { zoe } = world;
    const kim = await newColleague();
    const pia = await newCustomer('Pia');
    const two = { into: await pia.opens('Evidence'), source: await pia.opens('More of it') };
    await kim.says(two[where].id, 'An answer');
    await zoe.post(`/api/tickets/${two.source.id}/merge`, { into: two.into.id });
    await zoe.put(`/api/tickets/${two[where === 'into' ? 'source' : 'into'].id}/hold`, { reason: 'Case' });
    expect(await refusal(kim)).toEqual([409, 'holds.held']);
  });

  it('goes if the colleague did nothing on what is held', async () => {
    const { zoe } = world;
    const kim = await newColleague();
    const [pia, leo] = [await newCustomer('Pia'), await newCustomer('Leo')];
    const { id } = await leo.opens('Not evidence');
    await kim.says(id, 'An answer');
    await pia.opens('Evidence');
    await zoe.put(`/api/users/${pia.id}/hold`, { reason: 'Case' });
    expect(await refusal(kim)).toEqual([204, undefined]);
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
