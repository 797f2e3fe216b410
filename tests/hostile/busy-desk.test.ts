import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../server/live/contract.ts';
import { openRawSocket } from '../support/raw-socket.ts';
import { addStaff, createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const snapshotOf = async (name: 'jonas' | 'mia') => (await world[name].get<Snapshot>('/api/snapshot')).body;

describe('a customer cannot see how busy the desk is', () => {
  it('their cursor and rows do not change while others write and staff add notes', async () => {
    const { jonas, mia, ana } = world;
    const own = await jonas.opens('A quiet one');
    const other = await mia.opens('A busy one');
    const before = await snapshotOf('jonas');
    await ana.post(`/api/tickets/${own.id}/notes`, { body: 'Between us' });
    for (const text of ['One', 'Two', 'Three']) await ana.says(other.id, text);
    const after = await snapshotOf('jonas');
    expect([after.cursor, after.rows]).toEqual([before.cursor, before.rows]);
    const { cursor, epoch, listsAt } = before;
    const { body } = await jonas.get(`/api/events?after=${cursor}&epoch=${epoch}&lists=${listsAt}`);
    const lists = { drafts: { version: 0, items: [] } };
    expect(body).toEqual({ resync: false, facts: { events: [], rows: [], cursor, lists, listsAt } });
  });

  it('they hear once that staff read a message, and never who did', async () => {
    const { jonas, ana, sol } = world;
    const ticket = await jonas.opens('Read by two');
    await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ana.id });
    const message = await jonas.says(ticket.id, 'Is anybody there?');
    const his = await jonas.listen();
    const desk = await ana.listen(ticket.id);
    await sol.put(`/api/tickets/${ticket.id}/read`, { seq: message.seq });
    await his.heard('ticket.read', ticket.id);
    // What is unread is the assignee's to read: it changes for the team and not for him.
    await ana.put(`/api/tickets/${ticket.id}/read`, { seq: message.seq });
    await desk.until(() => desk.state.rows[ticket.id]?.unread === 0, 'nothing unread');
    await ana.says(ticket.id, 'Yes');
    await his.heard('message.sent', ticket.id);
    const reads = his.frames.flatMap(({ events }) => events).filter(({ type }) => type === 'ticket.read');
    expect(reads).toEqual([expect.objectContaining({ by: 'staff', seq: message.seq, actor: null })]);
    expect((await snapshotOf('jonas')).rows.find(({ id }) => id === ticket.id)?.seen.staff.seq).toBe(message.seq + 1);
    his.close();
    desk.close();
  });
});

describe('limits of what the server holds', () => {
  it('a catch-up that would repeat a long text hundreds of times becomes a resync', async () => {
    const { jonas, ana } = world;
    const ticket = await jonas.opens('Edited often');
    const before = await snapshotOf('jonas');
    const { id } = await ana.says(ticket.id, 'x');
    for (let n = 0; n < 120; n += 1)
      await ana.patch(`/api/tickets/${ticket.id}/messages/${id}`, { body: `${n}`.padEnd(10_000, 'y') });
    const { body } = await jonas.get(`/api/events?after=${before.cursor}&epoch=${before.epoch}`);
    expect(body).toEqual({ resync: true, reason: 'too_far' });
  });

  it('one session can have at most a hundred sockets', async () => {
    const nils = await addStaff(world.desk, 'Nils', 'agent');
    const open = () => openRawSocket({ url: world.desk.url, cookie: nils.cookie });
    const sockets = [];
    for (let n = 0; n < 100; n += 1) sockets.push(await open());
    await expect(open()).rejects.toThrow('too_many');
    // Another browser of the same person is not in the way of that.
    const again = await nils.signIn('nils@desk.example');
    sockets.push(await openRawSocket({ url: world.desk.url, cookie: again.cookie }));
    for (const socket of sockets) socket.close();
  });

  it('one person can have at most a hundred sessions: the oldest ends', async () => {
    const nora = await addStaff(world.desk, 'Nora', 'agent');
    const first = nora.cookie;
    for (let n = 0; n < 100; n += 1) await nora.signIn('nora@desk.example');
    expect((await nora.get('/api/me')).status).toBe(200);
    expect((await world.stranger.send('GET', '/api/me', undefined, { cookie: first })).status).toBe(401);
  });
});
