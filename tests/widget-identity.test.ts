import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventOf } from '../server/contract.ts';
import { uuidv7 } from '../db/ids.ts';
import type { Results } from '../server/search/contract.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { EventPage } from '../client/shared/state/timeline.ts';
import { converge, shows } from './support/converge.ts';
import { text } from './support/files.ts';
import { indexed } from './support/indexed.ts';
import { addSite } from './support/site.ts';
import { SITE_SECRET, signFor } from './support/site-server.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let site: { id: string; key: string };
let people = 0;
/** Somebody of the shop who was never here. */
let sub: string;
beforeAll(async () => {
  world = await createWorld();
  site = await addSite(world.desk, { identitySecret: SITE_SECRET });
});
afterAll(() => world.end());
beforeEach(() => {
  people += 1;
  sub = `customer ${people}`;
});

const newVisitor = () => new Visitor(world.desk.url);
const begins = () => newVisitor().begins(site.key);
const known = async (claims: object = {}) => {
  const visitor = newVisitor();
  const answer = await visitor.identifies(site.key, signFor(sub, { site: site.key, ...claims }));
  expect(answer.status).toBe(200);
  return visitor;
};
const tickets = async (visitor: Visitor) =>
  (await visitor.get<Snapshot>('/api/snapshot')).body.rows.map(({ id }) => id);

describe('an identified visitor', () => {
  it('has the same conversations on every device', async () => {
    const desk = await known({ name: 'Ida Holm', email: 'ida@post.example' });
    const ticket = await desk.opens('The left one is loose');
    const phone = await known();
    expect(phone.id).toBe(desk.id);
    expect(phone.me).toMatchObject({ name: 'Ida Holm', email: null });
    expect(await tickets(phone)).toEqual([ticket.id]);
    await desk.says(ticket.id, 'Still here');
  });

  it('keeps a token that is already theirs, and takes new data from the page', async () => {
    const visitor = await known();
    const { token } = visitor;
    const page = 'https://shop.example/cart';
    const claims = { site: site.key, fields: { plan: 'gold' } };
    const again = await visitor.identifies(site.key, signFor(sub, claims), { page, fields: { plan: 'lead', bag: 2 } });
    expect(again.body).toMatchObject({ token, joined: 0 });
    const [row] = stored(world.desk, 'SELECT page, fields, external_id FROM visitors WHERE user_id = ?', visitor.id);
    expect(row).toEqual({ page, fields: '{"plan":"gold","bag":2}', external_id: sub });
  });

  it('gets a new name on their tickets when the site sends one', async () => {
    const visitor = await known();
    const ticket = await visitor.opens('Who am I?');
    const ana = await world.ana.listen(ticket.id);
    await shows(world.ana, ana, ticket.id);
    await visitor.identifies(site.key, signFor(sub, { site: site.key, name: 'Ida Holm' }));
    await ana.heard('ticket.customer_changed', ticket.id);
    await ana.until(() => ana.state.rows[ticket.id]?.customer.name === 'Ida Holm');
    await converge(world.ana, ana);
    ana.close();
  });

  it('is another person on another site with the same sub', async () => {
    const other = await addSite(world.desk, { identitySecret: `${SITE_SECRET}, the other` });
    const here = await known();
    const there = newVisitor();
    const token = signFor(sub, { site: other.key, secret: `${SITE_SECRET}, the other` });
    expect((await there.identifies(other.key, token)).status).toBe(200);
    expect(there.id).not.toBe(here.id);
  });
});

describe('an anonymous visitor who is identified', () => {
  it('keeps their user, with a name and a new token', async () => {
    const visitor = await begins();
    const ticket = await visitor.opens('Before you knew me');
    const before = newVisitor();
    before.token = visitor.token;
    before.me = visitor.me;
    const oldWindow = await before.listen();
    const ana = await world.ana.listen(ticket.id);
    await shows(world.ana, ana, ticket.id);
    const told = new Promise((resolve) => oldWindow.socket.once('closing', resolve));
    const gone = new Promise((resolve) => oldWindow.socket.once('disconnect', resolve));

    const answer = await visitor.identifies(site.key, signFor(sub, { site: site.key, name: 'Ida Holm' }));
    expect(answer).toMatchObject({ status: 200, body: { joined: 1, me: { id: before.id, name: 'Ida Holm' } } });
    // Not that it is over: the answer with the new token may still be on its way.
    expect(await told).toEqual({ reason: 'restart' });
    await gone;
    expect((await before.get('/api/me')).status).toBe(401);
    await ana.heard('ticket.customer_changed', ticket.id);
    await converge(world.ana, ana);
    expect(ana.state.rows[ticket.id]?.customer.name).toBe('Ida Holm');
    ana.close();
  });
});

describe('a history that moves to an identified visitor', () => {
  it('belongs to them as if they had been identified from the start', async () => {
    const phone = await known({ name: 'Ida Holm' });
    await phone.opens('An old one');
    const visitor = await begins();
    const ticket = await visitor.opens('Nameless', 'A question about zebrawood');
    await visitor.attaches(ticket.id, text('waits.txt', 'not sent yet'));
    const { body: sent } = await visitor.attaches(ticket.id, text('bill.txt', 'forty'));
    await visitor.post(`/api/tickets/${ticket.id}/messages`, { body: 'The bill', attachmentIds: [sent.id] });
    await world.ana.says(ticket.id, 'I look into it');
    await visitor.put(`/api/tickets/${ticket.id}/read`, { seq: 3 });
    await visitor.put(`/api/tickets/${ticket.id}/draft`, { kind: 'message', body: 'And then' });
    await world.ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' });
    await visitor.put(`/api/tickets/${ticket.id}/rating`, { score: 4, comment: 'Quick' });
    const before = await visitor.get<EventPage>(`/api/tickets/${ticket.id}/events?limit=100`);

    const [ana, ben, theirPhone] = await Promise.all([world.ana.listen(ticket.id), world.ben.listen(), phone.listen()]);
    await shows(world.ana, ana, ticket.id);
    const old = visitor.id;
    const answer = await visitor.identifies(site.key, signFor(sub, { site: site.key }));
    expect(answer.body).toMatchObject({ joined: 1, me: { id: phone.id } });

    await Promise.all([
      ana.heard('ticket.customer_changed', ticket.id),
      theirPhone.heard('ticket.customer_changed', ticket.id),
      ben.until(() => ben.state.rows[ticket.id]?.customer.id === phone.id),
    ]);
    const heard = theirPhone.events.find(
      (event): event is EventOf<'ticket.customer_changed'> => event.type === 'ticket.customer_changed',
    );
    expect(heard).toMatchObject({ verified: true, customer: { id: phone.id, name: 'Ida Holm' } });
    expect(theirPhone.bytes()).not.toContain(old);
    await Promise.all([converge(world.ana, ana), converge(world.ben, ben), converge(phone, theirPhone)]);

    // Nothing stands under who they were, but the audit of it.
    const named = ['tickets', 'messages', 'events', 'attachments', 'read_marks', 'drafts', 'visitors', 'sessions'];
    for (const table of named) {
      const rows = stored(world.desk, `SELECT * FROM ${table}`).filter((row) =>
        JSON.stringify({ ...row, data: null }).includes(old),
      );
      expect([table, rows]).toEqual([table, []]);
    }
    const after = await phone.get<EventPage>(`/api/tickets/${ticket.id}/events?limit=100`);
    expect(after.body.items.slice(0, -1).map(({ id, type }) => [id, type])).toEqual(
      before.body.items.map(({ id, type }) => [id, type]),
    );
    expect(JSON.stringify(after.body)).not.toContain(old);
    expect(after.body.row).toMatchObject({ rating: 4, seen: { customer: { seq: 3 } } });
    expect((await visitor.downloads(sent.id)).status).toBe(200);
    const drafts = await visitor.get<{ items: unknown[] }>(`/api/tickets/${ticket.id}/draft`);
    expect(JSON.stringify(drafts.body)).toContain('And then');
    expect((await world.ana.get(`/api/tickets/${ticket.id}/messages`)).status).toBe(200);
    for (const listener of [ana, ben, theirPhone]) listener.close();
  });

  it('is found by their search and by that of staff, under their new identity', async () => {
    const phone = await known({ name: 'Ida Holm' });
    const visitor = await begins();
    const ticket = await visitor.opens('Nameless', 'A question about bubinga');
    await world.ana.says(ticket.id, 'We have bubinga');
    await indexed(world.desk);
    await visitor.identifies(site.key, signFor(sub, { site: site.key }));
    await indexed(world.desk);
    const found = async (who: Visitor | typeof world.ana, q: string) =>
      (await who.get<Results>(`/api/search?q=${encodeURIComponent(q)}`)).body.items.length;
    expect(await found(phone, 'bubinga')).toBe(2);
    expect(await found(world.ana, 'bubinga from:Ida')).toBe(1);
    expect(await found(world.jonas, 'bubinga')).toBe(0);
    const check = stored(world.desk, 'SELECT count(*) AS n FROM conversation_removals');
    expect(check).toEqual([{ n: 0 }]);
  });

  it('recognises a retry of a message sent during the move', async () => {
    await known();
    const visitor = await begins();
    const ticket = await visitor.opens('On the way');
    const message = { id: uuidv7(), body: 'Was this said?' };
    const opened = { id: uuidv7(), messageId: uuidv7(), subject: 'Another', body: 'Once' };
    await visitor.post('/api/tickets', opened);
    expect((await visitor.post(`/api/tickets/${ticket.id}/messages`, message)).status).toBe(201);
    expect((await visitor.identifies(site.key, signFor(sub, { site: site.key }))).body.joined).toBe(2);
    expect((await visitor.post(`/api/tickets/${ticket.id}/messages`, message)).status).toBe(200);
    expect((await visitor.post('/api/tickets', opened)).status).toBe(200);
    const rows = stored(
      world.desk,
      'SELECT count(*) AS n FROM messages WHERE id IN (?, ?)',
      message.id,
      opened.messageId,
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('loses no message that is written during the move', async () => {
    const phone = await known();
    const visitor = await begins();
    const ticket = await visitor.opens('In the middle of it');
    const before = newVisitor();
    before.token = visitor.token;
    const messages = Array.from({ length: 20 }, (_, n) => ({ id: uuidv7(), body: `Line ${n}` }));
    const path = `/api/tickets/${ticket.id}/messages`;
    const sends = messages.map((message) => before.post(path, message));
    const joins = visitor.identifies(site.key, signFor(sub, { site: site.key }));
    const statuses = (await Promise.all(sends)).map(({ status }) => status);
    expect((await joins).status).toBe(200);
    expect(statuses.every((status) => status === 201 || status === 401)).toBe(true);
    for (const message of messages) expect([200, 201]).toContain((await visitor.post(path, message)).status);
    const rows = stored<{ seq: number; author: string }>(
      world.desk,
      'SELECT seq, author_id AS author FROM messages WHERE ticket_id = ? ORDER BY seq',
      ticket.id,
    );
    expect(rows).toEqual(Array.from({ length: 21 }, (_, n) => ({ seq: n + 1, author: phone.id })));
  });

  it('does not move if the visitor was identified as another person', async () => {
    const ida = await known();
    const hers = await ida.opens('Hers');
    const idasToken = ida.token;
    sub = `${sub}, her brother`;
    const answer = await ida.identifies(site.key, signFor(sub, { site: site.key }));
    expect(answer.body.joined).toBe(0);
    expect(ida.token).not.toBe(idasToken);
    expect(await tickets(ida)).toEqual([]);
    expect((await ida.get(`/api/tickets/${hers.id}`)).status).toBe(404);
    // The one at this browser ended: somebody else sits there now.
    const before = newVisitor();
    before.token = idasToken;
    expect((await before.get('/api/me')).status).toBe(401);
  });

  it('does not move if the bearer token belongs to another site', async () => {
    const other = await addSite(world.desk, {});
    const visitor = await newVisitor().begins(other.key);
    const ticket = await visitor.opens('Elsewhere');
    const elsewhere = newVisitor();
    elsewhere.token = visitor.token;
    expect((await visitor.identifies(site.key, signFor(sub, { site: site.key }))).body.joined).toBe(0);
    expect(await tickets(visitor)).toEqual([]);
    expect(await tickets(elsewhere)).toEqual([ticket.id]);
  });

  it('does not move because of a typed email address', async () => {
    const ida = await known({ email: 'ida@post.example' });
    await ida.opens('Hers');
    const liar = await newVisitor().begins(site.key, { email: 'ida@post.example', name: 'Ida' });
    const account = await newVisitor().begins(site.key, { email: 'jonas@post.example' });
    for (const visitor of [liar, account]) {
      expect(visitor.me.email).toBeNull();
      expect(await tickets(visitor)).toEqual([]);
    }
    // Nor by one that the site signed: it says who they are to the site, and not here.
    sub = `${sub}, of the same address`;
    const signed = await known({ email: 'jonas@post.example' });
    expect(signed.id).not.toBe(world.jonas.id);
    expect(await tickets(signed)).toEqual([]);
    expect(stored(world.desk, 'SELECT id FROM users WHERE email = ?', 'jonas@post.example')).toEqual([
      { id: world.jonas.id },
    ]);
  });
});
