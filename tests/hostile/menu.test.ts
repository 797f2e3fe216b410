import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import type { Item } from '../../server/menu/contract.ts';
import { createWorld, type World } from '../support/world.ts';

type Refused = { error: { code: string; fields?: Record<string, string> } };

let world: World;
let top: Item;
let below: Item;
beforeAll(async () => {
  world = await createWorld();
  top = (await world.zoe.post<Item>('/api/menu', { label: 'Top', href: '/top' })).body;
  below = (await world.zoe.post<Item>('/api/menu', { label: 'Below', href: '/below', parent: top.code })).body;
});
afterAll(() => world.end());

const link = { label: 'Link', href: 'https://wiki.example' };

/** In two parts, because the linter refuses it whole. */
const SCRIPT = `${'java'}script:alert(1)`;

describe('a link in the menu', () => {
  it.each([
    SCRIPT,
    SCRIPT.toUpperCase(),
    ` ${SCRIPT}`,
    'java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'http://wiki.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://name:word@evil.example',
    'https://',
    'mailto:a@b.example',
    'wiki.example',
    '',
    `https://wiki.example/${'x'.repeat(600)}`,
  ])('leads nowhere but to a path or to https: %s', async (href) => {
    const added = await world.zoe.post<Refused>('/api/menu', { ...link, href });
    expect([added.status, Object.keys(added.body.error.fields ?? {})]).toEqual([422, ['href']]);
    expect((await world.zoe.patch(`/api/menu/${top.code}`, { href })).status).toBe(422);
  });

  it.each<[string, object, string]>([
    ['a name of 200 characters', { label: 'x'.repeat(200) }, 'label'],
    ['no name', { label: ' ' }, 'label'],
    ['a parent that is not there', { parent: 'nothing' }, 'parent'],
    ['a parent from a prototype', { parent: '__proto__' }, 'parent'],
    ['an icon that the desk does not draw', { icon: '<svg>' }, 'icon'],
    ['a role that is not there', { roles: ['root'] }, 'roles'],
    ['a person who is not there', { people: [uuidv7()] }, 'people'],
    ['a code of the product', { code: 'waiting' }, 'code'],
    ['an area of rights', { area: 'settings' }, 'area'],
    ['an order of its own', { weight: -1 }, 'weight'],
  ])('is not added with %s', async (_name, more, field) => {
    const { status, body } = await world.zoe.post<Refused>('/api/menu', { ...link, ...more });
    expect([status, Object.keys(body.error.fields ?? {})]).toEqual([422, [field]]);
  });

  it('is not limited to customers', async () => {
    const answer = await world.zoe.post('/api/menu', { ...link, people: [world.mia.id] });
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { fields: { people: 'Choose members of the team.' } } },
    });
  });
});

describe('the menu has no loop', () => {
  it.each<[string, () => string, () => string | null]>([
    ['an item under itself', () => top.code, () => top.code],
    ['an item under one of its own', () => top.code, () => below.code],
    ['a list under itself', () => 'waiting', () => 'waiting'],
  ])('with %s', async (_name, code, parent) => {
    const answer = await world.zoe.patch<Refused>(`/api/menu/${code()}`, { parent: parent() });
    expect([answer.status, Object.keys(answer.body.error.fields ?? {})]).toEqual([422, ['parent']]);
  });

  it('and not more than three levels', async () => {
    const third = await world.zoe.post<Item>('/api/menu', { ...link, parent: below.code });
    expect(third.status).toBe(201);
    expect((await world.zoe.post('/api/menu', { ...link, parent: third.body.code })).status).toBe(422);
    expect((await world.zoe.patch(`/api/menu/${top.code}`, { parent: 'waiting' })).status).toBe(422);
  });

  it('also when two put each under the other at the same moment', async () => {
    const [a, b] = await Promise.all(
      ['A', 'B'].map(async (label) => (await world.zoe.post<Item>('/api/menu', { ...link, label })).body.code),
    );
    const answers = await Promise.all([
      world.zoe.patch(`/api/menu/${a}`, { parent: b }),
      world.zoe.patch(`/api/menu/${b}`, { parent: a }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([200, 422]);
  });
});

describe('what comes with the product', () => {
  it('is not deleted, and keeps its address', async () => {
    expect(await world.zoe.delete('/api/menu/waiting')).toMatchObject({
      status: 409,
      body: { error: { code: 'menu.built_in' } },
    });
    expect((await world.zoe.patch('/api/menu/waiting', { href: 'https://evil.example' })).status).toBe(422);
  });

  it.each(['settings', 'menu'])('stays for those who need it: %s', async (code) => {
    for (const change of [{ hidden: true }, { roles: ['customer'] }, { people: [world.ben.id] }, { parent: 'waiting' }])
      expect(await world.zoe.patch(`/api/menu/${code}`, change)).toMatchObject({
        status: 409,
        body: { error: { code: 'menu.needed' } },
      });
    expect((await world.zoe.patch(`/api/menu/${code}`, { label: 'Otherwise' })).status).toBe(200);
  });

  it.each(['jonas', 'ana', 'sol'] as const)('is not changed by %s', async (name) => {
    for (const [method, path, body] of [
      ['GET', '/api/menu', undefined],
      ['POST', '/api/menu', link],
      ['PATCH', '/api/menu/waiting', { hidden: true }],
      ['DELETE', `/api/menu/${top.code}`, undefined],
    ] as const)
      expect([method, (await world[name].send(method, path, body)).status]).toEqual([method, 403]);
  });

  it('cannot be placed before an item of another parent', async () => {
    expect((await world.zoe.patch('/api/menu/waiting', { before: 'people' })).status).toBe(422);
  });
});
