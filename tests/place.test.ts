import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Place, PLACE_MOST } from '../server/place/contract.ts';
import { Person } from './support/person.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const WITHIN = { timeout: 8_000 };
const placeOf = async (person: Person, id: string) => (await person.get<Place>(`/api/tickets/${id}/place`)).body.place;

/** What a socket was told of places, in order. */
async function told(person: Person) {
  const listener = await person.listen();
  const heard: Place[] = [];
  listener.socket.on('queue', (place) => heard.push(place));
  return { listener, heard };
}

describe('the place of who waits', () => {
  it('is how many wait longer, and moves as they are answered, for whom it is alone', async () => {
    const { jonas, mia, ana } = world;
    const [first, second] = [await jonas.opens('First'), await jonas.opens('Second')];
    const hers = await mia.opens('Third');
    expect([await placeOf(jonas, first.id), await placeOf(jonas, second.id), await placeOf(mia, hers.id)]).toEqual([
      0, 1, 2,
    ]);
    const [his, her] = [await told(jonas), await told(mia)];
    await ana.says(first.id, 'You are next.');
    await expect.poll(() => her.heard, WITHIN).toEqual([{ ticketId: hers.id, place: 1, waitMs: null }]);
    await expect.poll(() => his.heard, WITHIN).toEqual([{ ticketId: second.id, place: 0, waitMs: null }]);
    expect(await placeOf(jonas, first.id)).toBeNull();
    // She is told a number of others, and nothing else of them.
    for (const secret of [first.id, second.id, 'First', 'Second', jonas.id, 'Jonas'])
      expect(her.listener.bytes()).not.toContain(secret);
    for (const { listener } of [his, her]) listener.close();
    for (const id of [second.id, hers.id]) await ana.says(id, 'Done.');
  });

  it('keeps who is held and not answered in the line, and lets go who was answered or gave up', async () => {
    const { jonas, mia, ana, ben } = world;
    const [held, last] = [await mia.opens('Held'), await jonas.opens('Behind')];
    await ana.put(`/api/tickets/${held.id}/assignee`, { assigneeId: ana.id });
    expect([await placeOf(mia, held.id), await placeOf(jonas, last.id)]).toEqual([0, 1]);
    await ana.put(`/api/tickets/${held.id}/status`, { status: 'resolved' });
    expect([await placeOf(mia, held.id), await placeOf(jonas, last.id)]).toEqual([null, 0]);
    // Answered, and asking again: whoever holds it sees to it, it waits in no line.
    await ben.says(last.id, 'Like this.');
    await jonas.says(last.id, 'How?');
    expect(await placeOf(jonas, last.id)).toBeNull();
    // Handed back it waits for somebody again.
    await ben.put(`/api/tickets/${last.id}/assignee`, { assigneeId: null });
    expect(await placeOf(jonas, last.id)).toBe(0);
    await ben.says(last.id, 'So.');
  });

  it('is exact up to fifty before it, and beyond says that they are more', async () => {
    const { mia, ana, desk } = world;
    let many: Person[] = [];
    many = await Promise.all(
      [1, 2, 3].map((n) => new Person(desk.url).register(`Many ${n}`, `many-${n}@post.example`)),
    );
    const before: string[] = [];
    for (const person of many) for (let n = 0; n < 17; n += 1) before.push((await person.opens(`Of many ${n}`)).id);
    expect(before).toHaveLength(PLACE_MOST + 1);
    const hers = await mia.opens('Far behind');
    expect(await placeOf(mia, hers.id)).toBe(PLACE_MOST + 1);
    const her = await told(mia);
    await ana.says(before[0] ?? '', 'One less.');
    await expect.poll(() => her.heard, WITHIN).toMatchObject([{ place: PLACE_MOST }]);
    her.listener.close();
  });
});
