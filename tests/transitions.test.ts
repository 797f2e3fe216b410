import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import type { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let ticket: TicketRow;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());
// Sol opens for Jonas, so that no limit on opening is in the way; nobody holds it.
beforeEach(async () => {
  const { sol, zoe, jonas } = world;
  for (const opener of [sol, zoe]) {
    const answer = await opener.post<TicketRow>('/api/tickets', { subject: 'x', body: 'x', customerId: jonas.id });
    if (answer.status !== 201) continue;
    ticket = answer.body;
    return;
  }
  throw new Error('No ticket was opened.');
});

const status = (person: Person, to: string, id = ticket.id) =>
  person.put<TicketRow>(`/api/tickets/${id}/status`, { status: to });
const assign = (person: Person, to: Person | null, id = ticket.id) =>
  person.put<TicketRow>(`/api/tickets/${id}/assignee`, { assigneeId: to?.id ?? null });
const present = async () => (await world.sol.get<TicketRow>(`/api/tickets/${ticket.id}`)).body;
const events = () =>
  stored<{ type: string }>(world.desk, 'SELECT type FROM events WHERE ticket_id = ? ORDER BY id', ticket.id).map(
    ({ type }) => type,
  );

describe('a change of status', () => {
  it('reaches its customer and staff with the ticket open, and every desk as a row; repeating it changes nothing', async () => {
    const { ana } = world;
    const heard = await hears(world, ticket.id, () => status(ana, 'pending'));
    expect(heard).toMatchObject({
      customer: ['ticket.status_changed'],
      open: ['ticket.status_changed'],
      colleague: [],
      row: { status: 'pending', statusType: 'pending' },
    });
    expect(await hears(world, ticket.id, () => status(ana, 'pending'))).toEqual(SILENCE);
    expect(events()).toEqual(['ticket.opened', 'ticket.status_changed']);
  });

  it('stores when the ticket was resolved and closed, and clears both when it is reopened', async () => {
    const { ana } = world;
    await status(ana, 'resolved');
    expect(await present()).toMatchObject({ resolvedAt: expect.any(Number), closedAt: null, waitingSince: null });
    await status(ana, 'closed');
    expect(await present()).toMatchObject({ resolvedAt: expect.any(Number), closedAt: expect.any(Number) });
    await status(ana, 'open');
    expect(await present()).toMatchObject({ resolvedAt: null, closedAt: null });
  });

  it('to an unknown status names the field', async () => {
    expect(await status(world.ana, 'sleeping')).toMatchObject({
      status: 422,
      body: { error: { fields: { status: expect.any(String) } } },
    });
  });
});

describe('an assignment', () => {
  it('moves an open ticket to in progress, and stores who had it from when until when', async () => {
    const { ana, ben, sol, desk } = world;
    const heard = await hears(world, ticket.id, () => assign(ana, ana));
    expect(heard).toMatchObject({
      customer: ['ticket.assigned', 'ticket.status_changed'],
      open: ['ticket.assigned', 'ticket.status_changed'],
      row: { assignee: { id: ana.id }, status: 'in_progress' },
    });
    expect(await hears(world, ticket.id, () => assign(ana, ana))).toEqual(SILENCE);
    await assign(sol, ben);
    const held = stored(
      desk,
      'SELECT assignee_id, by_id, until_at IS NULL AS now FROM assignments WHERE ticket_id = ? ORDER BY from_at, rowid',
      ticket.id,
    );
    expect(held).toEqual([
      { assignee_id: ana.id, by_id: ana.id, now: 0 },
      { assignee_id: ben.id, by_id: sol.id, now: 1 },
    ]);
  });

  it('does not change the status of a ticket that waits for its customer', async () => {
    await status(world.ana, 'pending');
    expect((await assign(world.ana, world.ana)).body).toMatchObject({ status: 'pending' });
  });

  it('can be removed by the assignee, who returns the ticket to the queue', async () => {
    const { ana } = world;
    await assign(ana, ana);
    const heard = await hears(world, ticket.id, () => assign(ana, null));
    expect(heard).toMatchObject({ customer: ['ticket.assigned'], row: { assignee: null, status: 'in_progress' } });
  });

  it('cannot be taken from a colleague, except by a supervisor', async () => {
    const { ana, ben, sol } = world;
    await assign(ana, ana);
    expect(await assign(ben, ben)).toMatchObject({
      status: 409,
      body: {
        error: { code: 'tickets.taken', message: 'Ana took this ticket.', details: { assignee: { id: ana.id } } },
      },
    });
    expect(await assign(ben, null)).toMatchObject({ status: 403, body: { error: { code: 'tickets.not_yours' } } });
    expect((await assign(sol, sol)).body).toMatchObject({ assignee: { id: sol.id } });
  });

  it('is refused for a closed ticket', async () => {
    await status(world.ana, 'closed');
    expect(await assign(world.ana, world.ana)).toMatchObject({
      status: 409,
      body: { error: { code: 'tickets.not_active' } },
    });
  });
});

describe('a capacity', () => {
  const limit = (capacity: number) => world.zoe.patch(`/api/users/${world.ben.id}`, { capacity });

  it('refuses one ticket more, and names the limit', async () => {
    const { ben } = world;
    const { activeTickets } = (await world.zoe.get<{ activeTickets: number }>(`/api/users/${ben.id}`)).body;
    await limit(activeTickets);
    expect(await assign(ben, ben)).toMatchObject({
      status: 409,
      body: { error: { code: 'tickets.capacity', details: { capacity: activeTickets } } },
    });
    await limit(15);
  });

  it('lets a full agent reply: the ticket stays unassigned', async () => {
    const { ben } = world;
    await limit(0);
    const heard = await hears(world, ticket.id, () => ben.says(ticket.id, 'Let me look.'));
    expect(heard).toMatchObject({ customer: ['message.sent'], row: { assignee: null, status: 'open' } });
    await limit(15);
  });

  it('returns a reopened ticket of a full agent to the queue', async () => {
    const { jonas, ben } = world;
    await assign(ben, ben);
    await status(ben, 'resolved');
    await limit(0);
    const heard = await hears(world, ticket.id, () => jonas.says(ticket.id, 'It broke again.'));
    expect(heard.customer).toEqual(['ticket.assigned', 'ticket.status_changed', 'message.sent']);
    expect(heard.row).toMatchObject({ assignee: null, status: 'open', waitingSince: expect.any(Number) });
    await limit(15);
  });

  it('moves no ticket when it is lowered', async () => {
    const { ben } = world;
    await assign(ben, ben);
    await limit(0);
    expect(await present()).toMatchObject({ assignee: { id: ben.id } });
    await limit(15);
  });
});

describe('writing', () => {
  it('by staff on an unassigned ticket takes it', async () => {
    const heard = await hears(world, ticket.id, () => world.ben.says(ticket.id, 'I am on it.'));
    expect(heard).toMatchObject({
      customer: ['ticket.assigned', 'ticket.status_changed', 'message.sent'],
      row: { assignee: { id: world.ben.id }, status: 'in_progress', firstResponseAt: expect.any(Number) },
    });
  });

  it('by a colleague does not change the assignee', async () => {
    await assign(world.ana, world.ana);
    await world.ben.says(ticket.id, 'Adding to that…');
    expect(await present()).toMatchObject({ assignee: { id: world.ana.id } });
  });

  it.each([
    ['resolved', 'open'],
    ['pending', 'open'],
  ])('by the customer on a %s ticket that nobody holds makes it %s', async (from, to) => {
    await status(world.ana, from);
    await world.jonas.says(ticket.id, 'One more thing');
    expect(await present()).toMatchObject({ status: to, waitingSince: expect.any(Number) });
  });

  it('by the customer on a ticket that waited for them returns it to in progress', async () => {
    const { ana, jonas } = world;
    await assign(ana, ana);
    await status(ana, 'pending');
    await jonas.says(ticket.id, 'Here is the number.');
    expect(await present()).toMatchObject({ status: 'in_progress', assignee: { id: ana.id } });
  });

  it.each(['closed', 'cancelled'])(
    'on a %s ticket is refused, and a linked one opens with the same text',
    async (to) => {
      const { ana, jonas, mia } = world;
      await status(ana, to);
      expect(await jonas.post(`/api/tickets/${ticket.id}/messages`, { body: 'Again' })).toMatchObject({
        status: 409,
        body: { error: { code: 'tickets.closed', details: { ticketId: ticket.id, number: ticket.number } } },
      });
      const next = { subject: 'Again', body: 'Again', linkedTo: ticket.id };
      expect((await jonas.post('/api/tickets', next)).body).toMatchObject({ linkedTo: ticket.id });
      // Nobody links to what is not theirs.
      expect((await mia.post('/api/tickets', next)).status).toBe(404);
    },
  );
});

it('on a ticket resolved by mistake and reopened, the old wait continues', async () => {
  const { sol, mia } = world;
  const row = await mia.opens('A slip of the finger');
  const at = `/api/tickets/${row.id}/status`;
  expect((await sol.put<TicketRow>(at, { status: 'resolved' })).body.waitingSince).toBeNull();
  expect((await sol.put<TicketRow>(at, { status: 'open' })).body.waitingSince).toBe(row.waitingSince);
  const { dueAt } = (await sol.get<TicketRow>(`/api/tickets/${row.id}`)).body;
  // Since their first word, however often they asked again.
  world.desk.ahead.ms += 60_000;
  await mia.says(row.id, 'Hello?');
  await sol.put(at, { status: 'resolved' });
  const { body: again } = await sol.put<TicketRow>(at, { status: 'open' });
  expect(again).toMatchObject({ waitingSince: row.waitingSince, dueAt });
  await sol.put(at, { status: 'resolved' });
  await sol.put(at, { status: 'closed' });
  expect((await sol.put<TicketRow>(at, { status: 'open' })).body.waitingSince).toBe(row.waitingSince);
  // Who was answered does not, before or after the end.
  await sol.put(at, { status: 'resolved' });
  await sol.says(row.id, 'One word more.');
  expect((await sol.put<TicketRow>(at, { status: 'open' })).body.waitingSince).toBeNull();
  // And whoever writes once it is done waits from then on.
  world.desk.ahead.ms += 60_000;
  await mia.says(row.id, 'And this?');
  await sol.put(at, { status: 'resolved' });
  world.desk.ahead.ms += 60_000;
  await mia.says(row.id, 'But this?');
  const { body: asked } = await sol.get<TicketRow>(`/api/tickets/${row.id}`);
  expect(asked.waitingSince).toBe(asked.lastMessage.at);
  await sol.says(row.id, 'There you are.');
  await sol.put(at, { status: 'resolved' });
  expect((await sol.put<TicketRow>(at, { status: 'open' })).body.waitingSince).toBeNull();
});
