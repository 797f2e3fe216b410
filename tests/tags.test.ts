import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { CountedTag, Tag } from '../server/tags/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { converge } from './support/converge.ts';
import { hears, SILENCE } from './support/hears.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const tagged = async (name: string) => (await world.ana.post<Tag>('/api/tags', { name })).body;
const setTags = (id: string, ...tags: Tag[]) =>
  world.ana.put<TicketRow>(`/api/tickets/${id}/tags`, { tagIds: tags.map((tag) => tag.id) });

describe('a tag in the hands of an admin', () => {
  it('is renamed, described and archived, and every desk hears of it', async () => {
    const tag = await tagged('Shiping');
    const listener = await world.ben.listen();
    await world.zoe.patch(`/api/tags/${tag.id}`, { name: 'Shipping', description: 'Parcels', colour: 'info' });
    await listener.until(() => listener.state.lists.tags.items.some(({ name }) => name === 'Shipping'), 'the new name');
    await converge(world.ben, listener);
    listener.close();
    expect((await world.ana.post('/api/tags', { name: 'SHIPPING' })).body).toMatchObject({ id: tag.id });
    const other = await tagged('Parcel');
    expect(await world.zoe.patch(`/api/tags/${other.id}`, { name: 'shipping' })).toMatchObject({
      status: 409,
      body: { error: { code: 'tags.name_taken', details: { id: tag.id } } },
    });
    const [held, free] = [await world.jonas.opens('Held'), await world.jonas.opens('Free')];
    await setTags(held.id, tag);
    await world.zoe.patch(`/api/tags/${tag.id}`, { archived: true });
    expect((await setTags(held.id, tag, other)).status).toBe(200);
    expect((await setTags(free.id, tag)).status).toBe(422);
    expect(await world.ana.post('/api/tags', { name: 'Shipping' })).toMatchObject({
      status: 409,
      body: { error: { code: 'tags.archived' } },
    });
  });

  it('is merged into another one on all its tickets, and its name leads there', async () => {
    const [from, to] = [await tagged('Delivery'), await tagged('Dispatch')];
    const [one, both] = [await world.jonas.opens('One'), await world.mia.opens('Both')];
    await setTags(one.id, from);
    await setTags(both.id, from, to);
    expect(await world.zoe.delete(`/api/tags/${from.id}`)).toMatchObject({
      status: 409,
      body: { error: { code: 'values.in_use', details: { tickets: { n: 2 } } } },
    });
    const listener = await world.ana.listen(one.id);
    expect((await world.zoe.delete(`/api/tags/${from.id}?replaceBy=${to.id}`)).body).toEqual({ moved: 2, left: false });
    await listener.until(() => listener.state.rows[one.id]?.tags[0] === to.id, 'the other tag');
    await converge(world.ana, listener);
    listener.close();
    expect((await world.ana.get<TicketRow>(`/api/tickets/${both.id}`)).body.tags).toEqual([to.id]);
    expect(stored(world.desk, 'SELECT * FROM ticket_tags WHERE tag_id = ?', from.id)).toEqual([]);
    expect((await world.ana.post('/api/tags', { name: 'delivery' })).body).toMatchObject({ id: to.id });
    expect((await world.ana.get(`/api/tags/${from.id}`)).status).toBe(404);
    const { body } = await world.zoe.get<{ items: CountedTag[] }>('/api/tags?uses=true');
    expect(body.items.find(({ id }) => id === to.id)?.tickets).toEqual({ n: 2, more: false });
    expect(body.items.some(({ id }) => id === from.id)).toBe(false);
  });

  it('comes back when somebody writes its name again', async () => {
    const tag = await tagged('Seasonal');
    expect((await world.zoe.delete(`/api/tags/${tag.id}`)).status).toBe(200);
    expect((await world.ana.get<{ items: Tag[] }>('/api/tags')).body.items.some(({ id }) => id === tag.id)).toBe(false);
    expect(await world.ana.post('/api/tags', { name: 'seasonal' })).toMatchObject({ body: { id: tag.id } });
    expect((await world.ana.get(`/api/tags/${tag.id}`)).status).toBe(200);
  });
});

describe('a tag', () => {
  it('is the same in upper and lower case, and is in every desk’s list', async () => {
    const first = await world.ana.post<Tag>('/api/tags', { name: 'Refund' });
    const again = await world.ben.post<Tag>('/api/tags', { name: 'refund ' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect((await world.sol.get<Snapshot>('/api/snapshot')).body.lists.tags.items).toContainEqual(first.body);
    expect((await world.jonas.get<Snapshot>('/api/snapshot')).body.lists.tags.items).toEqual([]);
  });

  it('reaches staff and never the customer, and changes nothing when repeated', async () => {
    const ticket = await world.jonas.opens('Tagged');
    const tag = await tagged('Grinder');
    const heard = await hears(world, ticket.id, () => setTags(ticket.id, tag));
    expect(heard).toMatchObject({ customer: [], open: ['ticket.tagged'], colleague: [] });
    expect(heard.row?.tags).toEqual([tag.id]);
    expect((await world.jonas.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.tags).toEqual([]);
    expect(await hears(world, ticket.id, () => setTags(ticket.id, tag))).toEqual(SILENCE);
    expect((await setTags(ticket.id)).body.tags).toEqual([]);
    expect(stored(world.desk, 'SELECT * FROM ticket_tags WHERE ticket_id = ?', ticket.id)).toEqual([]);
  });

  it('finds its tickets, and with a second tag those that have both', async () => {
    const [a, b] = [await tagged('a'), await tagged('b')];
    const [both, one] = [await world.mia.opens('Both'), await world.mia.opens('One')];
    await setTags(both.id, a, b);
    await setTags(one.id, a);
    const found = async (query: string) =>
      (await world.ana.get<{ items: TicketRow[] }>(`/api/tickets?${query}`)).body.items.map(({ id }) => id);
    expect((await found(`tag=${a.id}`)).toSorted()).toEqual([both.id, one.id].toSorted());
    expect(await found(`tag=${a.id}&tag=${b.id}`)).toEqual([both.id]);
    // A view by a tag that is gone is empty, and no error.
    expect(await found(`tag=${uuidv7()}`)).toEqual([]);
  });

  it.each([
    ['one that is not there', () => [uuidv7()], 422],
    ['twenty-one', () => Array.from({ length: 21 }, () => uuidv7()), 422],
    ['no ids', () => ['Refund'], 422],
  ])('cannot be %s', async (_case, ids, status) => {
    const ticket = await world.jonas.opens('Wrong tags');
    expect((await world.ana.put(`/api/tickets/${ticket.id}/tags`, { tagIds: ids() })).status).toBe(status);
  });

  it('with the id of another tag is refused with an explanation', async () => {
    const { body: known } = await world.ana.post<Tag>('/api/tags', { id: uuidv7(), name: 'Known' });
    const sent = { id: known.id, name: known.name };
    const again = await world.ana.post('/api/tags', sent);
    expect([again.status, again.body]).toEqual([200, known]);
    expect(await world.ana.post('/api/tags', { ...sent, name: 'Another' })).toMatchObject({
      status: 409,
      body: { error: { code: 'id_reused' } },
    });
  });

  it('has a limit on the number of tags', async () => {
    const answers = [];
    for (let n = 0; n < 290; n += 1) answers.push((await world.zoe.post('/api/tags', { name: `z${n}` })).status);
    for (let n = 0; n < 290; n += 1) answers.push((await world.sol.post('/api/tags', { name: `s${n}` })).status);
    expect(answers.at(-1)).toBe(409);
    expect(answers.filter((status) => status === 201).length).toBeLessThanOrEqual(500);
  });
});
