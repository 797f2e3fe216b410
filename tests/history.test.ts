import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../server/tickets/contract.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

describe('a history opened at an event', () => {
  interface Page {
    items: { id: number; type: string }[];
    next: string | null;
    newer: string | null;
    position: number;
  }
  let own: TicketRow;
  const page = async (query: string) => (await world.ana.get<Page>(`/api/tickets/${own.id}/events?${query}`)).body;

  beforeAll(async () => {
    own = await world.jonas.opens('A long history', 'Line 0');
    for (let n = 1; n < 20; n += 1) await world.ana.says(own.id, `Line ${n}`);
    await world.ana.post(`/api/tickets/${own.id}/notes`, { body: 'Between us' });
    for (let n = 20; n < 25; n += 1) await world.ana.says(own.id, `Line ${n}`);
  });

  it('pages from there to both ends, with every event once', async () => {
    const { items: all } = await page('limit=100');
    const middle = all[12]?.id ?? 0;
    const around = await page(`around=${middle}&limit=6`);
    expect(around.items.map(({ id }) => id)).toEqual(all.slice(10, 16).map(({ id }) => id));
    expect(around.position).toBeGreaterThanOrEqual(all.at(-1)?.id ?? 0);
    let [items, next, newer] = [around.items, around.next, around.newer];
    while (next) {
      const older = await page(`before=${next}&limit=6`);
      [items, next] = [[...older.items, ...items], older.next];
      expect(older.newer).toBeNull();
    }
    while (newer) {
      const later = await page(`after=${newer}&limit=6`);
      [items, newer] = [[...items, ...later.items], later.next];
    }
    expect(items).toEqual(all);
  });

  it('ends correctly at its edges and beyond', async () => {
    const { items: all } = await page('limit=100');
    expect(await page(`around=${all[0]?.id}&limit=6`)).toMatchObject({ next: null, newer: String(all[3]?.id) });
    const last = await page(`around=${all.at(-1)?.id}&limit=6`);
    expect([last.newer, last.items.at(-1)]).toEqual([null, all.at(-1)]);
    expect((await page('around=999999999')).items.at(-1)).toEqual(all.at(-1));
    expect((await page('around=0&limit=4')).items).toEqual(all.slice(0, 2));
    const { body } = await world.jonas.get<Page>(`/api/tickets/${own.id}/events?around=${all[21]?.id}&limit=100`);
    expect(body.items.filter(({ type }) => type.startsWith('note'))).toEqual([]);
    expect((await world.mia.get(`/api/tickets/${own.id}/events?around=1`)).status).toBe(404);
  });
});
