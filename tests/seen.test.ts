import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import type { Person } from './support/person.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const HOUR = 3_600_000;
const tagOf = async (name: string) => (await world.sol.post<{ id: string }>('/api/tags', { name })).body.id;

interface Case {
  what: string;
  /** As one, as another, and what of the row shows it. */
  one: () => object | Promise<object>;
  other: () => object | Promise<object>;
  path: string;
  method?: 'put' | 'patch';
  shows: (row: TicketRow) => unknown;
}
const CASES: Case[] = [
  {
    what: 'the status',
    path: '/status',
    one: () => ({ status: 'pending' }),
    other: () => ({ status: 'resolved' }),
    shows: (row) => row.status,
  },
  {
    what: 'who holds it',
    path: '/assignee',
    one: () => ({ assigneeId: world.ana.id }),
    other: () => ({ assigneeId: world.ben.id }),
    shows: (row) => row.assignee?.id,
  },
  {
    what: 'the priority',
    path: '',
    method: 'patch',
    one: () => ({ priority: 'high' }),
    other: () => ({ priority: 'low' }),
    shows: (row) => row.priority,
  },
  {
    what: 'the snooze',
    path: '/snooze',
    one: () => ({ until: Math.floor(Date.now() / HOUR + 5) * HOUR }),
    other: () => ({ until: Math.floor(Date.now() / HOUR + 9) * HOUR }),
    shows: (row) => row.snoozedUntil,
  },
  {
    what: 'the tags',
    path: '/tags',
    one: async () => ({ tagIds: [await tagOf('grinder')] }),
    other: async () => ({ tagIds: [await tagOf('pump')] }),
    shows: (row) => row.tags,
  },
];

describe.each(CASES)('whoever changes $what', ({ path, method = 'put', one, other, shows }) => {
  const set = (person: Person, row: TicketRow, body: object) =>
    person[method]<TicketRow>(`/api/tickets/${row.id}${path}`, body);
  const now = async (row: TicketRow) => (await world.sol.get<TicketRow>(`/api/tickets/${row.id}`)).body;

  it('without having seen a colleague’s change is told who made it, and changes nothing', async () => {
    const { sol, zoe, jonas } = world;
    const row = await jonas.opens('Two at once');
    expect((await set(zoe, row, { ...(await one()), seen: row.version })).status).toBe(200);
    const after = await now(row);
    const body = { ...(await other()), seen: row.version };
    expect(
      await hears(world, row.id, async () =>
        expect(await set(sol, row, body)).toMatchObject({
          status: 409,
          body: { error: { code: 'tickets.changed', message: expect.stringMatching(/^Admin .* meanwhile\./u) } },
        }),
      ),
    ).toEqual(SILENCE);
    expect(await now(row)).toEqual(after);

    // Seen, it can be changed; and so it can by a program that compares nothing.
    expect((await set(sol, row, { ...body, seen: after.version })).status).toBe(200);
    expect((await set(sol, row, await one())).status).toBe(200);
  });

  it('is not refused because of their own changes, nor if the value is already the same', async () => {
    const { sol, zoe, jonas } = world;
    const row = await jonas.opens('Step by step');
    await set(sol, row, await one());
    expect((await set(sol, row, { ...(await other()), seen: row.version })).status).toBe(200);
    const after = await now(row);
    // Once more, as after an answer that was lost; and a colleague who wanted the same.
    for (const person of [sol, zoe]) {
      const again = await set(person, row, { ...(await other()), seen: row.version });
      expect(again).toMatchObject({ status: 200 });
      expect(shows(again.body)).toEqual(shows(after));
    }
    expect(await now(row)).toEqual(after);
  });

  it('is not refused because of changes to other fields', async () => {
    const { sol, zoe, jonas } = world;
    const row = await jonas.opens('Side by side');
    await zoe.post(`/api/tickets/${row.id}/notes`, { body: 'I look too.' });
    await zoe.patch(`/api/tickets/${row.id}`, { escalated: true });
    expect((await set(sol, row, { ...(await one()), seen: row.version })).status).toBe(200);
  });
});

describe('a ticket whose customer wrote since it was seen', () => {
  const written = async () => {
    const row = await world.jonas.opens('One more thing');
    await world.jonas.says(row.id, 'It smokes now.');
    return row;
  };

  it.each([
    ['resolved', '/status', { status: 'resolved' }],
    ['closed', '/status', { status: 'closed' }],
    ['snoozed', '/snooze', { until: Date.now() + HOUR }],
  ] as const)('is not %s unread', async (_done, path, body) => {
    const row = await written();
    const at = `/api/tickets/${row.id}${path}`;
    expect(await world.sol.put(at, { ...body, seen: row.version })).toMatchObject({
      status: 409,
      body: {
        error: { code: 'tickets.changed', message: 'Jonas wrote meanwhile. Check the ticket, then decide again.' },
      },
    });
    const { version } = (await world.sol.get<TicketRow>(`/api/tickets/${row.id}`)).body;
    expect((await world.sol.put(at, { ...body, seen: version })).status).toBe(200);
  });

  it('can be taken, and given another priority', async () => {
    const row = await written();
    const [at, seen] = [`/api/tickets/${row.id}`, row.version];
    expect((await world.sol.patch(at, { priority: 'high', seen })).status).toBe(200);
    expect((await world.sol.put(`${at}/assignee`, { assigneeId: world.sol.id, seen })).status).toBe(200);
  });
});
