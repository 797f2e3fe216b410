import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rating, RATING_WINDOW_MS } from '../server/rating/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const path = ({ id }: TicketRow) => `/api/tickets/${id}/rating`;

async function done(subject: string, status = 'resolved', customer = world.jonas): Promise<TicketRow> {
  const ticket = await customer.opens(subject);
  await world.ana.says(ticket.id, 'It is on its way.');
  expect((await world.ana.put(`/api/tickets/${ticket.id}/status`, { status })).status).toBe(200);
  return ticket;
}

describe('a rating', () => {
  it('is one event for the customer and staff with the ticket open, and is in the row', async () => {
    const { jonas, ana, desk } = world;
    const ticket = await done('The beans');
    const rate = () => jonas.put<TicketRow>(path(ticket), { score: 4 });
    expect(await hears(world, ticket.id, rate)).toMatchObject({
      customer: ['ticket.rated'],
      open: ['ticket.rated'],
      colleague: [],
      row: { rating: 4, ratedAt: expect.any(Number) },
    });
    expect(await hears(world, ticket.id, rate)).toEqual(SILENCE);
    expect((await rate()).body).toMatchObject({ rating: 4 });
    expect((await ana.get<Rating>(path(ticket))).body).toMatchObject({ score: 4, comment: null });
    expect(stored(desk, `SELECT data FROM events WHERE type = 'ticket.rated' AND ticket_id = ?`, ticket.id)).toEqual([
      { data: '{"score":4,"commented":false,"was":null}' },
    ]);
  });

  it('keeps its comment in a separate table, and in no event, row or push', async () => {
    const { jonas, ana, desk } = world;
    const ticket = await done('The grinder');
    await jonas.put(path(ticket), { score: 2 });
    const [his, open] = [await jonas.listen(), await ana.listen(ticket.id)];
    const said = await jonas.put<TicketRow>(path(ticket), { score: 2, comment: 'Slow-but-4711' });
    expect(said).toMatchObject({ status: 200, body: { rating: 2 } });
    await Promise.all([his.heard('ticket.rated', ticket.id), open.heard('ticket.rated', ticket.id)]);
    for (const heard of [his.bytes(), open.bytes(), JSON.stringify(said.body)]) expect(heard).not.toContain('4711');
    for (const listener of [his, open]) listener.close();
    expect(stored(desk, `SELECT 1 FROM events WHERE data LIKE '%4711%'`)).toEqual([]);
    for (const person of [jonas, ana])
      expect((await person.get<Rating>(path(ticket))).body).toMatchObject({ score: 2, comment: 'Slow-but-4711' });

    // Another score keeps it, null takes it away.
    await jonas.put(path(ticket), { score: 3 });
    expect((await jonas.get<Rating>(path(ticket))).body).toMatchObject({ score: 3, comment: 'Slow-but-4711' });
    await jonas.put(path(ticket), { score: 3, comment: null });
    expect((await jonas.get<Rating>(path(ticket))).body).toMatchObject({ score: 3, comment: null });
    expect(stored(desk, 'SELECT 1 FROM rating_comments WHERE ticket_id = ?', ticket.id)).toEqual([]);
  });

  it('shows the previous value to staff, and not to the customer', async () => {
    const { jonas, ana } = world;
    const ticket = await done('The filter', 'closed');
    await jonas.put(path(ticket), { score: 5 });
    await jonas.put(path(ticket), { score: 1 });
    type Events = { items: { type: string; score?: number; was?: number | null }[] };
    const last = async (person: typeof ana) =>
      (await person.get<Events>(`/api/tickets/${ticket.id}/events`)).body.items.at(-1);
    expect(await last(ana)).toMatchObject({ type: 'ticket.rated', score: 1, was: 5 });
    expect(await last(jonas)).not.toHaveProperty('was');
    expect(await last(jonas)).toMatchObject({ type: 'ticket.rated', score: 1 });
  });

  it('is possible when the ticket is resolved or closed', async () => {
    const { jonas, ana } = world;
    const ticket = await jonas.opens('Still open');
    for (const status of ['open', 'in_progress', 'pending', 'cancelled']) {
      await ana.put(`/api/tickets/${ticket.id}/status`, { status });
      expect(await jonas.put(path(ticket), { score: 5 })).toMatchObject({
        status: 409,
        body: { error: { code: 'tickets.not_done' } },
      });
    }
    for (const status of ['resolved', 'closed']) {
      const other = await done(`Now ${status}`, status);
      expect((await jonas.put(path(other), { score: 5 })).status).toBe(200);
    }
  });

  it.each([
    ['0', { score: 0 }],
    ['6', { score: 6 }],
    ['one and a half', { score: 1.5 }],
    ['a text', { score: '5' }],
    ['null', { score: null }],
    ['a list', { score: [5] }],
    ['nothing', {}],
    ['a comment alone', { comment: 'Good' }],
    ['an empty comment', { score: 5, comment: '' }],
    ['a comment that shows nothing', { score: 5, comment: '\u200B\u200B' }],
    ['a comment of 10,001 characters', { score: 5, comment: 'x'.repeat(10_001) }],
    ['a comment that is no text', { score: 5, comment: { $ne: null } }],
    ['a broken character', { score: 5, comment: '\uD800' }],
    ['somebody else’s time', { score: 5, ratedAt: 1 }],
  ])('is refused and changes nothing: %s', async (_what, body) => {
    const { jonas } = world;
    const ticket = await refusals();
    expect(await jonas.put(path(ticket), body)).toMatchObject({ status: 422, body: { error: { code: 'invalid' } } });
    expect((await jonas.get<Rating>(path(ticket))).body).toEqual({ score: null, comment: null, at: null });
  });

  it('is possible only for the customer', async () => {
    const { stranger, mia, ana, sol, zoe } = world;
    const ticket = await refusals();
    const got = [];
    for (const person of [stranger, mia, ana, sol, zoe])
      got.push((await person.put(path(ticket), { score: 5 })).status);
    expect(got).toEqual([401, 404, 403, 403, 403]);
  });

  it('is deleted with its ticket', async () => {
    const { jonas, zoe, desk } = world;
    const ticket = await done('Erase me');
    await jonas.put(path(ticket), { score: 1, comment: 'Erase this too' });
    expect((await zoe.delete(`/api/tickets/${ticket.id}`)).status).toBe(204);
    expect(stored(desk, 'SELECT 1 FROM rating_comments WHERE ticket_id = ?', ticket.id)).toEqual([]);
  });
});

let shared: Promise<TicketRow> | undefined;
/** One that nobody manages to rate. */
const refusals = () => (shared ??= done('Refusals'));

describe('a ticket that continues in another', () => {
  it('shows the link on both tickets, live', async () => {
    const { jonas, desk } = world;
    const old = await done('Closed for good', 'closed');
    const input = { subject: 'Closed for good', body: 'But it is not over.', linkedTo: old.id };
    let fresh: TicketRow | undefined;
    const heard = await hears(world, old.id, async () => {
      fresh = (await jonas.post<TicketRow>('/api/tickets', input)).body;
    });
    expect(heard).toMatchObject({ customer: ['ticket.continued'], open: ['ticket.continued'], colleague: [] });
    expect(fresh).toMatchObject({ linkedTo: old.id, linkedNumber: old.number });
    expect(stored(desk, `SELECT data FROM events WHERE type = 'ticket.continued' AND ticket_id = ?`, old.id)).toEqual([
      { data: JSON.stringify({ in: fresh?.id, number: fresh?.number }) },
    ]);
  });

  it('is linked once, however often the request is sent', async () => {
    const { mia, ana, desk } = world;
    const old = await mia.opens('Hers');
    await ana.put(`/api/tickets/${old.id}/status`, { status: 'closed' });
    const ids = { id: crypto.randomUUID(), messageId: crypto.randomUUID() };
    const input = { ...ids, subject: 'Again', body: 'Again', linkedTo: old.id };
    expect((await mia.post('/api/tickets', input)).status).toBe(201);
    expect((await mia.post('/api/tickets', input)).status).toBe(200);
    expect(stored(desk, `SELECT 1 FROM events WHERE type = 'ticket.continued' AND ticket_id = ?`, old.id)).toHaveLength(
      1,
    );
  });
});

// Last, as a week ends the sessions of the others.
describe('changing a rating', () => {
  it('is possible for 7 days, and again after the ticket was resolved again', async () => {
    const { mia, ana, desk } = world;
    const ticket = await done('The tank', 'resolved', mia);
    await mia.put(path(ticket), { score: 3 });
    desk.ahead.ms += RATING_WINDOW_MS - 60_000;
    await mia.signIn('mia@post.example');
    expect((await mia.put(path(ticket), { score: 4 })).status).toBe(200);
    desk.ahead.ms += 120_000;
    expect(await mia.put(path(ticket), { score: 5 })).toMatchObject({
      status: 409,
      body: { error: { code: 'tickets.rated' } },
    });
    // The same again is a retry, whenever it comes.
    expect((await mia.put(path(ticket), { score: 4 })).status).toBe(200);
    await mia.says(ticket.id, 'It leaks again.');
    await ana.signIn('ana@desk.example');
    await ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' });
    expect((await mia.put<TicketRow>(path(ticket), { score: 1 })).body).toMatchObject({ rating: 1 });
  });
});
