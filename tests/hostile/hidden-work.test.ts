import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
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
});
