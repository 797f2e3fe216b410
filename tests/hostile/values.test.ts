import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Status } from '../../server/ticket-fields/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { stored } from '../support/stored.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.zoe.post('/api/categories', { name: 'Orders' });
});
afterAll(() => world.end());

const VALUES = `SELECT code, name, type, weight, is_default, archived, deleted FROM statuses ORDER BY code`;
const priorities = () => stored(world.desk, 'SELECT * FROM priorities ORDER BY code');
const all = () => [stored(world.desk, VALUES), priorities(), stored(world.desk, 'SELECT * FROM categories')];

const priority = { name: 'Soon', responseMinutes: 5, resolutionMinutes: 50 };
type Try = [what: string, method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object];
const REFUSED: Try[] = [
  ['a code with a path in it', 'POST', 'statuses', { name: 'A', type: 'open', code: '../users' }],
  ['a code of SQL', 'POST', 'statuses', { name: 'A', type: 'open', code: `x' OR '1'='1` }],
  ['a code that JavaScript knows', 'POST', 'statuses', { name: 'A', type: 'open', code: '__proto__' }],
  ['a code of 41 letters', 'POST', 'categories', { name: 'A', code: 'a'.repeat(41) }],
  ['a name of 200 letters', 'POST', 'categories', { name: 'a'.repeat(200) }],
  ['a name that shows nothing', 'POST', 'categories', { name: '\u200b\u2060\u00ad' }],
  ['the name of another one, in capitals', 'POST', 'statuses', { name: 'RESOLVED', type: 'resolved' }],
  ['a description of 10,000 letters', 'POST', 'categories', { name: 'A', description: 'a'.repeat(10_000) }],
  ['a colour that is a style', 'POST', 'categories', { name: 'A', colour: 'red;background:url(//evil)' }],
  ['a type that does not exist', 'POST', 'statuses', { name: 'A', type: 'deleted' }],
  ['a weight beyond every ticket', 'POST', 'priorities', { ...priority, weight: 1e9 }],
  ['half a weight', 'POST', 'priorities', { ...priority, weight: 1.5 }],
  ['a promise of no time', 'POST', 'priorities', { ...priority, responseMinutes: 0 }],
  ['a promise of a thousand years', 'POST', 'priorities', { ...priority, resolutionMinutes: 525_600_000 }],
  ['a solution before the first answer', 'POST', 'priorities', { ...priority, resolutionMinutes: 1 }],
  ['a value that is born deleted', 'POST', 'categories', { name: 'A', deleted: true }],
  ['another code', 'PATCH', 'categories/orders', { code: 'returns' }],
  ['a successor at an edit', 'PATCH', 'categories/orders', { replacedBy: 'orders' }],
  ['no default of a type', 'PATCH', 'statuses/open', { isDefault: false }],
  ['an archived default', 'PATCH', 'priorities/normal', { archived: true }],
  ['an order with one twice', 'PUT', 'categories/order', { codes: ['orders', 'orders'] }],
  ['an order with a foreign one', 'PUT', 'categories/order', { codes: ['open'] }],
  ['the last of a type gone', 'DELETE', 'statuses/cancelled'],
  ['the default gone', 'DELETE', 'priorities/normal'],
  ['itself as the successor', 'DELETE', 'priorities/normal?replaceBy=normal'],
  ['a successor of another type', 'DELETE', 'statuses/open?replaceBy=closed'],
  ['a successor of another list', 'DELETE', 'statuses/open?replaceBy=normal'],
  ['two successors', 'DELETE', 'priorities/normal?replaceBy=low&replaceBy=high'],
];

describe('an admin who is careless or worse', () => {
  it.each(REFUSED)('gets no %s', async (_what, method, path, body) => {
    const before = all();
    const { status } = await world.zoe.send(method, `/api/${path}`, body);
    expect([409, 422]).toContain(status);
    expect(all()).toEqual(before);
  });

  it('cannot fill a list without end', async () => {
    const answers = await Promise.all(
      Array.from({ length: 110 }, (_, n) => world.zoe.post('/api/categories', { name: `No. ${n}` })),
    );
    expect(answers.filter(({ status }) => status === 409).length).toBeGreaterThanOrEqual(10);
    expect(stored(world.desk, 'SELECT code FROM categories').length).toBeLessThanOrEqual(100);
  });

  it('makes one default, whoever else does at the same moment', async () => {
    const codes = ['low', 'high', 'urgent', 'normal'];
    await Promise.all(codes.map((code) => world.zoe.patch(`/api/priorities/${code}`, { isDefault: true })));
    expect(stored(world.desk, 'SELECT code FROM priorities WHERE is_default')).toHaveLength(1);
    await world.zoe.patch('/api/priorities/normal', { isDefault: true });
  });

  it('leaves no ticket behind when two values replace each other at the same moment', async () => {
    const made = await Promise.all(
      ['One', 'Two'].map((name) => world.zoe.post<Status>('/api/statuses', { name, type: 'pending' })),
    );
    const [one = '', two = ''] = made.map(({ body }) => body.code);
    const ticket = await world.jonas.opens('In between');
    await world.ana.put(`/api/tickets/${ticket.id}/status`, { status: one });
    const answers = await Promise.all([
      world.zoe.delete(`/api/statuses/${one}?replaceBy=${two}`),
      world.zoe.delete(`/api/statuses/${two}?replaceBy=${one}`),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
    const { body } = await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`);
    const [row] = stored<{ deleted: number }>(world.desk, 'SELECT deleted FROM statuses WHERE code = ?', body.status);
    expect(row?.deleted).toBe(0);
  });

  it('shows a name of letters that are code as letters', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const { status, body } = await world.zoe.post<Status>('/api/statuses', { name, type: 'pending' });
    expect([status, body.name]).toEqual([201, name]);
    expect(body.code).toBe('img_src_x_onerror_alert_1');
  });
});

describe('a customer', () => {
  it('can give their ticket no archived or deleted value', async () => {
    const { body } = await world.zoe.post<Status>('/api/priorities', { ...priority, name: 'Old' });
    await world.zoe.patch(`/api/priorities/${body.code}`, { archived: true });
    const open = () => world.jonas.post('/api/tickets', { subject: 'x', body: 'x', priority: body.code });
    expect((await open()).status).toBe(422);
    await world.zoe.delete(`/api/priorities/${body.code}`);
    expect((await open()).status).toBe(422);
  });
});
