import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VIEWS } from '../client/desk/queue/views.ts';
import { uuidv7 } from '../db/ids.ts';
import { BASES, type SavedView, type ViewFilters } from '../server/views/contract.ts';
import { converge } from './support/converge.ts';
import type { Listener } from './support/listener.ts';
import type { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const view = (name: string, more: object = {}) => ({
  ...{ id: uuidv7(), shared: false, name, base: 'waiting', order: 'waiting', filters: {} as ViewFilters },
  ...more,
});
const path = (id = '') => `/api/views${id && `/${id}`}`;
const namesOf = async (person: Person) =>
  (await person.get<{ items: SavedView[] }>(path())).body.items.map(({ name }) => name);
const show = async (listener: Listener, ...viewIds: string[]) =>
  expect(await listener.socket.emitWithAck('show', { viewIds })).toEqual({ ok: true });
const holds = (listener: Listener, id: string, n: number, more = false) =>
  listener.until(
    () => {
      const count = listener.state.counts?.views[id];
      return count?.n === n && count.more === more;
    },
    `${n} in the view, and not ${JSON.stringify(listener.state.counts?.views)}`,
  );
const namesIn = ({ state }: Listener) =>
  [...state.lists.ownViews.items, ...state.lists.sharedViews.items].map(({ name }) => name);

describe('a saved view', () => {
  it('starts from the desk’s own list of the same name', () => {
    for (const [name, query] of Object.entries(BASES)) {
      const said = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]));
      expect(VIEWS[name as keyof typeof BASES].query).toEqual(said);
    }
  });

  it('that is one’s own is invisible to others, also to an admin', async () => {
    const { ana, sol, zoe } = world;
    const mine = view('Mine alone', { filters: { priority: ['urgent'] } });
    expect((await ana.post(path(), mine)).status).toBe(201);
    // A retry is the same view.
    expect((await ana.post(path(), mine)).status).toBe(200);
    expect((await ana.post(path(), { ...mine, name: 'Another' })).status).toBe(409);
    expect((await ana.get(path(mine.id))).body).toMatchObject({ ...mine, ownerId: ana.id });
    for (const other of [sol, zoe]) {
      expect(await namesOf(other)).not.toContain('Mine alone');
      const answers = [
        await other.get(path(mine.id)),
        await other.patch(path(mine.id), { name: 'Theirs' }),
        await other.patch(path(mine.id), { shared: true }),
        await other.delete(path(mine.id)),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      expect((await other.post(path(), mine)).status).toBe(409);
    }
    expect(JSON.stringify((await zoe.get('/api/snapshot')).body)).not.toContain(mine.id);
  });

  it('that is shared is visible to all staff, and editable by its owner and supervisors', async () => {
    const { ana, ben, sol } = world;
    const ours = view('Urgent and new', { shared: true });
    expect((await ana.post(path(), ours)).status).toBe(201);
    expect(await namesOf(ben)).toContain('Urgent and new');
    expect((await ben.patch(path(ours.id), { name: 'His' })).status).toBe(403);
    expect((await ben.delete(path(ours.id))).status).toBe(403);
    // Its id is taken, whoever asks.
    expect((await ben.post(path(), ours)).status).toBe(409);
    expect((await sol.patch(path(ours.id), { name: 'Urgent' })).body).toMatchObject({
      name: 'Urgent',
      ownerId: ana.id,
    });
    // No longer shared, it is hers alone.
    expect((await sol.patch(path(ours.id), { shared: false })).status).toBe(200);
    expect((await sol.get(path(ours.id))).status).toBe(404);
    expect((await ana.patch(path(ours.id), { shared: true })).status).toBe(200);
    expect((await sol.delete(path(ours.id))).status).toBe(204);
    expect((await sol.delete(path(ours.id))).status).toBe(404);
    const trail = stored(world.desk, `SELECT target_id FROM audit_log WHERE action = 'view.deleted'`);
    expect(trail).toEqual([{ target_id: ours.id }]);
    // What was deleted by mistake comes back as it was.
    expect((await ana.post(path(), ours)).status).toBe(201);
    await ana.delete(path(ours.id));
  });

  it('reaches every desk that may see it when it changes, and no other, and also after a disconnect', async () => {
    const { ana, ben, jonas } = world;
    const [hers, his, customers] = [await ana.listen(), await ben.listen(), await jonas.listen()];
    const mine = view('Only Ana’s');
    const ours = view('For us all', { shared: true });
    await ana.post(path(), mine);
    await ana.post(path(), ours);
    await hers.until(() => namesIn(hers).includes('Only Ana’s') && namesIn(hers).includes('For us all'), 'both');
    await his.until(() => namesIn(his).includes('For us all'), 'the shared one');
    await ana.patch(path(mine.id), { name: 'For us too', shared: true });
    await his.until(() => namesIn(his).includes('For us too'), 'the other one');
    await ana.patch(path(mine.id), { name: 'Hers again', shared: false });
    await his.until(() => !namesIn(his).includes('For us too'), 'it to go');
    await hers.until(
      () => hers.state.lists.ownViews.items.some(({ name }) => name === 'Hers again'),
      'it to come back',
    );
    const back = await ben.listen();
    for (const list of ['ownViews', 'sharedViews'] as const)
      expect(back.state.lists[list].items).toEqual(his.state.lists[list].items);
    await converge(ana, hers);
    await converge(ben, his);
    expect(his.bytes()).not.toContain('Only Ana’s');
    expect(his.bytes()).not.toContain('Hers again');
    expect(customers.bytes()).not.toContain(ours.id);
    for (const listener of [hers, his, customers, back]) listener.close();
    await ana.delete(path(ours.id));
  });

  it.each<[string, object]>([
    ['an unknown field', { colour: 'red' }],
    ['an owner', { ownerId: uuidv7() }],
    ['no name', { name: '\u200b\u202e ' }],
    ['too long a name', { name: 'x'.repeat(61) }],
    ['an unknown base', { base: 'mentions' }],
    ['an unknown order', { order: 'random' }],
    ['an order that it cannot have', { order: 'snoozed' }],
    ['an unknown filter', { filters: { body: 'x' } }],
    ['a filter that says nothing', { filters: { status: [] } }],
    ['2,000 tags', { filters: { tag: Array.from({ length: 2_000 }, () => uuidv7()) } }],
    ['a tag that is no id', { filters: { tag: ["' OR 1=1 --"] } }],
    ['a prototype', { filters: JSON.parse('{"__proto__":{"status":["open"]},"constructor":1}') as object }],
  ])('is refused with %s', async (_what, more) => {
    expect((await world.ana.post(path(), { ...view('Refused'), ...more })).status).toBe(422);
  });

  it('is refused unread with 10,000 tags', async () => {
    const filters = { tag: Array.from({ length: 10_000 }, () => uuidv7()) };
    expect((await world.ana.post(path(), view('Refused', { filters }))).status).toBe(413);
  });

  it('has a name without invisible characters', async () => {
    const { ana } = world;
    const id = uuidv7();
    const name = 'Ur\u202egent\u200b <img src=x onerror=alert(1)>';
    expect((await ana.post(path(), view(name, { id }))).body).toMatchObject({
      name: 'Urgent <img src=x onerror=alert(1)>',
    });
    await ana.delete(path(id));
  });

  it('is limited to fifty own and a hundred shared ones', async () => {
    const { ben, sol } = world;
    const before = (await sol.get<{ items: SavedView[] }>(path())).body.items.filter(({ shared }) => shared).length;
    const answers: number[] = [];
    for (let i = 0; i < 52; i += 1) answers.push((await ben.post(path(), view(`Own ${i}`))).status);
    expect(answers.filter((status) => status === 201)).toHaveLength(50);
    expect(answers.slice(50)).toEqual([409, 409]);
    for (let i = 0; i < 100 - before; i += 1)
      expect((await sol.post(path(), view(`${i}`, { shared: true }))).status).toBe(201);
    expect((await sol.post(path(), view('One more', { shared: true }))).status).toBe(409);
    // Nor by another way.
    const [first] = (await ben.get<{ items: SavedView[] }>(path())).body.items;
    expect((await ben.patch(path(first?.id), { shared: true })).status).toBe(409);
    for (const { id, shared } of (await sol.get<{ items: SavedView[] }>(path())).body.items)
      if (shared) await sol.delete(path(id));
    for (const { id } of (await ben.get<{ items: SavedView[] }>(path())).body.items) await ben.delete(path(id));
  });
});

describe('the count of a view', () => {
  it('changes at every desk that shows it, is the same after a disconnect, and reaches nobody else', async () => {
    const { ana, ben, sol, mia } = world;
    const urgent = view('Urgent', { shared: true, base: 'all', filters: { priority: ['urgent'], status: ['open'] } });
    await ana.post(path(), urgent);
    const [hers, his, blind] = [await ana.listen(), await ben.listen(), await sol.listen()];
    await show(hers, urgent.id);
    await show(his, urgent.id);
    for (const one of [hers, his]) await holds(one, urgent.id, 0);
    const ticket = await mia.opens('It burns');
    await ana.patch(`/api/tickets/${ticket.id}`, { priority: 'urgent' });
    for (const one of [hers, his]) await holds(one, urgent.id, 1);
    // A new line, and a screen that asks again: all of it is told anew.
    const back = await ben.listen();
    await show(back, urgent.id);
    await holds(back, urgent.id, 1);
    back.state = { ...back.state, counts: { waiting: 0, snoozed: 0, teams: {}, mentions: 0, views: {} } };
    await show(back, urgent.id);
    await holds(back, urgent.id, 1);
    // What it asks changes, and so does its count.
    await ana.patch(path(urgent.id), { filters: { priority: ['low'] } });
    for (const one of [hers, his]) await holds(one, urgent.id, 0);
    expect(blind.state.counts?.views).toEqual({});
    for (const listener of [hers, his, blind, back]) listener.close();
    await ana.delete(path(urgent.id));
  });

  it('of the list Mine counts the reader’s own tickets, also in a shared view', async () => {
    const { ana, ben, mia } = world;
    const held = view('What I hold', { shared: true, base: 'mine' });
    await ana.post(path(), held);
    const [hers, his] = [await ana.listen(), await ben.listen()];
    const ticket = await mia.opens('For Ana');
    await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ana.id });
    for (const one of [hers, his]) await show(one, held.id);
    await holds(hers, held.id, 1);
    await holds(his, held.id, 0);
    for (const listener of [hers, his]) listener.close();
    await ana.delete(path(held.id));
  });

  it('is given only for visible views', async () => {
    const { ana, zoe } = world;
    const [secret, open] = [view('Secret', { base: 'all' }), view('Open', { base: 'all', shared: true })];
    await ana.post(path(), secret);
    await ana.post(path(), open);
    const hers = await zoe.listen();
    await show(hers, secret.id, open.id);
    await hers.until(() => open.id in (hers.state.counts?.views ?? {}), 'the one');
    expect(Object.keys(hers.state.counts?.views ?? {})).toEqual([open.id]);
    await ana.patch(path(open.id), { shared: false });
    await world.mia.opens('One more');
    const before = hers.frames.filter(({ counts }) => counts?.views).length;
    // A later change of another view comes by the same way: until then nothing of this one did.
    const after = view('After', { base: 'all', shared: true });
    await ana.post(path(), after);
    await show(hers, secret.id, open.id, after.id);
    await hers.until(() => after.id in (hers.state.counts?.views ?? {}), 'the later one');
    const told = hers.frames.filter(({ counts }) => counts?.views).slice(before);
    expect(told.flatMap(({ counts }) => Object.keys(counts?.views ?? {}))).toEqual([after.id]);
    for (const { id } of [secret, open, after]) await ana.delete(path(id));
    hers.close();
  });

  it('is empty for a deleted tag, status or person, and no error', async () => {
    const { ana } = world;
    const gone = [{ tag: [uuidv7()] }, { status: ['vanished'] }, { assignee: uuidv7() }, { customer: uuidv7() }];
    const hers = await ana.listen();
    const all = gone.map((filters, i) => view(`Gone ${i}`, { base: 'all', filters }));
    for (const one of all) await ana.post(path(), one);
    await show(hers, ...all.map(({ id }) => id));
    for (const { id } of all) await holds(hers, id, 0);
    hers.close();
    for (const { id } of all) await ana.delete(path(id));
  });

  it.each<[string, unknown]>([
    ['no ids', {}],
    ['more than there can be', { viewIds: Array.from({ length: 151 }, () => uuidv7()) }],
    ['what is no id', { viewIds: ['x'] }],
    ['nothing', null],
  ])('is refused with %s', async (_what, input) => {
    const hers = await world.ana.listen();
    const answer: unknown = await Reflect.apply(hers.socket.emitWithAck, hers.socket, ['show', input]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
    hers.close();
  });
});
