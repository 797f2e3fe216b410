import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { promisesOf } from '../client/desk/queue/promise.ts';
import { uuidv7 } from '../db/ids.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { hears, SILENCE } from './support/hears.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let round = 0;
/** Jonas asked twice about the same: `twin` is to go into `main`. */
let main: TicketRow;
let twin: TicketRow;
/** For each part its own: a customer says only so much in a minute. */
function inItsOwnWorld() {
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.end());
  beforeEach(setOut);
}

async function setOut() {
  world.desk.ahead.ms += 1_000;
  round += 1;
  main = await open(`The machine leaks ${round}`);
  world.desk.ahead.ms += 1_000;
  twin = await open(`Water on the floor ${round}`);
}

/** By the staff in turn, who may each open only so many; the customer writes the words that wait. */
async function open(subject: string, customer = world.jonas): Promise<TicketRow> {
  const opener = [world.ana, world.ben, world.sol, world.zoe][round % 4] ?? world.ana;
  const { body } = await opener.post<TicketRow>('/api/tickets', {
    subject,
    body: 'As told by telephone',
    customerId: customer.id,
  });
  await customer.says(body.id, `${subject}, please help`);
  return row(body.id);
}
type Code = { error: { code: string; details?: { into?: { id: string; number: number } } } };
const merge = (a: TicketRow, b: TicketRow, by = world.sol) =>
  by.post<Code & { ticket: TicketRow; into: TicketRow }>(`/api/tickets/${a.id}/merge`, { into: b.id });
const unmerge = (a: TicketRow, by = world.sol) => by.delete<Code & TicketRow>(`/api/tickets/${a.id}/merge`);
const row = async (id: string, by = world.sol) => (await by.get<TicketRow>(`/api/tickets/${id}`)).body;
const waiting = async () => (await world.ana.get<{ counts: { waiting: number } }>('/api/snapshot')).body.counts.waiting;
const ref = ({ id, number }: TicketRow) => ({ id, number });
/** Without what every event moves. */
const lasting = ({ version: _version, updatedAt: _updatedAt, ...rest }: TicketRow) => rest;

describe('a merge', () => {
  inItsOwnWorld();
  it('closes the source, moves the wait to the target, and tells both sides on both tickets', async () => {
    const { ana, jonas } = world;
    await ana.put(`/api/tickets/${main.id}/read`, { seq: 2 });
    const before = await waiting();
    const heard = await hears(world, twin.id, () => merge(twin, main));
    expect(heard).toMatchObject({
      customer: ['ticket.merged'],
      open: ['ticket.merged'],
      row: { mergedInto: ref(main), statusType: 'closed', unread: 0, waitingSince: null },
    });
    expect(await row(main.id)).toMatchObject({
      mergedFrom: [ref(twin)],
      status: 'open',
      unread: 1,
      waitingSince: main.waitingSince,
    });
    expect(await row(main.id, jonas)).toMatchObject({ mergedFrom: [ref(twin)], unread: 0 });
    expect(await row(twin.id, jonas)).toMatchObject({ mergedInto: ref(main), unread: 0 });
    expect(await waiting()).toBe(before - 1);
  });

  it('is told on the target ticket', async () => {
    const heard = await hears(world, main.id, () => merge(twin, main));
    expect(heard).toMatchObject({
      customer: ['ticket.merged'],
      open: ['ticket.merged'],
      row: { mergedFrom: [ref(twin)] },
    });
  });

  it('leaves every message on its ticket, under its number', async () => {
    const of = () =>
      stored(world.desk, 'SELECT * FROM messages WHERE ticket_id IN (?, ?) ORDER BY id', main.id, twin.id);
    const before = of();
    await merge(twin, main);
    expect(of()).toEqual(before);
    const { body } = await world.jonas.get<{ items: object[] }>(`/api/tickets/${twin.id}/messages`);
    expect(body.items).toHaveLength(2);
  });

  it('changes nothing when repeated, and the merged ticket cannot be changed', async () => {
    const { sol, jonas } = world;
    await hears(world, twin.id, () => merge(twin, main));
    expect(await hears(world, twin.id, () => merge(twin, main))).toEqual(SILENCE);
    const refused = [
      await sol.put<Code>(`/api/tickets/${twin.id}/status`, { status: 'open' }),
      await sol.put<Code>(`/api/tickets/${twin.id}/assignee`, { assigneeId: sol.id }),
      await sol.patch<Code>(`/api/tickets/${twin.id}`, { subject: 'Renamed' }),
      await sol.post<Code>(`/api/tickets/${twin.id}/messages`, { body: 'There?' }),
      await jonas.post<Code>(`/api/tickets/${twin.id}/messages`, { body: 'There?' }),
    ];
    for (const { status, body } of refused)
      expect([status, body.error.code, body.error.details?.into]).toEqual([409, 'tickets.merged', ref(main)]);
    expect(await hears(world, twin.id, () => jonas.put(`/api/tickets/${twin.id}/read`, { seq: 1 }))).toEqual(SILENCE);
  });

  it('counts unread messages of the source on the target, also for staff who read all of the target', async () => {
    const { ana, jonas } = world;
    await ana.says(twin.id, 'Look under the lid');
    const read = (by = ana) => by.put(`/api/tickets/${main.id}/read`, { seq: 2 });
    await read();
    await read(jonas);
    await world.jonas.says(twin.id, 'Wet, too');
    await ana.says(twin.id, 'I see');
    await jonas.says(twin.id, 'And now?');
    await merge(twin, main);
    expect(await row(main.id)).toMatchObject({ unread: 1 });
    const heard = await hears(world, main.id, () => read());
    expect(heard).toMatchObject({ open: ['ticket.read'], row: { unread: 0 } });
    expect(await hears(world, main.id, () => read())).toEqual(SILENCE);
  });

  it('can be undone, which restores both tickets', async () => {
    const { jonas, ana } = world;
    await ana.put(`/api/tickets/${twin.id}/assignee`, { assigneeId: ana.id });
    await ana.says(twin.id, 'Look under the lid');
    await jonas.says(main.id, 'Hello?');
    const states = async () => ({
      staff: [lasting(await row(main.id)), lasting(await row(twin.id))],
      customer: [lasting(await row(main.id, jonas)), lasting(await row(twin.id, jonas))],
      waiting: await waiting(),
    });
    const before = await states();
    await merge(twin, main);
    expect(await row(main.id, jonas)).toMatchObject({ unread: 1 });
    const heard = await hears(world, main.id, () => unmerge(twin));
    // Ana, who took it over, has only the other one again.
    const told = ['ticket.unmerged', 'ticket.assigned', 'ticket.status_changed'];
    expect(heard).toMatchObject({ customer: told, open: told });
    expect(await states()).toEqual(before);
    expect(await hears(world, twin.id, () => unmerge(twin))).toEqual(SILENCE);
  });

  it('keeps later messages when it is undone', async () => {
    const { jonas, ana } = world;
    await ana.says(main.id, 'Which one?');
    const answered = await row(main.id);
    expect(answered.waitingSince).toBeNull();
    await merge(twin, main);
    expect(await row(main.id)).toMatchObject({ waitingSince: twin.waitingSince });
    world.desk.ahead.ms += 1_000;
    await jonas.says(main.id, 'The big one');
    await unmerge(twin);
    const [alone, back] = [await row(main.id), await row(twin.id)];
    expect(alone.waitingSince).toBe(alone.lastMessage.at);
    expect(back).toMatchObject({ waitingSince: twin.waitingSince, unread: 1, mergedInto: null });
    expect(alone).toMatchObject({ lastSeq: answered.lastSeq + 1, unread: 1, mergedFrom: [] });
  });

  it('leaves the ticket unassigned when it is undone and its assignee is full', async () => {
    const { zoe, ben } = world;
    await ben.put(`/api/tickets/${twin.id}/assignee`, { assigneeId: ben.id });
    await merge(twin, main);
    await zoe.patch(`/api/users/${ben.id}`, { capacity: 0 });
    expect((await unmerge(twin)).body).toMatchObject({ assignee: null, status: 'in_progress' });
    await zoe.patch(`/api/users/${ben.id}`, { capacity: 15 });
  });

  it('ends when either ticket is deleted', async () => {
    const { zoe, jonas } = world;
    const third = await open(`Still wet ${round}`);
    await merge(twin, main);
    await merge(third, main);
    await zoe.delete(`/api/tickets/${third.id}`);
    expect(await row(main.id)).toMatchObject({ mergedFrom: [ref(twin)] });
    await zoe.delete(`/api/tickets/${main.id}`);
    expect(await row(twin.id)).toMatchObject({ mergedInto: null, status: 'open', waitingSince: twin.waitingSince });
    await jonas.says(twin.id, 'Hello again');
  });
});

describe('a merge takes over', () => {
  inItsOwnWorld();
  const MINUTE = 60_000;
  const priority = (ticket: TicketRow, code: string) =>
    world.sol.patch(`/api/tickets/${ticket.id}`, { priority: code });
  /** The words of the desk's row, from what the server says and the targets of the priorities. */
  async function promised(id: string) {
    const { lists } = (await world.ana.get<Snapshot>('/api/snapshot')).body;
    return Object.fromEntries(
      promisesOf(await row(id), lists.priorities.items).map(({ kind, from, dueAt }) => [kind, { from, dueAt }]),
    );
  }

  it('the oldest unanswered message with its own promise, also into a younger ticket of another priority', async () => {
    await priority(main, 'low');
    world.desk.ahead.ms += 60 * MINUTE;
    await priority(twin, 'urgent');
    const young = await open(`And now ${round}`);
    await priority(young, 'urgent');
    const [first, last] = [await promised(main.id), await promised(young.id)];
    await merge(main, young);
    const both = await row(young.id);
    expect(both.waitingSince).toBe(main.waitingSince);
    // Low was to be answered in eight hours, urgent in ten minutes: nothing was promised for an hour ago.
    expect(await promised(young.id)).toEqual({
      answer: last['answer'],
      resolve: (first['resolve']?.dueAt ?? 0) < (last['resolve']?.dueAt ?? 0) ? first['resolve'] : last['resolve'],
    });
    expect(both.dueAt).toBe(last['answer']?.dueAt);
    // Another priority sets its own targets.
    await priority(both, 'high');
    expect((await promised(young.id))['answer']).toEqual({
      from: main.waitingSince,
      dueAt: (main.waitingSince ?? 0) + 30 * MINUTE,
    });
    await priority(both, 'urgent');
    await world.sol.says(young.id, 'Here is the answer');
    world.desk.ahead.ms += MINUTE;
    await world.jonas.says(young.id, 'And another question');
    const asked = await row(young.id);
    expect((await promised(young.id))['answer']).toEqual({
      from: asked.waitingSince,
      dueAt: (asked.waitingSince ?? 0) + 10 * MINUTE,
    });
  });

  it('the promise to a ticket that was not answered yet, into one that was', async () => {
    await priority(twin, 'urgent');
    await world.ana.says(main.id, 'Which one?');
    const before = await promised(twin.id);
    await merge(twin, main);
    expect((await promised(main.id))['answer']).toEqual(before['answer']);
    await unmerge(twin);
    expect(await promised(main.id)).not.toHaveProperty('answer');
    expect(await promised(twin.id)).toEqual(before);
  });

  it('nothing from a ticket that waits for nobody', async () => {
    await world.ana.says(twin.id, 'Which one?');
    const before = await promised(main.id);
    await merge(twin, main);
    expect(await promised(main.id)).toEqual(before);
  });

  it('its tags, and returns them with it', async () => {
    const { sol } = world;
    const tag = async (name: string) => (await sol.post<{ id: string }>('/api/tags', { name })).body.id;
    const [water, machine, heat] = [await tag('water'), await tag('machine'), await tag('heat')];
    const tags = (ticket: TicketRow, ids: string[]) => sol.put(`/api/tickets/${ticket.id}/tags`, { tagIds: ids });
    await tags(main, [machine]);
    await tags(twin, [water, machine]);
    const third = await open(`Still wet ${round}`);
    await tags(third, [water, heat]);
    const heard = await hears(world, main.id, () => merge(twin, main));
    expect(heard).toMatchObject({ customer: ['ticket.merged'], open: ['ticket.merged', 'ticket.tagged'] });
    expect((await row(main.id)).tags).toEqual([machine, water]);
    const found = await sol.get<{ items: TicketRow[] }>(`/api/tickets?tag=${water}&active=true`);
    expect(found.body.items.map(({ id }) => id)).toContain(main.id);
    await merge(third, main);
    expect((await row(main.id)).tags).toEqual([machine, water, heat]);
    // The third one has it, too.
    await unmerge(twin);
    expect((await row(main.id)).tags).toEqual([machine, water, heat]);
    expect((await row(twin.id)).tags).toEqual([water, machine]);
    await unmerge(third);
    expect((await row(main.id)).tags).toEqual([machine, water]);
  });

  it('a due date that somebody set, if it is the nearer one, and an escalation', async () => {
    const { sol, desk } = world;
    const now = Date.now() + desk.ahead.ms;
    const due = (ticket: TicketRow, dueAt: number | null) => sol.patch(`/api/tickets/${ticket.id}`, { dueAt });
    await due(twin, now + 90 * MINUTE);
    await sol.patch(`/api/tickets/${twin.id}`, { escalated: true });
    await merge(twin, main);
    expect(await row(main.id)).toMatchObject({ dueAt: now + 90 * MINUTE, dueByHand: true, escalated: true });
    await unmerge(twin);
    expect(await row(main.id)).toMatchObject({ dueByHand: false, escalated: false });
    await due(main, now + 30 * MINUTE);
    await merge(twin, main);
    expect(await row(main.id)).toMatchObject({ dueAt: now + 30 * MINUTE });
    await unmerge(twin);
    await due(main, now + 120 * MINUTE);
    await merge(twin, main);
    expect(await row(main.id)).toMatchObject({ dueAt: now + 90 * MINUTE });
    // What was changed since stays.
    await due(main, now + 60 * MINUTE);
    await unmerge(twin);
    expect(await row(main.id)).toMatchObject({ dueAt: now + 60 * MINUTE });
  });

  it('the assignee where the other ticket has none, if they have room', async () => {
    const { zoe, ben } = world;
    await ben.put(`/api/tickets/${twin.id}/assignee`, { assigneeId: ben.id });
    await merge(twin, main);
    expect(await row(main.id)).toMatchObject({ assignee: { id: ben.id }, status: 'in_progress' });
    await unmerge(twin);
    expect(await row(main.id)).toMatchObject({ assignee: null, status: 'open' });
    expect(await row(twin.id)).toMatchObject({ assignee: { id: ben.id }, status: 'in_progress' });
    await zoe.patch(`/api/users/${ben.id}`, { capacity: 0 });
    await merge(twin, main);
    expect(await row(main.id)).toMatchObject({ assignee: null, status: 'open' });
    await zoe.patch(`/api/users/${ben.id}`, { capacity: 15 });
  });
});

describe('a merge is refused', () => {
  inItsOwnWorld();
  const refused = async (a: TicketRow, b: TicketRow, expected: [number, string], by = world.sol) => {
    const { status, body } = await merge(a, b, by);
    expect([status, body.error.code]).toEqual(expected);
  };

  it('into itself, into another customer’s ticket, and into a missing ticket', async () => {
    const hers = await open(`Hers ${round}`, world.mia);
    await refused(main, main, [409, 'tickets.same']);
    await refused(main, hers, [409, 'tickets.other_customer']);
    await refused(main, { ...hers, id: uuidv7() }, [404, 'not_found']);
    await refused({ ...hers, id: uuidv7() }, main, [404, 'not_found']);
    expect((await world.sol.post(`/api/tickets/${main.id}/merge`, { into: 'x' })).status).toBe(422);
    expect((await world.sol.post(`/api/tickets/${main.id}/merge`, { into: twin.id, force: true })).status).toBe(422);
  });

  it('into a merged ticket, out of a merge target, and into a closed ticket', async () => {
    const third = await open(`Still wet ${round}`);
    await merge(twin, main);
    await refused(third, twin, [409, 'tickets.merged']);
    await refused(main, third, [409, 'tickets.merged_from']);
    await refused(main, twin, [409, 'tickets.merged']);
    await refused(twin, third, [409, 'tickets.merged']);
    await world.sol.put(`/api/tickets/${main.id}/status`, { status: 'resolved' });
    await refused(third, main, [409, 'tickets.not_active']);
  });

  it('to customers, and to agents on what a colleague holds', async () => {
    const { ana, ben, jonas } = world;
    await refused(twin, main, [403, 'forbidden'], jonas);
    await ana.put(`/api/tickets/${main.id}/assignee`, { assigneeId: ana.id });
    await refused(twin, main, [403, 'tickets.not_yours'], ben);
    await refused(main, twin, [403, 'tickets.not_yours'], ben);
    await merge(twin, main, ana);
    expect((await unmerge(twin, jonas)).status).toBe(403);
  });

  it('to the second of two simultaneous merges in opposite directions', async () => {
    const answers = await Promise.all([merge(main, twin, world.ana), merge(twin, main, world.ben)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const rows = [await row(main.id), await row(twin.id)];
    expect(rows.filter(({ mergedInto }) => mergedInto)).toHaveLength(1);
    expect(rows.filter(({ mergedFrom }) => mergedFrom.length > 0)).toHaveLength(1);
  });
});

describe('a message to a merged ticket', () => {
  inItsOwnWorld();
  const say = (ticket: TicketRow, message: { id: string; body: string }) =>
    world.jonas.post<Code & { id: string; ticketId: string; seq: number }>(
      `/api/tickets/${ticket.id}/messages`,
      message,
    );
  const times = (id: string) => stored(world.desk, 'SELECT id FROM messages WHERE id = ?', id).length;

  it('is sent to the target with the same id and stored once, however often it is retried', async () => {
    const message = { id: uuidv7(), body: 'And now the lights are out' };
    await merge(twin, main);
    const { body } = await say(twin, message);
    expect(body.error.details?.into).toEqual(ref(main));
    expect((await say(main, message)).status).toBe(201);
    // Its answer was lost: the retry goes to the old address first.
    expect(await say(twin, message)).toMatchObject({ status: 200, body: { id: message.id, ticketId: main.id } });
    expect(await say(main, message)).toMatchObject({ status: 200, body: { seq: 3 } });
    expect(times(message.id)).toBe(1);
  });

  it('that was sent before the merge gets the same answer when it is retried', async () => {
    const message = { id: uuidv7(), body: 'Sent, and the answer was lost' };
    expect((await say(twin, message)).status).toBe(201);
    await merge(twin, main);
    expect(await say(twin, message)).toMatchObject({ status: 200, body: { ticketId: twin.id } });
    expect(await say(main, message)).toMatchObject({ status: 409, body: { error: { code: 'id_reused' } } });
    expect(times(message.id)).toBe(1);
  });

  it('sent during the merge is stored on one of the two tickets, once', async () => {
    const messages = Array.from({ length: 8 }, (_, i) => ({ id: uuidv7(), body: `While it goes on ${i}` }));
    await Promise.all([
      ...messages.slice(0, 4).map((message) => sent(message)),
      merge(twin, main),
      ...messages.slice(4).map((message) => sent(message)),
    ]);
    for (const { id } of messages) expect(times(id)).toBe(1);
    const seqs = stored<{ seq: number }>(
      world.desk,
      'SELECT seq FROM messages WHERE ticket_id = ? ORDER BY seq',
      main.id,
    );
    expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_, i) => i + 1));

    async function sent(message: { id: string; body: string }) {
      const { status, body } = await say(twin, message);
      if (status === 409) await say({ ...twin, ...body.error.details?.into }, message);
    }
  });
});

describe('a ticket that was unmerged', () => {
  inItsOwnWorld();

  it('recognises a retry of a message that went to the target', async () => {
    const { jonas, desk } = world;
    const message = { id: uuidv7(), body: 'Followed, and the answer was lost' };
    const say = (ticket: TicketRow, said = message) =>
      jonas.post<Code & { id: string; ticketId: string }>(`/api/tickets/${ticket.id}/messages`, said);
    await merge(twin, main);
    expect((await say(main)).status).toBe(201);
    await unmerge(twin);
    expect(await say(twin)).toMatchObject({ status: 200, body: { id: message.id, ticketId: main.id } });
    expect(stored(desk, 'SELECT id FROM messages WHERE id = ?', message.id)).toHaveLength(1);
    expect((await say(twin, { ...message, body: 'Another' })).status).toBe(409);
    const third = await jonas.opens('Never merged');
    expect(await say(third)).toMatchObject({ status: 409, body: { error: { code: 'id_reused' } } });
  });

  it('keeps messages since the merge unread, and earlier ones read', async () => {
    const { ana, jonas } = world;
    await merge(twin, main);
    await ana.put(`/api/tickets/${main.id}/read`, { seq: 2 });
    await jonas.put(`/api/tickets/${main.id}/read`, { seq: 2 });
    await jonas.says(main.id, 'And one thing more');
    expect(await row(main.id)).toMatchObject({ unread: 1 });
    expect((await unmerge(twin)).body).toMatchObject({ unread: 0 });
    expect(await row(main.id)).toMatchObject({ unread: 1 });

    await setOut();
    await ana.says(twin.id, 'We look into it');
    await merge(twin, main);
    await jonas.put(`/api/tickets/${main.id}/read`, { seq: 2 });
    await ana.says(main.id, 'It was the pump');
    expect(await row(main.id, jonas)).toMatchObject({ unread: 1 });
    await unmerge(twin);
    expect(await row(main.id, jonas)).toMatchObject({ unread: 1 });
    expect(await row(twin.id, jonas)).toMatchObject({ unread: 0 });
  });

  it('cannot be rated while it is merged', async () => {
    const { jonas } = world;
    await merge(twin, main);
    expect(await jonas.put<Code>(`/api/tickets/${twin.id}/rating`, { score: 1 })).toMatchObject({
      status: 409,
      body: { error: { code: 'tickets.merged', details: { into: ref(main) } } },
    });
    await unmerge(twin);
    expect(await row(twin.id)).toMatchObject({ rating: null, status: 'open' });
  });
});
