import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { TicketCounts } from '../../server/ticket-counts/contract.ts';
import type { Person } from '../support/person.ts';
import { createWorld, type World } from '../support/world.ts';

interface Page {
  items: TicketRow[];
  next: string | null;
}

let world: World;
/** Of Jonas and of Mia. */
let his: TicketRow[];
let hers: TicketRow[];
beforeAll(async () => {
  world = await createWorld();
  his = [await world.jonas.opens('One of his'), await world.jonas.opens('Another of his')];
  hers = [await world.mia.opens('One of hers'), await world.mia.opens('Another of hers')];
  await world.ana.put(`/api/tickets/${hers[0]?.id}/assignee`, { assigneeId: world.ana.id });
});
afterAll(() => world.end());

const page = (person: Person, query: string) => person.get<Page>(`/api/tickets?${query}`);
const enc = encodeURIComponent;

const REFUSED: [what: string, query: string][] = [
  ['a filter that does not exist', 'owner=me'],
  ['a filter of an object’s own', '__proto__=x'],
  ['a filter named as a function', 'toString=x'],
  ['a column that is no filter', 'importance=1'],
  ['a filter in brackets', 'status[]=open'],
  ['a filter with an operator', 'status[$ne]=open'],
  ['a status that does not exist', 'status=opened'],
  ['an empty status', 'status='],
  ['a status of SQL', `status=${enc("open' OR 1=1 --")}`],
  ['a status with a null byte', 'status=open%00'],
  ['twenty-one statuses', `status=${Array.from({ length: 21 }, () => 'open').join(',')}`],
  ['a type that does not exist', 'statusType=any'],
  ['a channel that does not exist', 'channel=fax'],
  ['a category that does not exist', 'category=orders'],
  ['an assignee that is a name', 'assignee=ana'],
  ['a customer that is no id', 'customer=*'],
  ['two customers', `customer=${'0'.repeat(8)}&customer=${'1'.repeat(8)}`],
  ['a mention of a colleague', 'mentioned=00000000-0000-7000-8000-000000000000'],
  ['a mention of nobody', 'mentioned='],
  ['a mention of me and another one', 'mentioned=me&mentioned=me'],
  ['a mention of SQL', `mentioned=${enc("me' OR 1=1 --")}`],
  ['a mention of me in capitals', 'mentioned=ME'],
  ['a tag that is no id', 'tag=%25'],
  ['a team that is no id', 'team=all'],
  ['a flag that is no flag', 'active=1'],
  ['a flag twice', 'active=true&active=false'],
  ['a negative number', 'number=-1'],
  ['a number in hex', 'number=0x10'],
  ['a number with an exponent', 'number=1e3'],
  ['a number beyond every ticket', 'number=999999999999'],
  ['a time that is a date', 'updated_since=2026-01-01'],
  ['a time of infinity', 'created_since=Infinity'],
  ['an order that does not exist', 'order=rowid'],
  ['an order of SQL', `order=${enc('created; DROP TABLE tickets')}`],
  ['an order that JavaScript knows', 'order=constructor'],
  ['two orders', 'order=created&order=updated'],
  ['a page of nothing', 'limit=0'],
  ['a page of everything', 'limit=1000'],
  ['half a page', 'limit=1.5'],
  ['a place instead of a cursor', 'offset=10'],
];

describe('a list of tickets', () => {
  it.each(REFUSED)('refuses %s by its name, and shows nothing', async (_what, query) => {
    const name = decodeURIComponent(query.split('=')[0] ?? '');
    for (const person of [world.sol, world.jonas]) {
      const { status, body } = await person.get<{ error: { fields: Record<string, string> } }>(`/api/tickets?${query}`);
      expect(status).toBe(422);
      expect(Object.keys(body.error.fields).some((field) => field.split('.')[0] === name)).toBe(true);
      expect(JSON.stringify(body)).not.toMatch(/of hers|of his|sqlite|syntax|SELECT/iu);
    }
  });

  it.each<[what: string, query: () => string]>([
    ['asks for it', () => `customer=${world.mia.id}`],
    ['asks for it by its number', () => `number=${hers[0]?.number}`],
    ['asks for all that an agent holds', () => `assignee=${world.ana.id}`],
    ['asks for all that wait', () => 'assignee=none'],
    ['asks by every status', () => 'status=open,in_progress,pending,resolved,closed,cancelled'],
    ['asks by every type', () => 'statusType=open&statusType=in_progress'],
    ['asks by every channel', () => 'channel=portal,widget,api,mail'],
    ['asks for all that changed', () => 'updated_since=0'],
    ['asks for all that were opened', () => 'created_since=0'],
    ['searches for it', () => `q=${enc('One of hers')}`],
    ['searches for its customer', () => `q=${enc('from:Mia of')}`],
    ['asks for a long page', () => 'limit=100'],
  ])('shows a customer no ticket of another one who %s', async (_what, query) => {
    expect((await page(world.mia, 'limit=100')).body.items.length).toBe(2);
    const { status, body } = await page(world.jonas, query());
    expect([200, 422]).toContain(status);
    expect(JSON.stringify(body)).not.toMatch(/of hers/u);
    for (const { customer } of body.items ?? []) expect(customer.id).toBe(world.jonas.id);
  });

  it.each([
    'breached=true',
    'escalated=false',
    'mentioned=me',
    'snoozed=true',
    'team=none',
    'tag=00000000-0000-7000-8000-000000000000',
  ])('tells a customer that %s is not theirs, and does not drop it', async (query) => {
    expect((await page(world.sol, query)).status).toBe(200);
    expect((await page(world.jonas, query)).status).toBe(422);
  });

  it.each(['importance', 'waiting', 'deadline', 'sla', 'priority', 'creator', 'snoozed'])(
    'does not order a customer’s tickets by %s, which shows how the desk works',
    async (order) => {
      expect((await page(world.sol, `order=${order}`)).status).toBe(200);
      expect((await page(world.jonas, `order=${order}`)).status).toBe(422);
    },
  );
});

describe('the counts of a customer’s tickets', () => {
  const counts = (person: Person, query = '') => person.get(`/api/ticket-counts${query}`);

  it('are of their own tickets alone, and of nobody’s to staff', async () => {
    const own = await counts(world.mia);
    expect(own.status).toBe(200);
    expect(JSON.stringify(own.body)).not.toMatch(/of hers|of his/u);
    const { body } = await world.jonas.get<TicketCounts>('/api/ticket-counts');
    expect(body.reduce((sum, { count }) => sum + count, 0)).toBe((await page(world.jonas, '')).body.items.length);
    for (const person of [world.sol, world.zoe]) expect((await counts(person)).status).toBe(403);
  });

  it.each([
    ...['customer=*', 'customer=00000000-0000-7000-8000-000000000000', 'status=open', '__proto__=x'],
    ...[`q=${enc("' OR 1=1 --")}`, 'cursor=1', 'limit=1000'],
  ])('refuse %s, and do not drop it', async (query) => {
    expect((await counts(world.jonas, `?${query}`)).status).toBe(422);
  });
});

describe('a cursor of a list of tickets', () => {
  const cursor = async () => (await page(world.sol, 'order=created&limit=1')).body.next ?? '';

  it.each<[what: string, forge: (cursor: string) => string]>([
    ['is empty', () => ''],
    ['is a place', () => '1'],
    ['names another order', (c) => c.replace('created', 'updated')],
    ['names an order that does not exist', (c) => c.replace('created', 'rowid')],
    ['has another mark', (c) => c.replace(/_[\da-f]{12}_/u, '_000000000000_')],
    ['has no mark', (c) => c.replace(/_[\da-f]{12}_/u, '_')],
    ['has no ticket', (c) => c.replace(/_[^_]*$/u, '_')],
    ['has a ticket of SQL', (c) => c.replace(/_[^_]*$/u, `_' OR 1=1 --`)],
    ['has a key of infinity', (c) => c.replace(/_\d+_([^_]*)$/u, '_Infinity_$1')],
    ['has a key beyond every number', (c) => c.replace(/_\d+_([^_]*)$/u, `_${'9'.repeat(40)}_$1`)],
    ['ends with more', (c) => `${c}_x`],
    ['begins with a line break', (c) => `\n${c}`],
    ['is there twice', (c) => `${c}&cursor=${c}`],
    ['is 10,000 characters long', () => 'x'.repeat(10_000)],
  ])('is refused when it %s', async (_what, forge) => {
    const forged = forge(await cursor());
    const query = forged.includes('&') ? forged : enc(forged);
    const { status } = await page(world.sol, `order=created&limit=1&cursor=${query}`);
    expect([400, 422]).toContain(status);
  });

  it('of staff shows a customer only their own tickets, if anything', async () => {
    const asked = await page(world.jonas, `order=created&limit=1&cursor=${enc(await cursor())}`);
    for (const { customer } of asked.body.items ?? []) expect(customer.id).toBe(world.jonas.id);
    expect(JSON.stringify(asked.body)).not.toMatch(/of hers/u);
  });

  it('brings every ticket once, whoever opens one meanwhile', async () => {
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body }: { body: Page } = await page(world.sol, `order=created&limit=1${next && `&cursor=${enc(next)}`}`);
      seen.push(...body.items.map(({ id }) => id));
      next = body.next;
      if (seen.length === 2) await world.mia.opens('Opened meanwhile');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining([...his, ...hers].map(({ id }) => id)));
  });
});

describe('a list of people', () => {
  it('refuses the cursor of other filters, and one that is made up', async () => {
    // A page has 100.
    const more = Array.from({ length: 101 }, (_, n) => ({ name: `Customer ${n}`, email: `c${n}@post.example` }));
    for (const one of more) await world.zoe.post('/api/users', { ...one, role: 'customer' });
    const first = await world.zoe.get<{ next: string | null }>('/api/users?kind=customer');
    const next = first.body.next ?? '';
    expect((await world.zoe.get(`/api/users?kind=customer&cursor=${next}`)).status).toBe(200);
    for (const query of [
      ...['', 'kind=staff&', 'kind=customer&q=Customer&'].map((filters) => `${filters}cursor=${next}`),
      ...[world.jonas.id, `${world.jonas.id}.00000000`, `.${next.split('.')[1]}`, `${next}.x`, ''].map(
        (made) => `kind=customer&cursor=${made}`,
      ),
    ]) {
      const refused = await world.zoe.get(`/api/users?${query}`);
      expect(refused).toMatchObject({ status: 400, body: { error: { code: 'bad_cursor' } } });
    }
  });
});
