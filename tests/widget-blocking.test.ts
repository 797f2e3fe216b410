import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import type { Visitor as Known } from '../server/widget/contract.ts';
import type { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { SITE_SECRET, signFor } from './support/site-server.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let site: string;
beforeAll(async () => {
  world = await createWorld();
  site = (await addSite(world.desk, { identitySecret: SITE_SECRET })).key;
});
afterAll(() => world.end());

const begins = () => new Visitor(world.desk.url).begins(site);
const block = (by: Person, { id }: { id: string }, blocked = true) =>
  by.put<Known>(`/api/visitors/${id}/blocked`, { blocked });
const trail = ({ id }: { id: string }) =>
  stored<{ action: string }>(
    world.desk,
    `SELECT action FROM audit_log WHERE target_id = ? AND action LIKE 'visitor.%blocked' ORDER BY id`,
    id,
  ).map(({ action }) => action);
const OUT = { status: 403, body: { error: { code: 'visitor.blocked' } } };

describe('a blocked visitor', () => {
  it('is locked out at the commit: sockets close, requests are refused, and the widget says why', async () => {
    const visitor = await begins();
    const ticket = await visitor.opens('Rude words');
    const [theirs, ana] = await Promise.all([visitor.listen(), world.ana.listen(ticket.id)]);
    const told: Known[] = [];
    ana.socket.on('visitor', (who) => void told.push(who));
    const closing = new Promise((resolve) => theirs.socket.once('closing', resolve));
    const closed = new Promise((resolve) => theirs.socket.once('disconnect', resolve));

    expect(await block(world.ana, visitor)).toMatchObject({ status: 200, body: { blocked: true, here: false } });
    expect(await closing).toEqual({ reason: 'blocked' });
    await closed;
    const message = { body: 'More of them' };
    expect(await visitor.post(`/api/tickets/${ticket.id}/messages`, message)).toMatchObject(OUT);
    expect(await visitor.get('/api/snapshot')).toMatchObject(OUT);
    expect(await visitor.put('/api/widget/visit', {})).toMatchObject(OUT);
    expect(await refusedSocket(visitor)).toBe('visitor.blocked');
    await expect.poll(() => told.at(-1)).toMatchObject({ blocked: true, here: false });
    expect((await world.ana.get<Known>(`/api/tickets/${ticket.id}/visitor`)).body.blocked).toBe(true);
    expect((await world.ana.says(ticket.id, 'Goodbye')).seq).toBe(2);

    // Twice is once.
    await block(world.ben, visitor);
    expect(trail(visitor)).toEqual(['visitor.blocked']);
    ana.close();
  });

  it('gets their conversations back when they are unblocked', async () => {
    const visitor = await begins();
    const ticket = await visitor.opens('Rude words');
    await block(world.ana, visitor);
    expect(await block(world.sol, visitor, false)).toMatchObject({ status: 200, body: { blocked: false } });
    await visitor.says(ticket.id, 'Sorry');
    (await visitor.listen()).close();
    expect(trail(visitor)).toEqual(['visitor.blocked', 'visitor.unblocked']);
  });

  it('cannot store messages that were on their way', async () => {
    const visitor = await begins();
    const ticket = await visitor.opens('At once');
    const messages = Array.from({ length: 12 }, (_, n) => ({ id: uuidv7(), body: `Line ${n}` }));
    const path = `/api/tickets/${ticket.id}/messages`;
    const sends = messages.slice(0, 6).map((message) => visitor.post(path, message));
    const blocking = block(world.ana, visitor);
    const later = messages.slice(6).map((message) => visitor.post(path, message));
    expect((await blocking).status).toBe(200);
    const statuses = (await Promise.all([...sends, ...later])).map(({ status }) => status);
    expect(statuses.every((status) => [201, 403].includes(status))).toBe(true);
    const count = () => stored(world.desk, 'SELECT id FROM messages WHERE ticket_id = ?', ticket.id).length;
    expect(count()).toBe(1 + statuses.filter((status) => status === 201).length);
    expect(await visitor.post(path, { body: 'And one more' })).toMatchObject(OUT);
  });

  it('cannot get in by identification, nor as the earlier anonymous visitor', async () => {
    const ida = new Visitor(world.desk.url);
    await ida.identifies(site, signFor('rude', { site }));
    await block(world.ana, ida);
    expect(await new Visitor(world.desk.url).identifies(site, signFor('rude', { site }))).toMatchObject(OUT);
    const anonymous = await begins();
    await block(world.ana, anonymous);
    expect(await anonymous.identifies(site, signFor('polite', { site }))).toMatchObject(OUT);
    expect(stored(world.desk, `SELECT user_id FROM visitors WHERE external_id = 'polite'`)).toEqual([]);
  });

  it('can only be a visitor, blocked only by staff', async () => {
    const visitor = await begins();
    for (const { id } of [world.jonas, world.ben, world.zoe, { id: uuidv7() }])
      expect((await block(world.zoe, { id })).status).toBe(404);
    expect((await block(visitor, visitor)).status).toBe(403);
    expect((await block(world.jonas, visitor)).status).toBe(403);
    expect((await block(world.stranger, visitor)).status).toBe(401);
    expect((await visitor.get('/api/me')).status).toBe(200);
    for (const body of [{}, { blocked: 'yes' }, { blocked: true, reason: 'rude' }])
      expect((await world.ana.put(`/api/visitors/${visitor.id}/blocked`, body)).status).toBe(422);
  });
});

async function refusedSocket({ url, token }: Visitor): Promise<string> {
  const socket = io(url, { transports: ['websocket'], auth: { token }, reconnection: false, forceNew: true });
  const error = await new Promise<Error & { data?: { error: { code: string } } }>((resolve, reject) => {
    socket.once('connect_error', resolve);
    socket.once('connect', () => reject(new Error('They got a socket.')));
  }).finally(() => socket.disconnect());
  return String(error.data?.error.code);
}
