import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let opened: TicketRow[];
beforeAll(async () => {
  world = await createWorld();
  opened = [];
  for (const subject of ['The first', 'The second', 'The third']) {
    opened.push(await world.jonas.opens(subject));
    world.desk.ahead.ms += 1_000;
  }
});
afterAll(() => world.end());

const claim = () => world.ben.post<{ items: TicketRow[] }>('/api/queue/claim');
const limit = (capacity: number) => world.zoe.patch(`/api/users/${world.ben.id}`, { capacity });

describe('a claim', () => {
  it('takes the tickets that wait longest, up to the free capacity, and tells everyone', async () => {
    await limit(2);
    const [first, second] = opened;
    let taken: TicketRow[] = [];
    const heard = await hears(world, first?.id ?? '', async () => (taken = (await claim()).body.items));
    expect(heard).toMatchObject({
      customer: ['ticket.assigned', 'ticket.status_changed'],
      open: ['ticket.assigned', 'ticket.status_changed'],
      row: { assignee: { id: world.ben.id }, status: 'in_progress' },
    });
    expect(taken.map(({ id }) => id)).toEqual([first?.id, second?.id]);
  });

  it('takes nothing without free capacity, and tells nobody', async () => {
    expect(await hears(world, opened[2]?.id ?? '', claim)).toEqual(SILENCE);
    expect((await claim()).body.items).toEqual([]);
  });

  it('skips assigned and closed tickets', async () => {
    const { ana } = world;
    await ana.put(`/api/tickets/${opened[2]?.id}/assignee`, { assigneeId: ana.id });
    const done = await world.mia.opens('Solved alone');
    await ana.put(`/api/tickets/${done.id}/status`, { status: 'resolved' });
    await limit(15);
    const { body } = await claim();
    const ids = body.items.map(({ id }) => id);
    expect(ids).not.toContain(opened[2]?.id);
    expect(ids).not.toContain(done.id);
  });
});

describe('the count of waiting tickets', () => {
  it('changes at every desk with each ticket that starts or stops waiting', async () => {
    const { ana, mia } = world;
    const desk = await ana.listen();
    const before = desk.state.counts?.waiting ?? -1;
    const fresh = await mia.opens('Counted');
    await desk.until(() => desk.state.counts?.waiting === before + 1, 'one more');
    await ana.put(`/api/tickets/${fresh.id}/assignee`, { assigneeId: ana.id });
    await desk.until(() => desk.state.counts?.waiting === before, 'one less');
    desk.close();
  });
});
