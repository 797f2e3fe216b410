import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolePermissions, roles } from '../../db/schema/people.ts';
import { uuidv7 } from '../../db/ids.ts';
import type { PersonExport } from '../../server/person-exports/contract.ts';
import { text } from '../support/files.ts';
import { Person } from '../support/person.ts';
import { stored } from '../support/stored.ts';
import { unzipped } from '../support/unzipped.ts';
import { addPerson, addStaff, createWorld, type World } from '../support/world.ts';

type Refused = { error: { code: string } };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const exportsIn = () => stored<{ n: number }>(world.desk, 'SELECT count(*) AS n FROM person_exports')[0]?.n;

describe('the data of a person is not given to', () => {
  it.each(['jonas', 'ana', 'ben', 'sol', 'stranger'] as const)('%s, about somebody else', async (name) => {
    const before = exportsIn();
    const status = name === 'stranger' ? 401 : 403;
    expect((await world[name].post(`/api/users/${world.mia.id}/exports`)).status).toBe(status);
    expect((await world[name].get('/api/exports')).status).toBe(status);
    expect(exportsIn()).toBe(before);
  });

  it.each(['mia', 'ana', 'sol', 'zoe', 'stranger'] as const)('%s, by the id of the export of Jonas', async (name) => {
    const { body: made } = await world.jonas.post<PersonExport>('/api/me/exports');
    const status = name === 'stranger' ? 401 : 404;
    for (const path of ['', '/archive'])
      expect((await world[name].get(`/api/exports/${made.id}${path}`)).status).toBe(status);
  });

  it('another admin, by the id of an export that Zoe asked for', async () => {
    const max = await addStaff(world.desk, 'Max', 'admin');
    const { body: made } = await world.zoe.post<PersonExport>(`/api/users/${world.jonas.id}/exports`);
    expect((await max.get(`/api/exports/${made.id}/archive`)).status).toBe(404);
    expect((await world.jonas.get(`/api/exports/${made.id}/archive`)).status).toBe(404);
  });

  it('an admin who lost the right since they asked', async () => {
    const { desk, zoe } = world;
    const tom = await addStaff(desk, 'Tom', 'admin');
    const { body: made } = await tom.post<PersonExport>(`/api/users/${world.jonas.id}/exports`);
    expect((await tom.get(`/api/exports/${made.id}`)).status).toBe(200);
    expect((await zoe.patch(`/api/users/${tom.id}`, { role: 'agent' })).status).toBe(200);
    await tom.signIn(tom.email);
    for (const path of ['', '/archive']) expect((await tom.get(`/api/exports/${made.id}${path}`)).status).toBe(403);
  });

  it('a token, which may not take what belongs to its person alone', async () => {
    const { jonas } = world;
    const { body: made } = await jonas.post<PersonExport>('/api/me/exports');
    const { body: token } = await jonas.post<{ secret: string }>('/api/me/tokens', {
      ...{ name: 'Script', scopes: { tickets: ['view'] } },
    });
    const program = new Person(world.desk.url);
    const headers = { authorization: `Bearer ${token.secret}` };
    for (const [method, path] of [
      ['POST', '/api/me/exports'],
      ['GET', `/api/exports/${made.id}`],
      ['GET', `/api/exports/${made.id}/archive`],
    ] as const) {
      const { status, body } = await program.send<Refused>(method, path, undefined, headers);
      expect([status, body.error.code]).toEqual([403, 'tokens.refused']);
    }
  });

  it('somebody who may manage people and sees no tickets, or no notes', async () => {
    const { desk, mia } = world;
    const none = { view: false, create: false, update: false, delete: false };
    const all = { view: true, create: true, update: true, delete: true };
    await desk.commit(async ({ tx }) => {
      for (const code of ['office', 'front']) {
        await tx.insert(roles).values({ code, name: code, kind: 'staff' });
        await tx.insert(rolePermissions).values({ ...all, role: code, area: 'people' });
      }
      for (const area of ['tickets', 'messages'])
        await tx.insert(rolePermissions).values({ ...none, role: 'front', area, view: true });
    });
    const sign = async (name: string, role: string) =>
      new Person(desk.url).signIn((await addPerson(desk, { name, role })).email);
    const office = await sign('Office', 'office');
    expect((await office.post(`/api/users/${mia.id}/exports`)).status).toBe(403);
    const front = await sign('Front', 'front');
    expect((await front.post(`/api/users/${mia.id}/exports`, { notes: true })).status).toBe(403);
    const { status, body: made } = await front.post<PersonExport>(`/api/users/${mia.id}/exports`);
    expect(status).toBe(201);
    const answer = await fetch(`${desk.url}/api/exports/${made.id}/archive`, { headers: front.headers });
    expect([...unzipped(Buffer.from(await answer.arrayBuffer())).keys()]).not.toContain('audit.json');
    // Zoe may do more than they.
    expect((await front.post(`/api/users/${world.zoe.id}/exports`)).status).toBe(403);
  });

  it.each([uuidv7(), 'x', '%27', '..', '0', 'me'])('an admin, about nobody: %s', async (id) => {
    expect([404, 405, 422]).toContain((await world.zoe.post(`/api/users/${id}/exports`)).status);
    expect([404, 422]).toContain((await world.zoe.get(`/api/exports/${id}/archive`)).status);
  });

  it.each([{ notes: 'true' }, { notes: 1 }, { own: true }, { userId: 'x' }, []])('a body with %j', async (body) => {
    expect((await world.zoe.post(`/api/users/${world.mia.id}/exports`, body)).status).toBe(422);
  });

  it('a form of another site', async () => {
    const headers = { origin: 'https://evil.example' };
    expect((await world.jonas.send('POST', '/api/me/exports', {}, headers)).status).toBe(403);
  });
});

it('puts no file of an archive outside of its folder, whatever a file was called', async () => {
  const { mia } = world;
  const { id } = await mia.opens('Files');
  const names = ['../../../etc/cron.d/x', '..\\..\\x.exe', '/etc/passwd', 'a\u0000b.txt', 'same.txt', 'same.txt', '..'];
  for (const name of names) {
    const { body: file } = await mia.attaches(id, text(name, 'x'));
    await mia.post(`/api/tickets/${id}/messages`, { body: 'x', attachmentIds: [file.id] });
  }
  const { body: made } = await mia.post<PersonExport>('/api/me/exports');
  const answer = await fetch(`${mia.url}/api/exports/${made.id}/archive`, { headers: mia.headers });
  const inFiles = [...unzipped(Buffer.from(await answer.arrayBuffer())).keys()].filter((name) =>
    name.startsWith('files/'),
  );
  expect(inFiles).toHaveLength(names.length);
  for (const name of inFiles) expect(name).toMatch(/^files\/\d+\/\d+-[^/\\\u0000]+$/u);
});

describe('a rule of retention is not', () => {
  const rules = () => stored(world.desk, 'SELECT * FROM retention_rules');
  const rule = { action: 'delete', months: 12, isOn: true };

  it.each(['jonas', 'ana', 'ben', 'sol', 'stranger'] as const)('seen, tried or set by %s', async (name) => {
    const status = name === 'stranger' ? 401 : 403;
    const who = world[name];
    expect((await who.get('/api/retention')).status).toBe(status);
    expect((await who.get('/api/retention/all/forecast?months=1')).status).toBe(status);
    expect((await who.put('/api/retention/all', rule)).status).toBe(status);
    expect((await who.delete('/api/retention/all')).status).toBe(status);
    expect(rules()).toEqual([]);
  });

  it.each([0, -1, 601, 1.5, '12', null, [12], true, 2 ** 53])('of %j months', async (months) => {
    expect((await world.zoe.put('/api/retention/all', { ...rule, months })).status).toBe(422);
    expect(rules()).toEqual([]);
  });

  it.each(['1e308', '-1e308', '1e999', 'NaN', '0x10', '', '+12', '12; DROP TABLE tickets'])(
    'tried with the months %j',
    async (months) => {
      const query = new URLSearchParams({ months });
      expect((await world.zoe.get(`/api/retention/all/forecast?${query}`)).status).toBe(422);
      expect(
        (await world.zoe.send('PUT', '/api/retention/all', `{"action":"delete","isOn":true,"months":${months}}`))
          .status,
      ).toBeOneOf([400, 422]);
      expect(rules()).toEqual([]);
    },
  );

  it.each([uuidv7(), 'none', 'ALL', '%27', '..', '*'])('for a site that is not there: %s', async (scope) => {
    expect([404, 405, 422]).toContain((await world.zoe.put(`/api/retention/${scope}`, rule)).status);
    expect([404, 422]).toContain((await world.zoe.get(`/api/retention/${scope}/forecast?months=1`)).status);
    expect([404, 405, 422]).toContain((await world.zoe.delete(`/api/retention/${scope}`)).status);
    expect(rules()).toEqual([]);
  });

  it.each([
    { action: 'keep' },
    { isOn: 'yes' },
    { resolved: 1 },
    { nextRunAt: 0 },
    { siteId: uuidv7() },
    { scope: 'all' },
  ])('with %j', async (more) => {
    expect((await world.zoe.put('/api/retention/all', { ...rule, ...more })).status).toBe(422);
    expect(rules()).toEqual([]);
  });

  it('set by a clerk of the settings, who may not delete a ticket or see one', async () => {
    const { desk } = world;
    const all = { view: true, create: true, update: true, delete: true };
    await desk.commit(async ({ tx }) => {
      await tx.insert(roles).values({ code: 'setup', name: 'setup', kind: 'staff' });
      await tx.insert(rolePermissions).values({ ...all, role: 'setup', area: 'settings' });
    });
    const { email } = await addPerson(desk, { name: 'Clerk', role: 'setup' });
    const clerk = await new Person(desk.url).signIn(email);
    expect((await clerk.put('/api/retention/all', rule)).status).toBe(403);
    expect((await clerk.get('/api/retention/all/forecast?months=1')).status).toBe(403);
    expect(rules()).toEqual([]);
  });

  it('set or taken away by an old session, where it deletes', async () => {
    const { desk, zoe } = world;
    desk.ahead.ms += 11 * 60_000;
    const answer = await zoe.put<Refused>('/api/retention/all', rule);
    desk.ahead.ms = 0;
    expect([answer.status, answer.body.error.code]).toEqual([403, 'recent_sign_in']);
    expect(rules()).toEqual([]);
  });
});

describe('a legal hold is not', () => {
  const held = () => stored(world.desk, 'SELECT * FROM holds ORDER BY id');
  let place: string;
  beforeAll(async () => {
    const { id } = await world.jonas.opens('Evidence');
    place = `/api/tickets/${id}`;
    expect((await world.zoe.put(`${place}/hold`, { reason: 'Case' })).status).toBe(200);
  });

  it.each(['jonas', 'mia', 'ana', 'ben', 'sol', 'stranger'] as const)('set or ended by %s', async (name) => {
    const before = held();
    const status = name === 'stranger' ? 401 : 403;
    const who = world[name];
    expect((await who.put(`${place}/hold`, { reason: 'Mine' })).status).toBe(status);
    expect((await who.delete(`${place}/hold`)).status).toBe(status);
    expect((await who.put(`/api/users/${world.jonas.id}/hold`, { reason: 'Mine' })).status).toBe(status);
    expect((await who.delete(`/api/users/${world.jonas.id}/hold`)).status).toBe(status);
    expect((await who.get('/api/holds')).status).toBe(status);
    expect(held()).toEqual(before);
  });

  it('seen by its customer, or by another', async () => {
    for (const who of [world.jonas, world.mia]) expect((await who.get(`${place}/hold`)).status).toBe(403);
    expect(JSON.stringify((await world.jonas.get(place)).body)).not.toContain('hold');
  });

  it('told to a customer whose role may delete their own tickets', async () => {
    const { desk, zoe } = world;
    await desk.commit(async ({ tx }) => {
      await tx.insert(roles).values({ code: 'client', name: 'client', kind: 'customer' });
      for (const area of ['tickets', 'messages'])
        await tx
          .insert(rolePermissions)
          .values({ role: 'client', area, view: true, create: true, update: true, delete: true });
    });
    const { email } = await addPerson(desk, { name: 'Cleo', role: 'client' });
    const cleo = await new Person(desk.url).signIn(email);
    const [free, { id }] = [await cleo.opens('Free'), await cleo.opens('Evidence')];
    await zoe.put(`/api/tickets/${id}/hold`, { reason: 'Case' });
    expect((await cleo.delete(`/api/tickets/${free.id}`)).status).toBe(204);
    const { status, body } = await cleo.delete<Refused>(`/api/tickets/${id}`);
    expect([status, body.error.code]).toEqual([403, 'forbidden']);
    expect(JSON.stringify(body)).not.toContain('hold');
  });

  it.each([
    {},
    { reason: '' },
    { reason: ' \u200B ' },
    { reason: 'x'.repeat(501) },
    { reason: 1 },
    { reason: 'x', byId: 'y' },
  ])('set with %j', async (body) => {
    const before = held();
    expect((await world.zoe.put(`${place}/hold`, body)).status).toBe(422);
    expect(held()).toEqual(before);
  });

  it.each([uuidv7(), 'x', '%27', '..'])('set on nothing: %s', async (id) => {
    const before = held();
    for (const area of ['tickets', 'users']) {
      expect([404, 405, 422]).toContain((await world.zoe.put(`/api/${area}/${id}/hold`, { reason: 'x' })).status);
      expect([404, 405, 422]).toContain((await world.zoe.delete(`/api/${area}/${id}/hold`)).status);
    }
    expect(held()).toEqual(before);
  });

  it('passed by a delete that comes at the same moment', async () => {
    const { mia, zoe } = world;
    for (let tried = 0; tried < 5; tried += 1) {
      const { id } = await mia.opens('At the same moment');
      const [hold, gone] = await Promise.all([
        zoe.put(`/api/tickets/${id}/hold`, { reason: 'Now' }),
        zoe.delete(`/api/tickets/${id}`),
      ]);
      // One of them came first, and the other saw it.
      expect([
        [200, 409],
        [404, 204],
      ]).toContainEqual([hold.status, gone.status]);
    }
  });
});
