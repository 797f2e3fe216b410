import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TicketCounts } from '../server/ticket-counts/contract.ts';
import type { Page, TicketRow } from '../server/tickets/contract.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const opens = async (subject: string, priority: string) =>
  (await world.jonas.post<TicketRow>('/api/tickets', { subject, body: 'Please help.', priority })).body;

it('counts a customer’s tickets by status and priority, as the filters of the list find them', async () => {
  const { jonas, mia, sol } = world;
  await opens('First', 'normal');
  await opens('Second', 'normal');
  const urgent = await opens('Third', 'urgent');
  const twin = await opens('Third again', 'urgent');
  await mia.opens('Of another customer');
  expect((await sol.put(`/api/tickets/${urgent.id}/status`, { status: 'resolved' })).status).toBe(200);

  const counts = async () => (await jonas.get<TicketCounts>('/api/ticket-counts')).body;
  const numbers = async () =>
    Object.fromEntries((await counts()).map((one) => [`${one.status} ${one.priority}`, one.count]));
  expect(await numbers()).toEqual({ 'open normal': 2, 'open urgent': 1, 'resolved urgent': 1 });
  for (const { status, statusType, priority, count } of await counts()) {
    const found = await jonas.get<Page<TicketRow>>(`/api/tickets?status=${status}&priority=${priority}`);
    expect(found.body.items.length).toBe(count);
    expect(new Set(found.body.items.map((row) => row.statusType))).toEqual(new Set([statusType]));
  }

  // A merged ticket is read, and counted, in its target.
  const target = await opens('Third, in other words', 'urgent');
  expect((await sol.post(`/api/tickets/${twin.id}/merge`, { into: target.id })).status).toBe(200);
  expect(await numbers()).toEqual({ 'open normal': 2, 'open urgent': 1, 'resolved urgent': 1 });
});
