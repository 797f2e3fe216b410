import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../server/live/contract.ts';
import type { AddView } from '../server/views/contract.ts';
import type { Category, Priority, Status } from '../server/ticket-fields/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { converge, shows } from './support/converge.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

type Refused = { error: { code: string; fields?: Record<string, string>; details?: Record<string, unknown> } };
const addStatus = async (name: string, type: string, more: object = {}) =>
  (await world.zoe.post<Status>('/api/statuses', { name, type, ...more })).body;
const row = async (id: string) => (await world.ana.get<TicketRow>(`/api/tickets/${id}`)).body;
const put = (id: string, status: string) => world.ana.put<TicketRow & Refused>(`/api/tickets/${id}/status`, { status });

describe('a status that an admin adds', () => {
  it('gets a code of its name, its place at the end, and reaches every open screen', async () => {
    const [desk, portal] = [await world.ana.listen(), await world.jonas.listen()];
    const made = await addStatus('Waiting for parts', 'pending', { colour: 'info', description: 'At the workshop' });
    expect(made).toEqual({
      ...{ code: 'waiting_for_parts', name: 'Waiting for parts', description: 'At the workshop', colour: 'info' },
      ...{ weight: 70, isDefault: false, archived: false, deleted: false, type: 'pending' },
    });
    for (const [person, listener] of [
      [world.ana, desk],
      [world.jonas, portal],
    ] as const) {
      await listener.until(
        () => listener.state.lists.statuses.items.some(({ code }) => code === made.code),
        'the new status',
      );
      await converge(person, listener);
      listener.close();
    }
    const audited = stored(world.desk, `SELECT actor_id, target_id FROM audit_log WHERE action = 'status.added'`);
    expect(audited).toEqual([{ actor_id: world.zoe.id, target_id: made.code }]);
  });

  it('sets a ticket, and can be the default of its type', async () => {
    const made = await addStatus('Fixed', 'resolved', { isDefault: true });
    const { body: all } = await world.ana.get<Status[]>('/api/statuses');
    expect(all.filter(({ type, isDefault }) => type === 'resolved' && isDefault)).toMatchObject([{ code: 'fixed' }]);
    const ticket = await world.jonas.opens('To be fixed');
    expect((await put(ticket.id, made.code)).body).toMatchObject({ status: 'fixed', statusType: 'resolved' });
    await world.zoe.patch('/api/statuses/resolved', { isDefault: true });
  });

  it('has a code even if its name has no letter from a to z', async () => {
    expect((await addStatus('Ожидание', 'pending')).code).toBe('value_1');
    expect((await addStatus('等待', 'pending')).code).toBe('value_2');
    expect((await addStatus('Été', 'pending')).code).toBe('e_te');
  });
});

describe('an archived value', () => {
  it('stays on its tickets and is not offered', async () => {
    const made = await addStatus('At the dealer', 'pending');
    const [held, other] = [await world.jonas.opens('Held'), await world.mia.opens('Other')];
    await put(held.id, made.code);
    expect((await world.zoe.patch<Status>(`/api/statuses/${made.code}`, { archived: true })).body.archived).toBe(true);
    expect((await row(held.id)).status).toBe(made.code);
    expect(await put(other.id, made.code)).toMatchObject({
      status: 422,
      body: { error: { fields: { status: /./u } } },
    });
    const { body } = await world.ana.get<{ items: TicketRow[] }>(`/api/tickets?status=${made.code}`);
    expect(body.items.map(({ id }) => id)).toEqual([held.id]);
    // And it comes back.
    await world.zoe.patch(`/api/statuses/${made.code}`, { archived: false });
    expect((await put(other.id, made.code)).status).toBe(200);
  });

  it.each(['open', 'resolved'])('cannot be the default, as the status %s is', async (code) => {
    for (const change of [{ archived: true }, { isDefault: false }, { type: 'pending' }])
      expect(await world.zoe.patch(`/api/statuses/${code}`, change)).toMatchObject({
        status: 409,
        body: { error: { code: 'values.is_default' } },
      });
  });
});

describe('deleting a value', () => {
  it('is refused while tickets have it, and says how many', async () => {
    const made = await addStatus('In the workshop', 'pending');
    await put((await world.jonas.opens('In there')).id, made.code);
    expect(await world.zoe.delete(`/api/statuses/${made.code}`)).toMatchObject({
      status: 409,
      body: { error: { code: 'values.in_use', details: { tickets: { n: 1, more: false } } } },
    });
  });

  it('moves its tickets to another one, tells everybody, and keeps the times of the ticket', async () => {
    const made = await addStatus('Solved', 'resolved');
    const ticket = await world.jonas.opens('Solved soon');
    const before = (await put(ticket.id, made.code)).body;
    const listener = await world.ana.listen(ticket.id);
    const his = await world.jonas.listen();
    await shows(world.ana, listener, ticket.id);
    world.desk.ahead.ms += 60_000;
    const { body } = await world.zoe.delete<object>(`/api/statuses/${made.code}?replaceBy=resolved`);
    expect(body).toEqual({ moved: 1, left: false });
    await listener.heard('ticket.status_changed', ticket.id);
    await converge(world.ana, listener);
    await converge(world.jonas, his);
    expect(await row(ticket.id)).toMatchObject({ status: 'resolved', resolvedAt: before.resolvedAt });
    // Nobody may choose or list it, and the history can still name it.
    expect((await world.zoe.get(`/api/statuses/${made.code}`)).status).toBe(404);
    expect((await put(ticket.id, made.code)).status).toBe(422);
    const { statuses } = (await world.ana.get<Snapshot>('/api/snapshot')).body.lists;
    expect(statuses.items.find(({ code }) => code === made.code)).toMatchObject({ name: 'Solved', deleted: true });
    listener.close();
    his.close();
  });

  it('continues a wait that the replaced status had interrupted', async () => {
    const made = await addStatus('Answered by phone', 'resolved');
    const ticket = await world.jonas.opens('Waits since then');
    await put(ticket.id, made.code);
    await world.zoe.delete(`/api/statuses/${made.code}?replaceBy=resolved`);
    expect((await put(ticket.id, 'open')).body.waitingSince).toBe(ticket.waitingSince);
  });

  it('needs a successor of the same type, which becomes the default if it was', async () => {
    const made = await addStatus('New', 'open');
    const wrong = ['resolved', 'open', 'nowhere'];
    for (const replaceBy of wrong)
      expect(await world.zoe.delete(`/api/statuses/open?replaceBy=${replaceBy}`)).toMatchObject({ status: 422 });
    expect((await world.zoe.delete('/api/statuses/open')).status).toBe(409);
    const ticket = await world.mia.opens('As before');
    await world.zoe.delete(`/api/statuses/open?replaceBy=${made.code}`);
    expect((await row(ticket.id)).status).toBe('new');
    expect((await world.mia.opens('From now on')).status).toBe('new');
    const back = await addStatus('Open', 'open', { isDefault: true });
    expect(back.code).toBe('open_2');
  });

  it('moves many tickets in parts, and the saved views with them', async () => {
    const { body: made } = await world.zoe.post<Category>('/api/categories', { name: 'Grinders' });
    const { body: to } = await world.zoe.post<Category>('/api/categories', { name: 'Machines' });
    const opened = await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        world.ana.post<TicketRow>('/api/tickets', {
          ...{ subject: `No. ${n}`, body: 'x', customerId: world.jonas.id, category: made.code },
        }),
      ),
    );
    const filters: AddView['filters'] = { category: [made.code] };
    const view = { name: 'Grinders', shared: false, base: 'all', order: 'created', filters };
    const { body: saved } = await world.ana.post<{ id: string }>('/api/views', view);
    const { body } = await world.zoe.delete<object>(`/api/categories/${made.code}?replaceBy=${to.code}`);
    expect(body).toEqual({ moved: 50, left: true });
    const left = () => stored(world.desk, 'SELECT id FROM tickets WHERE category = ?', made.code).length;
    await expect.poll(left).toBe(0);
    expect((await row(opened[0]?.body.id ?? '')).category).toBe(to.code);
    expect((await world.ana.get<AddView>(`/api/views/${saved.id}`)).body.filters).toEqual({ category: [to.code] });
  });
});

describe('a priority', () => {
  it('ranks and promises anew on its tickets when its weight and targets change', async () => {
    const { body: made } = await world.zoe.post<Priority>('/api/priorities', {
      ...{ name: 'Whenever', weight: 5, responseMinutes: 600, resolutionMinutes: 9000 },
    });
    const open = await world.jonas.opens('Whenever it suits');
    const done = await world.jonas.opens('Done before');
    for (const { id } of [open, done]) await world.ana.patch(`/api/tickets/${id}`, { priority: made.code });
    await put(done.id, 'resolved');
    const before = await row(open.id);
    const listener = await world.ben.listen();
    await world.zoe.patch('/api/priorities/whenever', { weight: 90, responseMinutes: 1, resolutionMinutes: 60 });
    await listener.until(
      () => (listener.state.rows[open.id]?.importance ?? 0) > before.importance,
      'the new importance',
    );
    await converge(world.ben, listener);
    expect((await row(open.id)).dueAt).toBeLessThan(before.dueAt ?? 0);
    const weights = () => stored(world.desk, 'SELECT priority_weight AS w FROM tickets WHERE priority = ?', made.code);
    await expect.poll(weights).toEqual([{ w: 90 }, { w: 90 }]);
    listener.close();
  });

  it('reaches more tickets than one part holds, also done ones', async () => {
    await Promise.all(
      Array.from({ length: 70 }, (_, n) =>
        world.ana.post('/api/tickets', {
          ...{ subject: `No. ${n}`, body: 'x', customerId: world.mia.id, priority: 'whenever' },
        }),
      ),
    );
    await world.zoe.patch('/api/priorities/whenever', { weight: 7 });
    const stale = () =>
      stored(world.desk, `SELECT id FROM tickets WHERE priority = 'whenever' AND priority_weight <> 7`).length;
    await expect.poll(stale).toBe(0);
  });

  it('has a place in the list, and with it a weight', async () => {
    const { body: all } = await world.zoe.get<Priority[]>('/api/priorities');
    const codes = all.map(({ code }) => code).toReversed();
    const { body } = await world.zoe.put<Priority[]>('/api/priorities/order', { codes });
    expect(body.map(({ code, weight }) => [code, weight])).toEqual(codes.map((code, n) => [code, (n + 1) * 10]));
    expect((await world.zoe.put('/api/priorities/order', { codes: codes.slice(1) })).status).toBe(422);
    expect((await world.zoe.put('/api/priorities/order', { codes: [...codes, 'low'] })).status).toBe(422);
    await world.zoe.put('/api/priorities/order', { codes: codes.toReversed() });
  });
});

describe('a category', () => {
  it('that is the default is given to tickets that name none, and to no other', async () => {
    const { body: made } = await world.zoe.post<Category>('/api/categories', { name: 'Orders', isDefault: true });
    const { body: plain } = await world.zoe.post<Category>('/api/categories', { name: 'Returns' });
    expect((await world.jonas.opens('About something')).category).toBe(made.code);
    const opens = async (category: string | null) =>
      (await world.jonas.post<TicketRow>('/api/tickets', { subject: 'x', body: 'x', category })).body.category;
    expect(await opens(null)).toBeNull();
    expect(await opens(plain.code)).toBe(plain.code);
    await world.zoe.patch(`/api/categories/${made.code}`, { isDefault: false });
    expect((await world.jonas.opens('About nothing')).category).toBeNull();
  });
});

describe('the number of tickets of a value', () => {
  it('is for people who may see the settings', async () => {
    const { body } = await world.zoe.get<Category[]>('/api/categories?uses=true');
    expect(body.find(({ code }) => code === 'machines')?.tickets).toEqual({ n: 120, more: false });
    expect(body.find(({ code }) => code === 'returns')?.tickets).toEqual({ n: 1, more: false });
    expect((await world.ana.get('/api/categories?uses=true')).status).toBe(403);
    expect((await world.jonas.get('/api/priorities?uses=true')).status).toBe(403);
  });

  it('is read from an index of its own, which no list of tickets uses', () => {
    const plan = (query: string) =>
      stored<{ detail: string }>(world.desk, `EXPLAIN QUERY PLAN ${query}`)
        .map(({ detail }) => detail)
        .join();
    expect(plan(`SELECT 1 FROM tickets WHERE number > 0 AND status = 'open' LIMIT 1001`)).toContain(
      'tickets_of_status',
    );
    expect(plan(`SELECT * FROM tickets WHERE status = 'open' ORDER BY version DESC LIMIT 51`)).toContain(
      'tickets_version',
    );
  });
});
