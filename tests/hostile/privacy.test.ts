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
