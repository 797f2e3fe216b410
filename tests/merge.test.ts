import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
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
    expect(heard).toMatchObject({ customer: ['ticket.unmerged'], open: ['ticket.unmerged'] });
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
