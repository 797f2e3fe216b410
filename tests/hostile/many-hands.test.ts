import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { Listener } from '../support/listener.ts';
import type { Person } from '../support/person.ts';
import { seeded } from '../support/random.ts';
import { stored } from '../support/stored.ts';
import { addStaff, createWorld, type World } from '../support/world.ts';

const AGENTS = 50;
const TICKETS = 100;

let world: World;
let agents: Person[];
beforeAll(async () => {
  world = await createWorld();
  const names = Array.from({ length: AGENTS }, (_, i) => `Agent${i}`);
  agents = await Promise.all(names.map((name) => addStaff(world.desk, name, 'agent')));
});
afterAll(() => world.end());

type Taken = TicketRow & { error: { code: string; details?: { assignee?: { id: string; name: string } } } };

/** On behalf of Jonas, by many, as one person may not open so many. */
const openAll = (n: number) =>
  Promise.all(
    Array.from({ length: n }, async (_, i) => {
      const input = { subject: `Number ${i}`, body: 'Help', customerId: world.jonas.id };
      // Written in his name, so he does not wait by himself.
      const { body } = await (agents[i % AGENTS] ?? world.ana).post<TicketRow>('/api/tickets', input);
      return body.id;
    }),
  );
const ofTickets = <T>(select: string, ids: string[]) =>
  stored<T>(world.desk, `SELECT ${select} FROM tickets WHERE id IN (${ids.map(() => '?').join()})`, ...ids);

/** Nobody has more than they may, and what is counted is what is there. */
function countsHold() {
  const wrong = stored(
    world.desk,
    `SELECT name, capacity, active_tickets, (SELECT count(*) FROM tickets WHERE active AND assignee_id = users.id) held
     FROM users WHERE held <> active_tickets OR active_tickets > capacity`,
  );
  expect(wrong).toEqual([]);
  const twice = `SELECT ticket_id FROM assignments WHERE until_at IS NULL GROUP BY ticket_id HAVING count(*) > 1`;
  expect(stored(world.desk, twice)).toEqual([]);
}

describe('fifty agents', () => {
  it('take a hundred tickets at once: each has one owner, and each loser learns who was first', async () => {
    const tickets = await openAll(TICKETS);
    const random = seeded(50);
    const tries = agents.flatMap((agent) =>
      shuffled(tickets, random)
        .slice(0, 20)
        .map((id) => ({ agent, id })),
    );
    // Each ticket is wanted by somebody.
    tries.push(...tickets.map((id, i) => ({ agent: agents[i % AGENTS] ?? world.ana, id })));
    const answers = await Promise.all(
      tries.map(async ({ agent, id }) => {
        const answer = await agent.put<Taken>(`/api/tickets/${id}/assignee`, { assigneeId: agent.id });
        return { agent, id, ...answer };
      }),
    );
    const owners = new Map(
      ofTickets<{ id: string; assignee_id: string }>('id, assignee_id', tickets).map((row) => [
        row.id,
        row.assignee_id,
      ]),
    );
    expect(owners.size).toBe(TICKETS);
    expect([...owners.values()].filter(Boolean)).toHaveLength(TICKETS);
    for (const { agent, id, status, body } of answers) {
      if (owners.get(id) === agent.id) expect(status).toBe(200);
      else if (body.error.code === 'tickets.capacity') expect(status).toBe(409);
      else
        expect([status, body.error.code, body.error.details?.assignee?.id]).toEqual([
          409,
          'tickets.taken',
          owners.get(id),
        ]);
    }
    const begun = `SELECT ticket_id FROM assignments GROUP BY ticket_id HAVING count(*) <> 1`;
    expect(stored(world.desk, begun)).toEqual([]);
    countsHold();
    await Promise.all(tickets.map((id) => world.sol.put(`/api/tickets/${id}/status`, { status: 'closed' })));
  });

  it('claim and take during automatic assignment and a deactivation: each ticket has one active owner', async () => {
    const { zoe, jonas } = world;
    const present = agents.slice(0, 8);
    const gone = present[3] ?? world.ana;
    for (const agent of present) await zoe.patch(`/api/users/${agent.id}`, { capacity: 3 });
    const desks: Listener[] = await Promise.all(present.map((agent) => agent.listen()));
    const watcher = await world.sol.listen();
    await zoe.patch(`/api/users/${world.sol.id}`, { capacity: 0 });
    await zoe.patch('/api/settings', { autoAssign: true });
    const opened: string[] = [];
    const open = async (i: number) => {
      const { body } = await jonas.post<TicketRow>('/api/tickets', { subject: `Waits ${i}`, body: 'Help' });
      opened.push(body.id);
      return body.id;
    };
    await Promise.all([
      ...Array.from({ length: 18 }, async (_, i) => {
        const id = await open(i);
        const agent = present[i % present.length] ?? world.ana;
        await agent.put(`/api/tickets/${id}/assignee`, { assigneeId: agent.id });
      }),
      ...present.map((agent) => agent.post('/api/queue/claim')),
      zoe.patch(`/api/users/${gone.id}`, { active: false }),
    ]);
    const [{ at } = { at: 0 }] = stored<{ at: number }>(
      world.desk,
      `SELECT at FROM audit_log WHERE action = 'user.deactivated' AND target_id = ?`,
      gone.id,
    );
    // Seven with three each: all of it has an owner in the end.
    await watcher.until(() => opened.every((id) => watcher.state.rows[id]?.assignee), 'an owner of each');
    expect(ofTickets('id', opened)).toHaveLength(18);
    countsHold();
    const later = `SELECT data FROM events WHERE type = 'ticket.assigned' AND at > ? AND json_extract(data, '$.assigneeId') = ?`;
    expect(stored(world.desk, later, at, gone.id)).toEqual([]);
    for (const desk of [...desks, watcher]) desk.close();
  });
});

function shuffled<T>(list: T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
