import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import type { Answer, Person } from '../support/person.ts';
import { stored as read } from '../support/stored.ts';
import { addStaff, createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

type Refused = { error: { code: string; details?: { assignee?: { name: string }; capacity?: number } } };
const statuses = (answers: Answer[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b);
const together = <T>(n: number, call: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => call(i)));

const stored = <T>(query: string, ...values: unknown[]) => read<T>(world.desk, query, ...values);

describe('two people at once', () => {
  it('take one ticket: one gets it, and the other learns who has it', async () => {
    const { jonas, ana, ben } = world;
    for (let round = 0; round < 5; round += 1) {
      const ticket = await jonas.opens(`Who is first ${round}`);
      const take = (person: Person) =>
        person.put<Refused>(`/api/tickets/${ticket.id}/assignee`, { assigneeId: person.id });
      const answers = await Promise.all([take(ana), take(ben)]);
      expect(statuses(answers)).toEqual([200, 409]);
      const [winner, loser] = answers[0].status === 200 ? [ana, answers[1]] : [ben, answers[0]];
      expect(loser.body.error).toMatchObject({
        code: 'tickets.taken',
        details: { assignee: { id: winner.id, name: winner.name } },
      });
      expect((await jonas.get(`/api/tickets/${ticket.id}`)).body).toMatchObject({ assignee: { id: winner.id } });
      expect(stored('SELECT id FROM assignments WHERE ticket_id = ? AND until_at IS NULL', ticket.id)).toHaveLength(1);
      await world.sol.put(`/api/tickets/${ticket.id}/status`, { status: 'closed' });
    }
  });

  it('reply on one ticket: both replies are stored, and one person is the assignee', async () => {
    const { mia, ana, ben } = world;
    const ticket = await mia.opens('Two answers');
    await Promise.all([ana.says(ticket.id, 'Mine'), ben.says(ticket.id, 'And mine')]);
    expect(stored('SELECT id FROM assignments WHERE ticket_id = ?', ticket.id)).toHaveLength(1);
    expect(
      stored<{ seq: number }>('SELECT seq FROM messages WHERE ticket_id = ? ORDER BY seq', ticket.id).map(
        ({ seq }) => seq,
      ),
    ).toEqual([1, 2, 3]);
  });

  it('miss each other’s replies: the second is shown the first reply', async () => {
    const { mia, ana, ben } = world;
    const ticket = await mia.opens('Past each other');
    const send = (person: Person) =>
      person.post<Refused>(`/api/tickets/${ticket.id}/messages`, { body: `By ${person.name}`, seenSeq: 1 });
    const answers = await Promise.all([send(ana), send(ben)]);
    expect(statuses(answers)).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('tickets.moved_on');
  });

  it('close and write: the message is stored, or its author is told that the ticket is closed', async () => {
    const { mia, sol } = world;
    for (let round = 0; round < 4; round += 1) {
      const ticket = await mia.opens(`Closing ${round}`);
      const [, sent] = await Promise.all([
        sol.put(`/api/tickets/${ticket.id}/status`, { status: 'closed' }),
        mia.post<Refused>(`/api/tickets/${ticket.id}/messages`, { body: 'One more' }),
      ]);
      const [{ n } = { n: -1 }] = stored<{ n: number }>(
        'SELECT count(*) n FROM messages WHERE ticket_id = ?',
        ticket.id,
      );
      expect([sent.status, n]).toEqual(sent.status === 201 ? [201, 2] : [409, 1]);
    }
  });

  it('act while losing their rights: requests after the change are refused', async () => {
    const { zoe, jonas } = world;
    const eve = await addStaff(world.desk, 'Eve', 'agent');
    const ticket = await jonas.opens('To the end');
    const [, ...answers] = await Promise.all([
      zoe.patch(`/api/users/${eve.id}`, { active: false }),
      ...Array.from({ length: 20 }, (_, n) => eve.post(`/api/tickets/${ticket.id}/messages`, { body: `after ${n}` })),
    ]);
    expect(new Set(answers.map(({ status }) => status)).isSubsetOf(new Set([201, 401]))).toBe(true);
    const [{ n } = { n: -1 }] = stored<{ n: number }>('SELECT count(*) n FROM messages WHERE author_id = ?', eve.id);
    expect(n).toBe(answers.filter(({ status }) => status === 201).length);
    expect((await eve.post(`/api/tickets/${ticket.id}/messages`, { body: 'Ghost' })).status).toBe(401);
  });
});

describe('a capacity', () => {
  let tickets: string[];
  let kim: Person;
  beforeAll(async () => {
    kim = await addStaff(world.desk, 'Kim', 'agent');
    const { ana, jonas, mia } = world;
    const open = (customerId: string) =>
      ana.post<{ id: string }>('/api/tickets', { subject: 'For a claim', body: 'x', customerId });
    const answers = [
      ...(await together(10, () =>
        world.ana.post<{ id: string }>('/api/tickets', { subject: 'a', body: 'x', customerId: jonas.id }),
      )),
      ...(await together(10, () =>
        world.ben.post<{ id: string }>('/api/tickets', { subject: 'b', body: 'x', customerId: mia.id }),
      )),
      await open(jonas.id),
    ];
    tickets = answers.map(({ body }) => body.id);
    expect(statuses(answers)).toEqual(Array.from({ length: 21 }, () => 201));
  });

  const held = (id: string) =>
    stored<{ n: number; counted: number }>(
      'SELECT (SELECT count(*) FROM tickets WHERE active AND assignee_id = users.id) n, active_tickets counted FROM users WHERE id = ?',
      id,
    )[0];

  it('of fifteen is never exceeded by thirty simultaneous claims', async () => {
    const answers = await together(30, () => kim.post<{ items: object[] }>('/api/queue/claim'));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect(answers.reduce((sum, { body }) => sum + body.items.length, 0)).toBe(15);
    expect(held(kim.id)).toEqual({ n: 15, counted: 15 });
  });

  it('is not exceeded by taking, assigning, replying or reopening', async () => {
    const free = tickets.filter(
      (id) => stored('SELECT id FROM tickets WHERE id = ? AND assignee_id IS NULL AND active', id).length > 0,
    );
    expect(free.length).toBeGreaterThan(2);
    const given = await Promise.all(
      free.map((id) => world.sol.put<Refused>(`/api/tickets/${id}/assignee`, { assigneeId: kim.id })),
    );
    const taken = await Promise.all(
      free.map((id) => kim.put<Refused>(`/api/tickets/${id}/assignee`, { assigneeId: kim.id })),
    );
    for (const { status, body } of [...given, ...taken]) {
      expect([status, body.error.code, body.error.details]).toEqual([409, 'tickets.capacity', { capacity: 15 }]);
    }
    await kim.says(free[0] ?? '', 'An answer takes nothing any more');
    expect(held(kim.id)).toEqual({ n: 15, counted: 15 });
  });

  it('is not exceeded in the database either, whoever writes', () => {
    const file = new BetterSqlite(join(world.desk.dataDir, 'answerback.db'));
    const give = () =>
      file
        .prepare(
          'UPDATE tickets SET assignee_id = ? WHERE id = (SELECT id FROM tickets WHERE assignee_id IS NULL AND active LIMIT 1)',
        )
        .run(kim.id);
    expect(give).toThrow('over capacity');
    file.close();
    expect(held(kim.id)).toEqual({ n: 15, counted: 15 });
  });

  it('keeps the counter of waiting tickets right after all this', async () => {
    const [{ n } = { n: -1 }] = stored<{ n: number }>(
      'SELECT count(*) n FROM tickets WHERE active AND assignee_id IS NULL',
    );
    const { body } = await world.ana.get<{ counts: { waiting: number } }>('/api/snapshot');
    expect(body.counts.waiting).toBe(n);
  });
});

describe('the id of a message', () => {
  let id: string;
  let ticketId: string;
  let other: string;
  const again = (person: Person, body: object, on = ticketId) =>
    person.post<Refused & { seq: number }>(`/api/tickets/${on}/messages`, body);
  beforeAll(async () => {
    [ticketId, other] = [(await world.mia.opens('Ids')).id, (await world.mia.opens('Other ids')).id];
    id = uuidv7();
  });

  it('sent ten times at once is one row', async () => {
    const answers = await together(10, () => again(world.mia, { id, body: 'Once' }));
    expect(statuses(answers)).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(stored('SELECT id FROM messages WHERE id = ?', id)).toHaveLength(1);
  });

  it.each([
    ['another person', () => again(world.ana, { id, body: 'Once' })],
    ['another body', () => again(world.mia, { id, body: 'Twice' })],
    ['another ticket', () => again(world.mia, { id, body: 'Once' }, other)],
    ['a new ticket', () => world.mia.post<Refused>('/api/tickets', { messageId: id, subject: 'New', body: 'Once' })],
    [
      'a stranger to the ticket',
      () => world.jonas.post<Refused>('/api/tickets', { messageId: id, subject: 'New', body: 'Once' }),
    ],
  ])('is refused for %s', async (_case, call) => {
    expect(await call()).toMatchObject({ status: 409, body: { error: { code: 'id_reused' } } });
  });

  it('returns the same row after an edit, a deletion and the closing of the ticket', async () => {
    const { mia, sol } = world;
    const path = `/api/tickets/${ticketId}/messages/${id}`;
    const { body: edited } = await mia.patch(path, { body: 'Better' });
    expect(await again(mia, { id, body: 'Once' })).toMatchObject({ status: 200, body: edited as object });
    expect(await again(mia, { id, body: 'Better' })).toMatchObject({ status: 409 });
    await mia.delete(path);
    await sol.put(`/api/tickets/${ticketId}/status`, { status: 'closed' });
    expect(await again(mia, { id, body: 'Once' })).toMatchObject({ status: 200, body: { id, seq: 2, body: '' } });
    expect(await again(mia, { body: 'A new one' })).toMatchObject({
      status: 409,
      body: { error: { code: 'tickets.closed' } },
    });
  });

  it('works in the same way for notes and tickets', async () => {
    const { ana, ben, mia, jonas } = world;
    const note = { id: uuidv7(), body: 'Once' };
    const notes = (person: Person, body: object) => person.post(`/api/tickets/${other}/notes`, body);
    expect(statuses(await together(5, () => notes(ana, note)))).toEqual([200, 200, 200, 200, 201]);
    expect(statuses([await notes(ben, note), await notes(ana, { ...note, body: 'Twice' })])).toEqual([409, 409]);
    const ticket = { id: uuidv7(), messageId: uuidv7(), subject: 'Once', body: 'x' };
    expect(statuses(await together(5, () => mia.post('/api/tickets', ticket)))).toEqual([200, 200, 200, 200, 201]);
    expect((await jonas.post('/api/tickets', ticket)).status).toBe(409);
    // Somebody else's program, which names the ticket alone.
    const { messageId: _messageId, ...named } = { ...ticket, id: uuidv7() };
    expect(statuses(await together(3, () => mia.post('/api/tickets', named)))).toEqual([200, 200, 201]);
    expect((await mia.post('/api/tickets', { ...named, body: 'y' })).status).toBe(409);
    expect((await jonas.post('/api/tickets', named)).status).toBe(409);
  });
});
