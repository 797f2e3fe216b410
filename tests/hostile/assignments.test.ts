import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { Person } from '../support/person.ts';
import { addSite } from '../support/site.ts';
import { stored } from '../support/stored.ts';
import { tokenBy } from '../support/token.ts';
import { Visitor } from '../support/visitor.ts';
import { addStaff, createWorld, type World } from '../support/world.ts';

let world: World;
let ticket: TicketRow;
let other: TicketRow;
beforeAll(async () => {
  world = await createWorld();
  ticket = await world.jonas.opens('Handed on');
  other = await world.mia.opens('Handed on too');
  for (const { id } of [ticket, other])
    for (const person of [world.ana, world.ben, world.ana])
      await world.sol.put(`/api/tickets/${id}/assignee`, { assigneeId: person.id });
});
afterAll(() => world.end());

interface Page {
  items: { assignee: { id: string } }[];
  next: string | null;
}
const list = (person: Person, query = '', id = ticket.id) =>
  person.get<Page>(`/api/tickets/${id}/assignments${query && `?${query}`}`);
const held = (id: string) =>
  stored(world.desk, 'SELECT assignee_id, by_id, until_at FROM assignments WHERE ticket_id = ? ORDER BY rowid', id);

describe('who held a ticket', () => {
  it.each<[who: string, status: number, person: () => Person | Promise<Person>]>([
    ['a stranger', 401, () => world.stranger],
    ['the customer of the ticket', 403, () => world.jonas],
    ['another customer', 403, () => world.mia],
    ['a visitor', 403, async () => new Visitor(world.desk.url).begins((await addSite(world.desk)).key)],
    ['a program of the customer', 403, async () => (await tokenBy(world.jonas)).program],
    [
      'a program without a right to tickets',
      403,
      async () => {
        return (await tokenBy(world.ana, { scopes: { teams: ['view'] } })).program;
      },
    ],
    [
      'a program whose token ended',
      401,
      async () => {
        const { program, path } = await tokenBy(world.ana);
        expect((await list(program)).status).toBe(200);
        await world.ana.delete(path);
        return program;
      },
    ],
    [
      'somebody who was deactivated',
      401,
      async () => {
        const eve = await addStaff(world.desk, 'Eve', 'agent');
        expect((await list(eve)).status).toBe(200);
        await world.zoe.patch(`/api/users/${eve.id}`, { active: false });
        return eve;
      },
    ],
  ])('is not told to %s', async (_who, status, find) => {
    const { status: got, body } = await list(await find());
    expect(got).toBe(status);
    expect(JSON.stringify(body)).not.toContain(world.ben.id);
  });

  it.each<[what: string, id: () => string, status: number]>([
    ['a ticket that does not exist', () => '00000000-0000-7000-8000-000000000000', 404],
    ['no id', () => 'all', 422],
    ['a path', () => '..%2f..%2fusers', 422],
    ['a wildcard', () => '%25', 422],
    ['SQL', () => encodeURIComponent(`' OR 1=1 --`), 422],
  ])('is nothing of %s', async (_what, id, status) => {
    expect((await list(world.zoe, '', id())).status).toBe(status);
  });

  it.each([
    ['no page', 'limit=0'],
    ['a page of everything', 'limit=101'],
    ['half a page', 'limit=0.5'],
    ['two pages', 'limit=1&limit=2'],
    ['another field', 'assignee=me'],
    ['an order', 'order=oldest'],
  ])('is not shown for %s', async (_what, query) => {
    expect((await list(world.zoe, query)).status).toBe(422);
  });

  it.each<[what: string, forge: (cursor: string, foreign: string) => string]>([
    ['empty', () => ''],
    ['a number', () => '1'],
    ['a large number, which would hide the last who held it', () => '999999999'],
    ['of another ticket', (_c, foreign) => foreign],
    ['of another place', (c) => c.replace(/^\d+/u, (id) => String(Number(id) + 1)).replace(/.$/u, '~')],
    ['without its mark', (c) => c.split('.')[0] ?? ''],
    ['with more behind it', (c) => `${c}.x`],
    ['negative', () => '-1.00000000'],
    ['SQL', () => encodeURIComponent(`1; DROP TABLE events`)],
    ['of 10,000 characters', () => 'x'.repeat(10_000)],
  ])('has no page behind a cursor that is %s', async (_what, forge) => {
    const cursor = (await list(world.sol, 'limit=1')).body.next ?? '';
    const foreign = (await list(world.sol, 'limit=1', other.id)).body.next ?? '';
    expect((await list(world.sol, `limit=1&cursor=${cursor}`)).body.items).toHaveLength(1);
    const { status } = await list(world.sol, `limit=1&cursor=${forge(cursor, foreign)}`);
    expect([400, 422]).toContain(status);
  });
});

describe('the holder of a ticket', () => {
  it.each<[what: string, status: number, person: () => Person, body: () => object]>([
    ['a customer', 422, () => world.sol, () => ({ assigneeId: world.jonas.id })],
    ['nobody that exists', 422, () => world.sol, () => ({ assigneeId: '00000000-0000-7000-8000-000000000000' })],
    ['a word', 422, () => world.sol, () => ({ assigneeId: 'me' })],
    ['a list', 422, () => world.sol, () => ({ assigneeId: [world.ben.id] })],
    ['missing', 422, () => world.sol, () => ({})],
    ['set with whoever gave it', 422, () => world.sol, () => ({ assigneeId: world.ben.id, byId: world.zoe.id })],
    ['set for a time', 422, () => world.sol, () => ({ assigneeId: world.ben.id, until: 1 })],
    ['taken away by a colleague', 409, () => world.ben, () => ({ assigneeId: world.ben.id })],
    ['sent away by a colleague', 403, () => world.ben, () => ({ assigneeId: null })],
    ['chosen by the customer', 403, () => world.jonas, () => ({ assigneeId: world.ben.id })],
    ['chosen by another customer', 403, () => world.mia, () => ({ assigneeId: null })],
    ['chosen by a stranger', 401, () => world.stranger, () => ({ assigneeId: null })],
  ])('is never %s', async (_what, status, person, body) => {
    const before = held(ticket.id);
    expect((await person().put(`/api/tickets/${ticket.id}/assignee`, body())).status).toBe(status);
    expect(held(ticket.id)).toEqual(before);
  });
});
