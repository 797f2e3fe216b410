import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

describe('a ticket marked as unread', () => {
  it('is unread for staff from that message on, and the customer hears nothing', async () => {
    const { jonas, ana } = world;
    const ticket = await jonas.opens('Read too soon');
    const { seq } = await jonas.says(ticket.id, 'The second');
    await ana.put(`/api/tickets/${ticket.id}/read`, { seq });
    const unread = () => ana.put<TicketRow>(`/api/tickets/${ticket.id}/unread`, { seq });
    const heard = await hears(world, ticket.id, unread);
    expect(heard).toMatchObject({ customer: [], open: ['ticket.read'] });
    expect(heard.row).toMatchObject({ unread: 1 });
    expect((await jonas.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.seen.staff.seq).toBe(seq);
    expect(await hears(world, ticket.id, unread)).toEqual(SILENCE);
    // And is read again by a look.
    const { body } = await ana.put<TicketRow>(`/api/tickets/${ticket.id}/read`, { seq });
    expect(body.unread).toBe(0);
  });

  it('cannot be one that is assigned to a colleague', async () => {
    const { jonas, ana, ben } = world;
    const ticket = await jonas.opens('Of Ana');
    await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ana.id });
    expect((await ben.put(`/api/tickets/${ticket.id}/unread`, { seq: 1 })).status).toBe(403);
  });

  it.each([0, -1, 1.5, '1', null])('takes no message %s', async (seq) => {
    const ticket = await world.mia.opens('Odd');
    expect((await world.ana.put(`/api/tickets/${ticket.id}/unread`, { seq })).status).toBe(422);
  });
});
