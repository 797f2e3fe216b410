import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { Tag } from '../server/tags/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
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
    const again = await world.ana.post('/api/tags', known);
    expect([again.status, again.body]).toEqual([200, known]);
    expect(await world.ana.post('/api/tags', { ...known, name: 'Another' })).toMatchObject({
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
