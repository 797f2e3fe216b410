import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../server/customers/list-contract.ts';
import { indexed } from './support/indexed.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { Visitor } from './support/visitor.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

type Page = { items: Customer[]; next: string | null };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const list = async (query = '') => (await world.zoe.get<Page>(`/api/customer-list?${query}`)).body;
const names = ({ items }: Page) => items.map(({ name }) => name);

describe('the list of customers', () => {
  it('has everybody with an account or a ticket, and neither staff nor those who only looked', async () => {
    const { desk, zoe, jonas, ana } = world;
    const { key } = await addSite(desk);
    const vera = await new Visitor(desk.url).begins(key);
    await vera.patch('/api/widget/me', { name: 'Vera', email: 'vera@post.example' });
    expect(names(await list())).not.toContain('Vera');
    await vera.opens('Does it fit?');
    const open = await jonas.opens('Open');
    const done = await jonas.opens('Done');
    await zoe.put(`/api/tickets/${done.id}/status`, { status: 'closed' });
    const { items } = await list();
    expect(items.find(({ name }) => name === 'Vera')).toMatchObject({
      isVisitor: true,
      email: 'vera@post.example',
      openTickets: 1,
    });
    const one = items.find(({ id }) => id === jonas.id);
    expect(one).toMatchObject({ name: 'Jonas', email: jonas.email, isVisitor: false, active: true, openTickets: 1 });
    expect(one?.lastSeenAt).toBeGreaterThan(0);
    expect(items.map(({ id }) => id)).not.toContain(ana.id);
    expect((await zoe.get<Customer>(`/api/customers/${jonas.id}`)).body).toEqual(one);
    for (const id of [ana.id, open.id]) expect((await zoe.get(`/api/customers/${id}`)).status).toBe(404);
  });

  it('finds by a folded part of the name or the address, and by the state', async () => {
    const { desk, zoe } = world;
    const jose = await new Person(desk.url).register('José Ångström', 'jose@post.example');
    await indexed(desk);
    expect(names(await list('q=jose%20ang'))).toEqual(['José Ångström']);
    expect(names(await list('q=JOSE@POST'))).toEqual(['José Ångström']);
    expect(names(await list('q=deactivated'))).toEqual([]);
    await zoe.patch(`/api/users/${jose.id}`, { active: false });
    expect(names(await list('state=deactivated'))).toEqual(['José Ångström']);
    expect(names(await list('state=active'))).not.toContain('José Ångström');
  });

  it('comes in pages, in both orders, each customer once, however many do not match', async () => {
    const { desk } = world;
    for (let at = 0; at < 12; at += 1) await addPerson(desk, { name: `Page${at}`, role: 'customer' });
    const all = names(await list());
    for (const order of ['newest', 'oldest']) {
      const found: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Page = await list(`order=${order}&limit=5${cursor && `&cursor=${cursor}`}`);
        found.push(...names(page));
        cursor = page.next;
      }
      expect(found).toEqual(order === 'newest' ? all : all.toReversed());
    }
  });

  it.each(['cursor=x', 'limit=0', 'limit=1e308', 'order=name', 'state=gone', 'q=a&q=b', `q=${'x'.repeat(101)}`])(
    'refuses %s',
    async (query) => {
      expect([400, 422]).toContain((await world.zoe.get(`/api/customer-list?${query}`)).status);
    },
  );

  it('refuses the cursor of other filters', async () => {
    const { next } = await list('limit=1');
    for (const other of ['order=oldest', 'state=active', 'q=a'])
      expect((await world.zoe.get(`/api/customer-list?${other}&cursor=${next}`)).status).toBe(400);
  });
});
