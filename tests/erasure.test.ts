import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NAMES_A_PERSON } from '../server/erasure/own-data.ts';
import { ERASED_NAME, type Erasure } from '../server/erasure/contract.ts';
import type { User } from '../server/people/contract.ts';
import type { Message } from '../server/messages/contract.ts';
import { uuidv7 } from '../db/ids.ts';
import { converge, shows } from './support/converge.ts';
import { picture } from './support/files.ts';
import { indexed, search } from './support/indexed.ts';
import { PASSWORD, Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { WAIT_MS } from './support/within.ts';
import { addPerson, addStaff, createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

let number = 0;
async function newCustomer(name = `Pia${(number += 1)}`): Promise<Person> {
  return new Person(world.desk.url).register(name, `${uuidv7()}@post.example`);
}
const path = ({ id }: { id: string }) => `/api/users/${id}/erasure`;
const erase = (person: { id: string; name: string }, more: object = {}, by = world.zoe) =>
  by.post<{ error: { code: string; fields?: object } }>(path(person), { name: person.name, ...more });
const preview = async (person: { id: string }) => (await world.zoe.get<Erasure>(path(person))).body;
const row = ({ id }: { id: string }) =>
  stored<Record<string, unknown>>(world.desk, 'SELECT * FROM users WHERE id = ?', id)[0];

describe('the preview', () => {
  it('counts what goes and what stays, and changes nothing', async () => {
    const pia = await newCustomer();
    const { id } = await pia.opens('The first', 'Words');
    await pia.says(id, 'More words');
    await pia.attaches(id, await picture('not-sent.png'));
    await pia.put(`/api/tickets/${id}/draft`, { kind: 'message', body: 'Half a th' });
    await world.ana.says(id, 'An answer');
    const before = row(pia);
    expect(await preview(pia)).toEqual({
      ...{ id: pia.id, name: pia.name, kind: 'customer', refusal: null },
      goes: { address: true, picture: false, sessions: 1, drafts: 1, savedReplies: 0, views: 0, files: 1 },
      stays: { tickets: 1, released: 0 },
      texts: { messages: 2, files: 0 },
    });
    expect(row(pia)).toEqual(before);
    expect((await pia.get('/api/me')).status).toBe(200);
  });

  it('says why somebody cannot be erased', async () => {
    const sam = await addStaff(world.desk, 'Sam', 'admin');
    expect((await preview(world.zoe)).refusal).toBe('users.self');
    expect((await sam.get<Erasure>(path(world.zoe))).body.refusal).toBeNull();
    await erase(sam);
  });
});

describe('erasing a customer', () => {
  it('takes the person away and leaves the ticket, at once on every open screen', async () => {
    const { ana, zoe, desk } = world;
    const pia = await newCustomer('Pia Unmistakable');
    const { email } = pia;
    const { id } = await pia.opens('A wet floor', 'It drips');
    await ana.says(id, 'We come today');
    await pia.put(`/api/tickets/${id}/draft`, { kind: 'message', body: 'Half a th' });
    const [agent, own] = [await ana.listen(id), await pia.listen()];
    await shows(ana, agent, id);
    const gone = new Promise((resolve) => own.socket.once('disconnect', resolve));

    expect((await erase(pia)).status).toBe(204);
    await gone;
    await agent.heard('ticket.customer_changed', id);
    await converge(ana, agent);
    expect(JSON.stringify(agent.state)).not.toContain('Unmistakable');
    expect(agent.state.rows[id]).toMatchObject({ subject: 'A wet floor', customer: { name: ERASED_NAME } });
    const { body } = await ana.get<{ items: Message[] }>(`/api/tickets/${id}/messages`);
    expect(body.items.map(({ author, body: text }) => [author.name, text])).toEqual([
      [ERASED_NAME, 'It drips'],
      ['Ana', 'We come today'],
    ]);

    expect(row(pia)).toMatchObject({ name: ERASED_NAME, email: null, password_hash: null, active: 0, locale: 'en' });
    expect((await pia.get('/api/me')).status).toBe(401);
    expect((await pia.post('/api/auth/login', { email, password: PASSWORD })).status).toBe(401);
    expect(stored(desk, 'SELECT * FROM drafts WHERE user_id = ?', pia.id)).toEqual([]);
    await indexed(desk);
    expect((await zoe.get<{ items: object[] }>('/api/customers?q=unmistak')).body.items).toEqual([]);
    expect((await zoe.get<{ items: User[] }>('/api/users?q=unmistak')).body.items).toEqual([]);
    expect((await search(ana, 'drips')).body.items).toHaveLength(1);
    const everywhere =
      JSON.stringify(stored(desk, 'SELECT * FROM users')) + JSON.stringify(stored(desk, 'SELECT * FROM events'));
    expect(everywhere).not.toMatch(/unmistakable/iu);
    expect(everywhere).not.toContain(email);

    // The address is free again.
    await new Person(desk.url).register('Pia again', email);
    agent.close();
  });

  it('takes the data and the token of a visitor of the widget', async () => {
    const { key } = await addSite(world.desk);
    const vera = await new Visitor(world.desk.url).begins(key);
    await vera.patch('/api/widget/me', { name: 'Vera Secret', email: 'vera@post.example' });
    const { id } = await vera.opens('Does it fit?');
    const name = 'Vera Secret';
    expect((await preview(vera)).goes).toMatchObject({ address: true, sessions: 1 });
    expect((await erase({ id: vera.id, name })).status).toBe(204);
    expect(stored(world.desk, 'SELECT * FROM visitors WHERE user_id = ?', vera.id)).toEqual([]);
    expect((await vera.get('/api/me')).status).toBe(401);
    expect((await world.ana.get<{ customer: { name: string } }>(`/api/tickets/${id}`)).body.customer.name).toBe(
      ERASED_NAME,
    );
    expect((await world.ana.get(`/api/tickets/${id}/visitor`)).body).toBeNull();
  });

  it('with their texts deletes messages, files, subjects and comments in parts, and no answer', async () => {
    const { ana, desk } = world;
    const pia = await newCustomer();
    const { id } = await pia.opens('A private subject', 'Private words 0');
    // More than one part.
    await world.zoe.patch(`/api/users/${ana.id}`, { capacity: 500 });
    const { body: file } = await pia.attaches(id, await picture('private.png'));
    await pia.post(`/api/tickets/${id}/messages`, { body: '', attachmentIds: [file.id] });
    for (let at = 1; at < 25; at += 1) await pia.says(id, `Private words ${at}`);
    await ana.says(id, 'Our answer');
    const others = [];
    for (let at = 0; at < 6; at += 1) {
      const other = await pia.opens(`Private subject ${at}`, 'Private words');
      others.push(other.id);
      for (let more = 0; more < 3; more += 1) await ana.says(other.id, 'Our answer');
    }
    const agent = await ana.listen(id);
    await shows(ana, agent, id);
    expect((await preview(pia)).texts).toEqual({ messages: 32, files: 1 });

    expect((await erase(pia, { texts: true })).status).toBe(204);
    await vi.waitUntil(() => stored(desk, `SELECT 1 FROM jobs WHERE kind = 'person.erase_texts'`).length === 0, {
      timeout: WAIT_MS,
    });
    await vi.waitUntil(() => stored(desk, `SELECT 1 FROM jobs WHERE kind = 'files.remove'`).length === 0, {
      timeout: WAIT_MS,
    });
    const texts = stored<{ body: string; author: string }>(
      desk,
      'SELECT m.body, m.author_id AS author FROM messages m JOIN tickets t ON t.id = m.ticket_id WHERE t.customer_id = ?',
      pia.id,
    );
    expect(texts.filter(({ author }) => author === pia.id).map(({ body }) => body)).toEqual(Array(32).fill(''));
    expect(texts.filter(({ author }) => author === ana.id)).toHaveLength(19);
    expect(texts.filter(({ author }) => author === ana.id).every(({ body }) => body === 'Our answer')).toBe(true);
    for (const ticketId of [id, ...others])
      expect((await ana.get(`/api/tickets/${ticketId}`)).body).toMatchObject({ subject: 'Deleted' });
    expect((await ana.downloads(file.id)).status).toBe(404);
    await agent.until(() => agent.state.rows[id]?.subject === 'Deleted', 'the new subject');
    await converge(ana, agent);
    await indexed(desk);
    expect((await search(ana, 'private')).body.items).toEqual([]);
    expect(
      stored(desk, `SELECT 1 FROM tickets WHERE last_excerpt LIKE 'Private%' AND customer_id = ?`, pia.id),
    ).toEqual([]);
    agent.close();
  });
});

describe('erasing somebody of the team', () => {
  it('gives their tickets back, hands their shared views on, and lets every client start over', async () => {
    const { desk, zoe, jonas, ana } = world;
    const sam = await addStaff(desk, 'Unmistakable', 'agent');
    const { id } = await jonas.opens('Held by Sam');
    await sam.put(`/api/tickets/${id}/assignee`, { assigneeId: sam.id });
    await sam.says(id, 'Sam was here');
    const view = { name: 'Hot', base: 'waiting', order: 'waiting', filters: {} };
    const shared = (await sam.post<{ id: string }>('/api/views', { ...view, shared: true })).body;
    await sam.post('/api/views', { ...view, shared: false });
    expect(await preview(sam)).toMatchObject({
      goes: { views: 1, sessions: 1 },
      stays: { tickets: 1, released: 1 },
      texts: null,
    });
    const listeners = [await ana.listen(id), await jonas.listen()];
    const { epoch } = (await ana.get<{ epoch: string }>('/api/snapshot')).body;
    const startOver = listeners.map(({ socket }) => new Promise((resolve) => socket.once('resync', resolve)));
    expect((await erase(sam)).status).toBe(204);
    await Promise.all(startOver);
    // Who was away starts over too.
    const away = await ana.get(`/api/events?after=0&epoch=${encodeURIComponent(epoch)}`);
    expect(away.body).toEqual({ resync: true, reason: 'epoch' });

    for (const person of [ana, jonas]) {
      const { body } = await person.get<{ items: Message[] }>(`/api/tickets/${id}/messages`);
      expect(body.items.map(({ author, body: text }) => [author.name, text])).toContainEqual([
        ERASED_NAME,
        'Sam was here',
      ]);
      expect(JSON.stringify((await person.get('/api/snapshot')).body)).not.toContain('Unmistakable');
      expect(JSON.stringify((await person.get(`/api/tickets/${id}/events`)).body)).not.toContain('Unmistakable');
    }
    expect((await ana.get(`/api/tickets/${id}`)).body).toMatchObject({ assignee: null });
    expect(stored(desk, 'SELECT owner_id FROM views WHERE id = ?', shared.id)).toEqual([{ owner_id: zoe.id }]);
    expect((await sam.get('/api/me')).status).toBe(401);
    for (const listener of listeners) listener.close();
  });
});

describe('is refused', () => {
  it('for oneself and for the last who may manage people', async () => {
    expect((await erase(world.zoe)).body.error.code).toBe('users.self');
    const sam = await addStaff(world.desk, 'Sam2', 'admin');
    // Two at the same moment erase each other: one of them stays.
    const [one, other] = await Promise.all([erase(world.zoe, {}, sam), erase(sam, {}, world.zoe)]);
    expect([one.status, other.status]).not.toEqual([204, 204]);
    const left = stored(world.desk, `SELECT id FROM users WHERE role = 'admin' AND active = 1`);
    expect(left.length).toBeGreaterThan(0);
  });
});

describe('a person who was erased', () => {
  it('is in no list and cannot come back', async () => {
    const world2 = await createWorld();
    try {
      const { zoe, desk } = world2;
      const kim = await addPerson(desk, { name: 'Kim' });
      expect((await zoe.post(`/api/users/${kim.id}/erasure`, { name: 'Kim' })).status).toBe(204);
      for (const change of [{ active: true }, { name: 'Kim' }, { role: 'admin' }])
        expect((await zoe.patch(`/api/users/${kim.id}`, change)).body).toMatchObject({
          error: { code: 'users.erased' },
        });
      expect((await zoe.post(`/api/users/${kim.id}/erasure`, { name: ERASED_NAME })).status).toBe(404);
      expect((await zoe.get(`/api/users/${kim.id}/erasure`)).status).toBe(404);
      expect((await zoe.post(`/api/users/${kim.id}/password-link`)).status).toBe(409);
      const { items } = (await zoe.get<{ items: User[] }>('/api/users')).body;
      expect(items.map(({ id }) => id)).not.toContain(kim.id);
      expect(stored(desk, `SELECT actor_id, data FROM audit_log WHERE action = 'person.erased'`)).toEqual([
        { actor_id: zoe.id, data: '{"kind":"staff","texts":false,"released":0}' },
      ]);
    } finally {
      await world2.end();
    }
  });
});

it('every column of the database that names a person has its fate', () => {
  const tables = stored<{ name: string }>(world.desk, `SELECT name FROM sqlite_master WHERE type = 'table'`);
  const columns = tables.flatMap(({ name }) =>
    stored<{ from: string }>(
      world.desk,
      `SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = 'users'`,
      name,
    ).map((key) => `${name}.${key.from}`),
  );
  expect(columns.toSorted()).toEqual([...NAMES_A_PERSON.goes, ...NAMES_A_PERSON.stays].toSorted());
});
