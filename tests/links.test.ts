import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let one: TicketRow;
let two: TicketRow;
beforeAll(async () => {
  world = await createWorld();
  one = await world.jonas.opens('The machine leaks');
  two = await world.jonas.opens('Water on the floor');
});
afterAll(() => world.end());

const path = (a: TicketRow, b: TicketRow) => `/api/tickets/${a.id}/links/${b.id}`;
const linkedWith = async ({ id }: TicketRow) =>
  (await world.ana.get<{ items: TicketRow[] }>(`/api/tickets/${id}/links`)).body.items.map((row) => row.id);

describe('two linked tickets', () => {
  it('appear on each other, and only staff are told', async () => {
    const { ana } = world;
    const heard = await hears(world, one.id, () => ana.put(path(one, two)));
    expect(heard).toMatchObject({ customer: [], open: ['ticket.linked'], row: { id: one.id } });
    expect(await linkedWith(one)).toEqual([two.id]);
    expect(await linkedWith(two)).toEqual([one.id]);
    const told = stored<{ ticket_id: string; data: string }>(
      world.desk,
      `SELECT ticket_id, data FROM events WHERE type = 'ticket.linked' ORDER BY id`,
    );
    expect(told.map(({ ticket_id, data }) => [ticket_id, JSON.parse(data)])).toEqual([
      [one.id, { otherId: two.id, number: two.number }],
      [two.id, { otherId: one.id, number: one.number }],
    ]);
  });

  it('stay unchanged when they are linked again, from either side', async () => {
    expect(await hears(world, one.id, () => world.ana.put(path(two, one)))).toEqual(SILENCE);
    expect(stored(world.desk, 'SELECT * FROM links')).toHaveLength(1);
  });

  it('can be unlinked from either side, once', async () => {
    const heard = await hears(world, one.id, () => world.ana.delete(path(two, one)));
    expect(heard).toMatchObject({ customer: [], open: ['ticket.unlinked'] });
    expect(await linkedWith(one)).toEqual([]);
    expect(await hears(world, one.id, () => world.ana.delete(path(one, two)))).toEqual(SILENCE);
  });

  it('must be two existing tickets of one customer', async () => {
    const { ana, mia } = world;
    const hers = await mia.opens('Hers');
    expect(await ana.put(path(one, hers))).toMatchObject({
      status: 409,
      body: { error: { code: 'tickets.other_customer', message: expect.stringContaining('Mia') } },
    });
    expect((await ana.put(path(one, one))).status).toBe(404);
    expect((await ana.put(path(one, { ...two, id: mia.id }))).status).toBe(404);
    expect(await linkedWith(one)).toEqual([]);
  });

  it('lose the link when one is deleted', async () => {
    const third = await world.mia.opens('One of hers');
    const fourth = await world.mia.opens('Another of hers');
    await world.ana.put(path(third, fourth));
    expect(await linkedWith(third)).toEqual([fourth.id]);
    await world.zoe.delete(`/api/tickets/${fourth.id}`);
    expect(await linkedWith(third)).toEqual([]);
  });

  it('have a limit of twenty on either side, also for splits', async () => {
    const { ana, ben, sol, zoe, jonas } = world;
    const openers = [ana, ben, sol, zoe];
    const open = async (n: number) =>
      (
        await (openers[n % 4] ?? ana).post<TicketRow>('/api/tickets', {
          ...{ subject: `Another ${n}`, body: 'As told by telephone', customerId: jonas.id },
        })
      ).body;
    const hub = await jonas.opens('All of it');
    for (let n = 0; n < 20; n += 1) expect((await ana.put(path(await open(n), hub))).status).toBe(200);
    const full = { status: 409, body: { error: { code: 'tickets.linked_most' } } };
    const last = await open(20);
    expect(await ana.put(path(last, hub))).toMatchObject(full);
    expect(await ana.put(path(hub, last))).toMatchObject(full);
    expect(await ana.post(`/api/tickets/${hub.id}/split`, { subject: 'x', fromSeq: 1 })).toMatchObject(full);
    expect(await linkedWith(hub)).toHaveLength(20);
  });
});
