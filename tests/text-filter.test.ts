import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { type Customers, CUSTOMERS_SHOWN } from '../server/customers/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { indexed } from './support/indexed.ts';
import type { Person } from './support/person.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

interface Page {
  items: TicketRow[];
  next: string | null;
  complete?: boolean;
}

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const { jonas, mia, ana, desk } = world;
  for (let i = 0; i < 7; i += 1) {
    const ticket = await (i % 2 ? jonas : mia).opens(`Grinder ${i}`, i === 3 ? 'It burrs.' : 'It hums.');
    if (i === 5) await ana.says(ticket.id, 'Does the burr turn?');
    desk.ahead.ms += 1_000;
  }
  const noted = await mia.opens('Kettle');
  await ana.post(`/api/tickets/${noted.id}/notes`, { body: 'She asked of the grinder by phone.' });
  await indexed(desk);
});
afterAll(() => world.end());

const list = (person: Person, query: string) => person.get<Page>(`/api/tickets?${query}`);
const found = async (person: Person, query: string) => {
  const { status, body } = await list(person, query);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.items.map(({ subject }) => subject);
};

describe('a list filtered by a text', () => {
  it('contains tickets with the text in the subject or a message, in the order of the list', async () => {
    expect(await found(world.ana, 'q=burr&order=waiting')).toEqual(['Grinder 3', 'Grinder 5']);
    expect(await found(world.ana, 'q=bur&order=created')).toEqual(['Grinder 5', 'Grinder 3']);
    expect(await found(world.ana, 'q=bur&order=created&status=open')).toEqual(['Grinder 3']);
    expect(await found(world.ana, `q=hums&customer=${world.mia.id}&order=waiting`)).toEqual([
      'Grinder 0',
      'Grinder 2',
      'Grinder 4',
      'Grinder 6',
    ]);
  });

  it('ignores notes, unless the query asks for notes', async () => {
    expect(await found(world.ana, 'q=grinder&limit=100')).not.toContain('Kettle');
    expect(await found(world.ana, 'q=in%3Anotes%20grinder')).toEqual(['Kettle']);
  });

  it('pages by key, with every ticket once, in each order', async () => {
    for (const order of ['waiting', 'created', 'importance', 'updated']) {
      const all: string[] = [];
      for (let next: string | null = ''; next !== null;) {
        const cursor: string = next && `&cursor=${encodeURIComponent(next)}`;
        const { body } = await list(world.ana, `q=grinder&order=${order}&limit=2${cursor}`);
        expect(body.complete).toBe(true);
        all.push(...body.items.map(({ subject }) => subject));
        next = body.next;
      }
      expect(all).toHaveLength(7);
      expect(new Set(all).size).toBe(7);
    }
  });

  it('contains only the customer’s own tickets, whatever they ask for', async () => {
    const his = await found(world.jonas, 'q=grinder');
    expect(his.toSorted()).toEqual(['Grinder 1', 'Grinder 3', 'Grinder 5']);
    expect((await list(world.jonas, 'q=in%3Anotes%20grinder')).body.items ?? []).toEqual([]);
  });

  it.each(['', ' ', '%22%22', '-grinder', 'x'.repeat(301), 'status%3Anonsense', 'q&q=a'])(
    'is refused for %j',
    async (q) => {
      expect((await list(world.ana, `q=${q}`)).status).toBe(422);
    },
  );

  it.each(['%22', '*', "' OR 1=1 --", 'subject:grinder AND', 'NEAR(a b)', '\u202egrinder', '%F0%9F%92%A5'])(
    'answers, and does not break, for %j',
    async (q) => {
      expect([200, 422]).toContain((await list(world.ana, `q=${encodeURIComponent(q)}`)).status);
    },
  );

  it('can be saved as a view, with its count', async () => {
    const { ana } = world;
    const [burr, odd] = [uuidv7(), uuidv7()];
    const view = { shared: false, name: 'Burrs', base: 'all', order: 'created' };
    expect((await ana.post('/api/views', { ...view, id: burr, filters: { q: 'bur' } })).status).toBe(201);
    await ana.post('/api/views', { ...view, id: odd, filters: { q: 'status:nonsense' } });
    const hers = await ana.listen();
    await hers.socket.emitWithAck('show', { viewIds: [burr, odd] });
    await hers.until(() => hers.state.counts?.views[burr]?.n === 2, 'two');
    expect(hers.state.counts?.views).toEqual({ [burr]: { n: 2, more: false } });
    hers.close();
  });
});

describe('customers by a part of their name', () => {
  const names = async (q: string) =>
    (await world.ana.get<{ items: { name: string }[] }>(`/api/customers?q=${q}`)).body.items.map(({ name }) => name);

  it('are found without staff', async () => {
    expect(await names('ona')).toEqual(['Jonas']);
    expect(await names('JON')).toEqual(['Jonas']);
    expect(await names('Ana')).toEqual([]);
    const { body } = await world.ana.get('/api/customers?q=jon');
    expect(body).toEqual({ items: [{ id: world.jonas.id, name: 'Jonas' }], complete: true });
  });

  it('are the newest of many, and the answer says that there are more', async () => {
    const { desk, ana } = world;
    for (let n = 1; n <= CUSTOMERS_SHOWN; n += 1) await addPerson(desk, { name: `Namesake${n}`, role: 'customer' });
    const few = (await ana.get<Customers>('/api/customers?q=namesake')).body;
    expect([few.items.length, few.complete]).toEqual([CUSTOMERS_SHOWN, true]);
    await addPerson(desk, { name: 'NamesakeLast', role: 'customer' });
    const { items, complete } = (await ana.get<Customers>('/api/customers?q=namesake')).body;
    expect([items.length, complete, items[0]?.name]).toEqual([CUSTOMERS_SHOWN, false, 'NamesakeLast']);
  });

  it.each(['%25%25', '__', '%5C%5C', '%00%00'])('are not all of them for %j', async (q) => {
    expect(await names(q)).toEqual([]);
  });

  it.each(['', 'x', 'x'.repeat(61), 'jo&limit=1000'])('are refused for %j', async (q) => {
    expect((await world.ana.get(`/api/customers?q=${q}`)).status).toBe(422);
  });
});
