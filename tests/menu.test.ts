import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../server/menu/contract.ts';
import type { Me } from '../server/people/contract.ts';
import type { Person } from './support/person.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());
afterEach(async () => {
  for (const { code, own } of await allItems()) if (own) await world.zoe.delete(`/api/menu/${code}`);
});

const allItems = async () => (await world.zoe.get<{ items: Item[] }>('/api/menu')).body.items;
async function adds(label: string, more: object = {}): Promise<Item> {
  const { status, body } = await world.zoe.post<Item>('/api/menu', {
    label,
    href: 'https://wiki.example/desk',
    ...more,
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}
const edits = (code: string, change: object) => world.zoe.patch<Item>(`/api/menu/${code}`, change);
const menuOf = async (person: Person) => (await person.get<Me>('/api/me')).body.menu;
const codesOf = async (person: Person, parent: string | null = null) =>
  (await menuOf(person)).filter((one) => one.parent === parent).map(({ code }) => code);

describe('a link of one’s own', () => {
  it('stands last under its parent, with its icon, for all of the team and no customer', async () => {
    const { code } = await adds('Handbook', { icon: 'book' });
    expect(code).toBe('link-handbook');
    expect((await menuOf(world.ben)).find((one) => one.code === code)).toEqual({
      ...{ code, label: 'Handbook', href: 'https://wiki.example/desk', icon: 'book' },
      ...{ area: null, parent: null, section: null },
    });
    expect((await codesOf(world.ben)).at(-1)).toBe(code);
    expect(await menuOf(world.jonas)).toEqual([]);
    await world.zoe.delete(`/api/menu/${code}`);
    expect(await codesOf(world.ben)).not.toContain(code);
  });

  it('can stand under any item, and moves up when that one is deleted', async () => {
    const top = await adds('Suppliers');
    const below = await adds('Orla', { parent: top.code, href: '/suppliers/orla' });
    expect(await codesOf(world.ben, top.code)).toEqual([below.code]);
    await world.zoe.delete(`/api/menu/${top.code}`);
    expect(await codesOf(world.ben)).toContain(below.code);
  });

  it('is shown to the roles and people that it is limited to, and to nobody else', async () => {
    const { ana, ben, sol, zoe } = world;
    const { code } = await adds('Rota', { roles: ['supervisor'], people: [ben.id] });
    const shown = async () => {
      const got: string[] = [];
      for (const person of [ana, ben, sol, zoe]) if ((await codesOf(person)).includes(code)) got.push(person.name);
      return got;
    };
    expect(await shown()).toEqual(['Ben', 'Sol']);
    await edits(code, { people: [] });
    expect(await shown()).toEqual(['Sol']);
    await edits(code, { roles: [] });
    expect(await shown()).toEqual(['Ana', 'Ben', 'Sol', 'Admin']);
  });

  it('loses its limit with the role that is deleted', async () => {
    await world.zoe.post('/api/roles', { code: 'gone', name: 'Gone' });
    const { code } = await adds('Rota', { roles: ['gone', 'supervisor'] });
    await world.zoe.delete('/api/roles/gone');
    expect((await allItems()).find((one) => one.code === code)?.roles).toEqual(['supervisor']);
  });
});

describe('an item that comes with the product', () => {
  afterEach(async () => {
    await edits('snoozed', { label: 'Snoozed', hidden: false, roles: [], parent: null, before: 'all' });
  });

  it('is renamed, hidden with what stands under it, and limited', async () => {
    const below = await adds('Below', { parent: 'snoozed' });
    await edits('snoozed', { label: 'Later' });
    expect((await menuOf(world.ana)).find(({ code }) => code === 'snoozed')?.label).toBe('Later');
    await edits('snoozed', { hidden: true });
    for (const code of ['snoozed', below.code])
      expect((await menuOf(world.ana)).map((one) => one.code)).not.toContain(code);
    await edits('snoozed', { hidden: false, roles: ['supervisor'] });
    expect(await codesOf(world.ana)).not.toContain('snoozed');
    expect(await codesOf(world.sol)).toContain('snoozed');
  });

  it('is moved before another item, and the order is the same for everybody', async () => {
    await edits('snoozed', { before: 'waiting' });
    for (const person of [world.ana, world.zoe])
      expect((await codesOf(person)).slice(0, 3)).toEqual(['snoozed', 'waiting', 'mine']);
    await edits('snoozed', { before: null });
    expect((await codesOf(world.ana)).at(-1)).toBe('snoozed');
  });

  it('is shown only with the right on its area, whatever it is limited to', async () => {
    await edits('people', { roles: ['agent'] });
    expect(await codesOf(world.ana, 'settings')).not.toContain('people');
    await edits('people', { roles: [] });
    expect(await codesOf(world.zoe, 'settings')).toContain('people');
  });
});

describe('a change of the menu', () => {
  it('reaches open screens at once, and repeating it changes nothing', async () => {
    const desk = await world.ana.listen();
    const before = desk.state.lists.menu.version;
    const { code } = await adds('Handbook');
    await desk.until(() => desk.state.lists.menu.version > before, 'that the menu changed');
    const again = async () => (await edits(code, { label: 'Handbook', hidden: false })).body;
    expect(await again()).toEqual(await again());
    desk.close();
  });

  it('is in the tree of a program’s sign-in, with icons and order', async () => {
    const { code } = await adds('Handbook', { icon: 'book' });
    const { body } = await world.stranger.post<{ menu: { code: string; icon: string | null }[] }>('/api/auth/token', {
      email: world.ana.email,
      password: 'a long enough password',
    });
    expect(body.menu.at(0)).toMatchObject({ code: 'waiting', icon: 'clock' });
    expect(body.menu.at(-1)).toMatchObject({ code, icon: 'book' });
  });
});
