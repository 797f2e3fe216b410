import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatchUp } from '../server/live/contract.ts';
import type { Listener } from './support/listener.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const handedTo = ({ frames }: Listener) =>
  frames.flatMap(({ handed }) => handed ?? []).map(({ ticketId, by }) => `${by.name} ${ticketId}`);
const give = (person: { put: World['ana']['put'] }, id: string, assigneeId: string | null) =>
  person.put(`/api/tickets/${id}/assignee`, { assigneeId });

describe('a ticket assigned by a colleague', () => {
  it('notifies the new assignee with its row, and nobody else', async () => {
    const { ana, ben, sol, jonas } = world;
    const ticket = await jonas.opens('For Ana to do');
    const [anas, bens, his] = [await ana.listen(), await ben.listen(), await jonas.listen()];
    await give(ben, ticket.id, ana.id);
    await anas.until(() => handedTo(anas).includes(`Ben ${ticket.id}`), 'it');
    expect(anas.state.rows[ticket.id]?.assignee?.id).toBe(ana.id);
    await give(sol, ticket.id, ben.id);
    await bens.until(() => handedTo(bens).includes(`Sol ${ticket.id}`), 'it');
    expect(handedTo(anas)).toHaveLength(1);
    expect(handedTo(bens)).toHaveLength(1);
    expect(his.bytes()).not.toContain('handed');
    for (const listener of [anas, bens, his]) listener.close();
  });

  it('does not notify when the agent takes, unassigns or answers it', async () => {
    const { ana, ben, jonas } = world;
    const [taken, answered, mark] = [
      await jonas.opens('Taken'),
      await jonas.opens('Answered'),
      await jonas.opens('A mark'),
    ];
    const anas = await ana.listen();
    await give(ana, taken.id, ana.id);
    await give(ana, taken.id, null);
    await ana.says(answered.id, 'Mine now');
    await give(ben, mark.id, ana.id);
    await anas.until(() => handedTo(anas).length > 0, 'the mark');
    expect(handedTo(anas)).toEqual([`Ben ${mark.id}`]);
    anas.close();
  });

  it('notifies after a disconnect too, if the agent still has it', async () => {
    const { ana, ben, sol, jonas } = world;
    const { body: at } = await ana.get<{ cursor: number; epoch: string }>('/api/snapshot');
    const [kept, gone] = [await jonas.opens('Kept'), await jonas.opens('Gone again')];
    for (const { id } of [kept, gone]) await give(ben, id, ana.id);
    await give(sol, gone.id, ben.id);
    const { body } = await ana.get<CatchUp>(`/api/events?after=${at.cursor}&epoch=${at.epoch}`);
    expect(body).toMatchObject({ resync: false, facts: { handed: [{ ticketId: kept.id, by: { name: 'Ben' } }] } });
    const { body: later } = await ana.get<CatchUp>(
      `/api/events?after=${body.resync ? 0 : body.facts.cursor}&epoch=${at.epoch}`,
    );
    expect(later).toMatchObject({ facts: { handed: [] } });
  });
});
