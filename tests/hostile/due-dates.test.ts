import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { Person } from '../support/person.ts';
import { addSite } from '../support/site.ts';
import { stored } from '../support/stored.ts';
import { tokenBy } from '../support/token.ts';
import { Visitor } from '../support/visitor.ts';
import { createWorld, type World } from '../support/world.ts';

const HOUR_MS = 3_600_000;

let world: World;
let ticket: TicketRow;
/** Its customer may still change it. */
let fresh: TicketRow;
beforeAll(async () => {
  world = await createWorld();
  ticket = await world.jonas.opens('The grinder is loud');
  fresh = await world.jonas.opens('Nobody has it yet');
  await world.sol.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: world.ben.id });
});
afterAll(() => world.end());

const path = () => `/api/tickets/${ticket.id}`;
const inAnHour = () => Date.now() + HOUR_MS;
/** Everything that a due date may change. */
const traces = () => [
  stored(world.desk, 'SELECT id, due_at, hand_due_at, breached, version FROM tickets ORDER BY id'),
  stored(world.desk, `SELECT id FROM events WHERE type = 'ticket.due_set'`),
];

/** Written as the JSON that is sent: `JSON.stringify` would write null for some. */
const NO_DATES: [what: string, json: string][] = [
  ['a text', '"2030-01-01"'],
  ['a number as a text', '"1900000000000"'],
  ['half a millisecond', '1900000000000.5'],
  ['a time before 1970', '-1'],
  ['a number beyond every clock', '1e308'],
  ['a number that is infinite', '1e999'],
  ['a number that no program can count with', '9007199254740993'],
  ['the largest number that one can', '9007199254740991'],
  ['a time that is past', '1'],
  ['a time in six years', String(Date.now() + 6 * 366 * 86_400_000)],
  ['true', 'true'],
  ['a list', '[1900000000000]'],
  ['an object', '{"valueOf":1900000000000}'],
  ['an operator', '{"$gt":0}'],
];

/** Columns that the due date only moves. */
const FOREIGN_FIELDS = ['dueByHand', 'handDueAt', 'breached', 'importance', 'nextMoveAt', 'dueat', '__proto__'];

describe('a due date', () => {
  it.each(NO_DATES)('is never %s', async (_what, json) => {
    const before = traces();
    const answer = await world.ben.send('PATCH', path(), `{"dueAt":${json}}`);
    expect(answer).toMatchObject({ status: 422, body: { error: { fields: { dueAt: expect.any(String) } } } });
    expect(traces()).toEqual(before);
  });

  it.each(FOREIGN_FIELDS)('is not set by the field %s', async (field) => {
    const before = traces();
    const { status } = await world.ben.send('PATCH', path(), `{${JSON.stringify(field)}:${inAnHour()}}`);
    expect(status).toBe(422);
    expect(traces()).toEqual(before);
  });

  it.each<[who: string, status: number, person: () => Person | Promise<Person>]>([
    ['a stranger', 401, () => world.stranger],
    ['the customer of the ticket', 403, () => world.jonas],
    ['another customer', 404, () => world.mia],
    ['an agent whose ticket it is not', 403, () => world.ana],
    ['a program that may only read', 403, async () => (await tokenBy(world.ben)).program],
    [
      'a program of the customer',
      403,
      async () => {
        const scopes = { tickets: ['view', 'update'] as const };
        return (await tokenBy(world.jonas, { scopes: { tickets: [...scopes.tickets] } })).program;
      },
    ],
    ['a visitor', 404, async () => new Visitor(world.desk.url).begins((await addSite(world.desk)).key)],
  ])('is not set by %s', async (_who, status, find) => {
    const person = await find();
    const before = traces();
    const { id } = status === 403 && person.me.kind === 'customer' ? fresh : ticket;
    expect((await person.patch(`/api/tickets/${id}`, { dueAt: inAnHour() })).status).toBe(status);
    expect((await person.patch(`/api/tickets/${id}`, { dueAt: null })).status).toBe(status);
    expect(traces()).toEqual(before);
  });

  it('is not set by a customer who opens a ticket, and not by the words of a message', async () => {
    const opened = { subject: 'Soon', body: 'dueAt: 1', dueAt: inAnHour() };
    expect((await world.jonas.post('/api/tickets', opened)).status).toBe(422);
    const message = { body: 'Please', dueAt: inAnHour() };
    expect((await world.jonas.post(`${path()}/messages`, message)).status).toBe(422);
  });

  it('is not seen by the customer, in the ticket, in the list, in the history or live', async () => {
    const due = inAnHour();
    const live = await world.jonas.listen(ticket.id);
    expect((await world.ben.patch<TicketRow>(path(), { dueAt: due })).body.dueAt).toBe(due);
    await world.ben.says(ticket.id, 'After it');
    await live.until(() => live.bytes().includes('After it'));
    const read = [path(), '/api/tickets', `${path()}/events`, '/api/snapshot'].map((at) => world.jonas.get(at));
    const shown = JSON.stringify((await Promise.all(read)).map(({ body }) => body)) + live.bytes();
    expect(shown).toContain('After it');
    expect(shown).not.toContain(String(due));
    expect(shown).not.toContain('due_set');
    live.close();
    await world.ben.patch(path(), { dueAt: null });
  });

  it('is one of two that are set at the same moment from the same state', async () => {
    const { version } = (await world.ben.get<TicketRow>(path())).body;
    const set = (person: Person, hours: number) =>
      person.patch(path(), { dueAt: Date.now() + hours * HOUR_MS, seen: version });
    const both = await Promise.all([set(world.ben, 2), set(world.sol, 3)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });
});
