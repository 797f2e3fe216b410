import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatchUp, Snapshot } from '../../server/live/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { indexed, search } from '../support/indexed.ts';
import { createWorld, type World } from '../support/world.ts';

/** What the team does among itself, asked for by the side: by what is refused, and by how the numbers move. */
let world: World;
let ticket: TicketRow;
beforeAll(async () => {
  world = await createWorld();
  ticket = await world.jonas.opens('Does anybody look at this?');
});
afterAll(() => world.end());

describe('a customer cannot find out', () => {
  it('whether their ticket was escalated, by what they may not change', async () => {
    const asks = async () => {
      const answers = [];
      for (const escalated of [true, false])
        answers.push(await world.jonas.patch(`/api/tickets/${ticket.id}`, { escalated }));
      return answers.map(({ status }) => status);
    };
    expect(await asks()).toEqual([403, 403]);
    expect((await world.ana.patch<TicketRow>(`/api/tickets/${ticket.id}`, { escalated: true })).body.escalated).toBe(
      true,
    );
    expect(await asks()).toEqual([403, 403]);
  });

  it('that staff wrote a note, by the newest event id', async () => {
    const { jonas, ana } = world;
    const { body: at } = await jonas.get<Snapshot>('/api/snapshot');
    const asks = async () => ({
      around: (await jonas.get<{ position: number }>(`/api/tickets/${ticket.id}/events?around=1`)).body.position,
      indexed: (await search(jonas, 'anybody')).body.indexed,
      ahead: (await jonas.get<CatchUp>(`/api/events?after=${at.cursor + 1}&epoch=${at.epoch}`)).body,
      own: (await jonas.get<CatchUp>(`/api/events?after=${at.cursor}&epoch=${at.epoch}`)).body,
    });
    await indexed(world.desk);
    const before = await asks();
    expect(before).toMatchObject({ ahead: { resync: true, reason: 'future' }, own: { resync: false } });
    for (let n = 0; n < 3; n += 1) await ana.post(`/api/tickets/${ticket.id}/notes`, { body: 'Between us' });
    expect(await asks()).toEqual(before);
  });
});
