import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolePermissions, roles } from '../../db/schema/people.ts';
import { uuidv7 } from '../../db/ids.ts';
import { Person } from '../support/person.ts';
import { stored } from '../support/stored.ts';
import { addPerson, createWorld, type World } from '../support/world.ts';

let world: World;
let kim: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  kim = await addPerson(world.desk, { name: 'Kim' });
});
afterAll(() => world.end());

const rowOf = (id: string) => stored(world.desk, 'SELECT * FROM users WHERE id = ?', id)[0];
const path = (id: string) => `/api/users/${id}/erasure`;

describe('nobody is erased by', () => {
  it.each([
    ['no name', {}, 422],
    ['another name', { name: 'Kym' }, 422],
    ['the name in another case', { name: 'kim' }, 422],
    ['a part of the name', { name: 'Ki' }, 422],
    ['a name with a lookalike', { name: 'Кim' }, 422],
    ['a list of names', { name: ['Kim'] }, 422],
    ['an object', { name: { $ne: '' } }, 422],
    ['the texts of staff', { name: 'Kim', texts: true }, 422],
    ['texts that are a word', { name: 'Kim', texts: 'true' }, 422],
    ['an unknown field', { name: 'Kim', force: true }, 422],
    ['a name of a million letters', { name: 'K'.repeat(100_000) }, 422],
    ['a broken character', { name: 'Kim\uD800' }, 422],
  ])('%s', async (_what, body, status) => {
    const before = rowOf(kim.id);
    expect((await world.zoe.post(path(kim.id), body)).status).toBe(status);
    expect(rowOf(kim.id)).toEqual(before);
  });

  it.each(['jonas', 'mia', 'ana', 'ben', 'sol', 'stranger'] as const)('%s', async (name) => {
    const before = rowOf(kim.id);
    const status = name === 'stranger' ? 401 : 403;
    expect((await world[name].post(path(kim.id), { name: 'Kim' })).status).toBe(status);
    expect((await world[name].get(path(kim.id))).status).toBe(status);
    expect(rowOf(kim.id)).toEqual(before);
  });

  it.each([uuidv7(), 'x', '%27', '..', '0'])('an id of nobody: %s', async (id) => {
    expect([404, 422]).toContain((await world.zoe.post(path(id), { name: 'Kim' })).status);
    expect([404, 422]).toContain((await world.zoe.get(path(id))).status);
  });

  it('a form of another site', async () => {
    const answer = await world.zoe.send('POST', path(kim.id), { name: 'Kim' }, { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect(rowOf(kim.id)?.['name']).toBe('Kim');
  });

  it('somebody who may do less than they', async () => {
    const { desk, zoe } = world;
    const none = { view: false, create: false, update: false, delete: false };
    await desk.commit(async ({ tx }) => {
      await tx.insert(roles).values({ code: 'office', name: 'Office', kind: 'staff' });
      const may = { ...none, role: 'office', area: 'people', view: true, delete: true };
      await tx.insert(rolePermissions).values(may);
    });
    const clerk = await addPerson(desk, { name: 'Clerk', role: 'office' });
    const office = await new Person(desk.url).signIn(clerk.email);
    expect((await office.post(path(zoe.id), { name: zoe.name })).status).toBe(403);
    // An agent has rights on tickets that the office has not.
    expect((await office.post(path(kim.id), { name: 'Kim' })).status).toBe(403);
    expect((await office.post(path(world.mia.id), { name: 'Mia' })).status).toBe(204);
  });
});

it('is done once, however often it is asked for at the same moment', async () => {
  const pia = await new Person(world.desk.url).register('Pia', 'pia@post.example');
  const answers = await Promise.all(Array.from({ length: 5 }, () => world.zoe.post(path(pia.id), { name: 'Pia' })));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 404, 404, 404, 404]);
  const lines = stored(world.desk, `SELECT 1 FROM audit_log WHERE action = 'person.erased' AND target_id = ?`, pia.id);
  expect(lines).toHaveLength(1);
});

it('ends a request that the person sends at the same moment', async () => {
  const pia = await new Person(world.desk.url).register('Pia2', 'pia2@post.example');
  const { id } = await pia.opens('Here');
  const [erased, ...sent] = await Promise.all([
    world.zoe.post(path(pia.id), { name: 'Pia2', texts: true }),
    ...Array.from({ length: 5 }, () => pia.post(`/api/tickets/${id}/messages`, { body: 'Still here' })),
  ]);
  expect(erased?.status).toBe(204);
  for (const { status } of sent) expect([201, 401]).toContain(status);
  expect((await pia.post(`/api/tickets/${id}/messages`, { body: 'Still here' })).status).toBe(401);
  await expect
    .poll(() => stored(world.desk, `SELECT body FROM messages WHERE author_id = ? AND body <> ''`, pia.id))
    .toEqual([]);
});
