import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ColleaguePresence } from '../server/contract.ts';
import type { User } from '../server/people/contract.ts';
import type { Listener } from './support/listener.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

/** What a desk knows of the team: every message about it, as the newest of each colleague. */
function teamOf(listener: Listener) {
  const known = new Map<string, ColleaguePresence>();
  listener.socket.on('team-presence', ({ all, people }) => {
    if (all) known.clear();
    for (const one of people) known.set(one.id, one);
  });
  return known;
}

/** As after a break of the connection: the answer tells about everybody. */
const syncs = ({ socket, state }: Listener) =>
  socket.emitWithAck('sync', { cursor: state.cursor, epoch: state.epoch, watching: [] });

it('tells every desk who is here and how many tickets each has, and no customer', async () => {
  const { ana, ben, jonas } = world;
  const [hers, customers] = [await ana.listen(), await jonas.listen()];
  const [team, told] = [teamOf(hers), teamOf(customers)];
  const his = await ben.listen();
  await expect.poll(() => team.get(ben.id)).toMatchObject({ here: true, activeTickets: 0 });
  const ticket = await jonas.opens('For Ben');
  await ben.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ben.id });
  await expect.poll(() => team.get(ben.id)).toMatchObject({ here: true, activeTickets: 1 });
  await ben.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' });
  await expect.poll(() => team.get(ben.id)).toMatchObject({ activeTickets: 0 });
  his.close();
  await expect.poll(() => team.get(ben.id)).toMatchObject({ here: false });
  expect(told.size).toBe(0);
  hers.close();
  customers.close();
});

it('tells a desk that has just connected about the whole team', async () => {
  const { ana, sol } = world;
  const first = await sol.listen();
  const team = teamOf(first);
  await expect.poll(() => team.get(sol.id)).toMatchObject({ here: true });
  const second = await ana.listen();
  const later = teamOf(second);
  await syncs(second);
  await expect.poll(() => later.get(sol.id)).toMatchObject({ here: true });
  first.close();
  second.close();
});

it('stores when a colleague was last seen, once they left', async () => {
  const { zoe, sol } = world;
  const lastSeen = async () => (await zoe.get<User>(`/api/users/${sol.id}`)).body.lastSeenAt ?? 0;
  const before = await lastSeen();
  const listener = await sol.listen();
  const team = teamOf(listener);
  await syncs(listener);
  await expect.poll(() => team.get(sol.id)).toMatchObject({ here: true });
  listener.close();
  await expect.poll(lastSeen).toBeGreaterThan(before);
});
