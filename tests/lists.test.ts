import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyFacts, fromSnapshot } from '../client/shared/state/timeline.ts';
import { menuItems, users } from '../db/schema/people.ts';
import { categories, priorities, statuses } from '../db/schema/ticket-fields.ts';
import type { Unit } from '../server/commit.ts';
import type { Facts } from '../server/contract.ts';
import type { ListName } from '../server/lists/contract.ts';
import { LIST_NAMES, LISTS } from '../server/lists/lists.ts';
import type { CatchUp, Snapshot } from '../server/live/contract.ts';
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

const snapshotOf = async (person: Person) => (await person.get<Snapshot>('/api/snapshot')).body;
const toldOf = ({ frames }: Listener, list: ListName) => frames.filter(({ lists }) => lists?.[list]).length;
const writes = (change: (unit: Unit) => Promise<unknown>) => world.desk.commit((unit) => change(unit));

const view = { shared: false, base: 'waiting', order: 'importance', filters: {} };
const reply = { shared: false, body: 'Hello' };

/** One change of each list that is told whole, by whatever writes it. */
const CHANGES: { list: ListName; by: () => Promise<unknown> }[] = [
  { list: 'tags', by: () => world.ben.post('/api/tags', { name: 'Refund' }) },
  { list: 'colleagues', by: () => world.zoe.patch(`/api/users/${world.sol.id}`, { name: 'Sol Park' }) },
  { list: 'sharedViews', by: () => world.ben.post('/api/views', { ...view, name: 'Ours', shared: true }) },
  { list: 'ownViews', by: () => world.ana.post('/api/views', { ...view, name: 'Mine' }) },
  {
    list: 'sharedReplies',
    by: () => world.sol.post('/api/saved-replies', { ...reply, shared: true, name: 'Hi', shortcut: 'hi' }),
  },
  { list: 'ownReplies', by: () => world.ana.post('/api/saved-replies', { ...reply, name: 'Bye', shortcut: 'bye' }) },
  {
    list: 'statuses',
    by: () => writes(({ tx }) => tx.update(statuses).set({ name: 'New' }).where(eq(statuses.code, 'open'))),
  },
  {
    list: 'priorities',
    by: () => writes(({ tx }) => tx.update(priorities).set({ name: 'Now' }).where(eq(priorities.code, 'urgent'))),
  },
  { list: 'profile', by: () => world.ana.patch('/api/me', { locale: 'pt-BR' }) },
  { list: 'roles', by: () => world.zoe.post('/api/roles', { name: 'Night shift' }) },
  {
    list: 'menu',
    by: () => writes(({ tx }) => tx.update(menuItems).set({ label: 'Queue' }).where(eq(menuItems.code, 'waiting'))),
  },
  {
    list: 'categories',
    by: () => writes(({ tx }) => tx.insert(categories).values({ code: 'billing', name: 'Billing', weight: 1 })),
  },
];

describe('a shared list', () => {
  it('shows a new entry at a colleague’s desk at once', async () => {
    const { ana, ben, jonas } = world;
    const desk = await ana.listen();
    const { body: tag } = await ben.post<{ id: string }>('/api/tags', { name: 'Grinder' });
    const ticket = await jonas.opens('It grinds no more');
    await ben.put(`/api/tickets/${ticket.id}/tags`, { tagIds: [tag.id] });
    await desk.until(() => desk.state.rows[ticket.id]?.tags.includes(tag.id) ?? false, 'the row with its tag');
    await desk.until(() => desk.state.lists.tags.items.some(({ name }) => name === 'Grinder'), 'the name of the tag');
    desk.close();
  });

  it.each(CHANGES)('is sent complete to its readers when it changes: $list', async ({ list, by }) => {
    const { ana, ben, jonas } = world;
    const [hers, his, customers] = await Promise.all([ana.listen(), ben.listen(), jonas.listen()]);
    const before = hers.state.lists[list].version;
    await by();
    await hers.until(() => hers.state.lists[list].version > before, `${list} anew`);
    await converge(ana, hers);

    // Everybody is proved connected by a later fact of their own.
    const ticket = await jonas.opens('After that');
    await Promise.all([
      his.until(() => his.state.rows[ticket.id] !== undefined, 'a row'),
      customers.heard('ticket.opened', ticket.id),
    ]);
    const { readers, isOwn } = LISTS[list];
    if (!isOwn) await his.until(() => toldOf(his, list) > 0, `${list} at Ben’s`);
    else expect(toldOf(his, list)).toBe(0);
    if (readers === 'everyone' && !isOwn)
      await customers.until(() => toldOf(customers, list) > 0, `${list} at Jonas’s`);
    else expect(toldOf(customers, list)).toBe(0);
    await Promise.all([converge(ben, his), converge(jonas, customers)]);
    for (const one of [hers, his, customers]) one.close();
  });

  it('leaves every cursor unchanged, also that of a customer', async () => {
    const { ben, jonas } = world;
    const [his, customers] = await Promise.all([ben.listen(), jonas.listen()]);
    const before = [his.state.cursor, customers.state.cursor];
    await writes(({ tx }) => tx.update(statuses).set({ name: 'Newer' }).where(eq(statuses.code, 'open')));
    await Promise.all([his, customers].map((one) => one.until(() => toldOf(one, 'statuses') > 0, 'the statuses')));
    expect([his.state.cursor, customers.state.cursor]).toEqual(before);
    for (const one of [his, customers]) one.close();
  });

  it('of the team is not sent when only a customer changes', async () => {
    const { zoe, ana, mia, jonas } = world;
    const desk = await ana.listen();
    await zoe.patch(`/api/users/${mia.id}`, { name: 'Mia Moss' });
    await writes(({ tx }) => tx.update(users).set({ locale: 'de' }).where(eq(users.id, ana.id)));
    const ticket = await jonas.opens('After that');
    await desk.until(() => desk.state.rows[ticket.id] !== undefined, 'a row');
    expect(toldOf(desk, 'colleagues')).toBe(0);
    desk.close();
  });
});

describe('a catch-up of lists', () => {
  it('brings the changed lists and those told by item, and no others', async () => {
    const { ana, ben, jonas } = world;
    const before = await snapshotOf(ana);
    const catchesUp = async (person: Person, { cursor, epoch, listsAt }: Snapshot) => {
      const query = `after=${cursor}&epoch=${epoch}&lists=${listsAt}`;
      const { body } = await person.get<CatchUp>(`/api/events?${query}`);
      return body.resync ? null : body.facts;
    };
    const byItem = LIST_NAMES.filter((name) => LISTS[name].isToldByItem);
    expect(Object.keys((await catchesUp(ana, before))?.lists ?? {})).toEqual(byItem);
    await ben.post('/api/tags', { name: 'Late' });
    const facts = await catchesUp(ana, before);
    expect(Object.keys(facts?.lists ?? {}).toSorted()).toEqual([...byItem, 'tags'].toSorted());
    expect(facts?.listsAt).toBe(facts?.lists?.tags?.version);
    // Nothing of what the team does to its lists shows in the number that a customer is given.
    const his = await snapshotOf(jonas);
    await ben.post('/api/tags', { name: 'Later' });
    expect((await snapshotOf(jonas)).listsAt).toBe(his.listsAt);
    expect(Object.keys((await catchesUp(jonas, his))?.lists ?? {})).toEqual(['drafts']);
  });

  it('brings missed changes once after a disconnect', async () => {
    const { ana, ben } = world;
    const desk = await ana.listen();
    desk.close();
    await ben.post('/api/tags', { name: 'Meanwhile' });
    const back = await ana.listen();
    await converge(ana, back);
    expect(back.state.lists.tags.items.map(({ name }) => name)).toContain('Meanwhile');
    back.close();
  });
});

describe('the reducer', () => {
  it('keeps a newer list when an older one arrives late', async () => {
    const state = fromSnapshot(await snapshotOf(world.ana));
    const tag = (name: string) => ({ id: name, name, description: '', colour: 'ink' as const, archived: false });
    const tags = (version: number, name: string): Facts => ({
      ...{ events: [], rows: [] },
      lists: { tags: { version, items: [tag(name)] } },
    });
    const at = state.lists.tags.version;
    const newer = applyFacts(state, tags(at + 2, 'new'));
    expect(applyFacts(newer, tags(at + 1, 'old'))).toBe(newer);
    expect(newer.lists.tags.items).toEqual([tag('new')]);
    expect(newer.cursor).toBe(state.cursor);
  });

  it('accepts an unknown list from a newer server', async () => {
    const state = fromSnapshot(await snapshotOf(world.ana));
    const facts = { events: [], rows: [], lists: { moods: { version: 1, items: [] } } } as unknown as Facts;
    expect(applyFacts(state, facts).lists).toMatchObject({ moods: { version: 1 } });
  });
});

describe('the database', () => {
  it('has insert, update and delete triggers for each list that is sent complete', () => {
    const triggers = stored<{ sql: string }>(world.desk, `SELECT sql FROM sqlite_master WHERE type = 'trigger'`);
    for (const name of LIST_NAMES.filter((one) => !LISTS[one].isToldByItem)) {
      const own = triggers.filter(({ sql }) => sql.includes(`SELECT '${name}'`));
      const events = own.map(({ sql }) => /AFTER (INSERT|UPDATE|DELETE)/u.exec(sql)?.[1]);
      // A profile is the row of its only reader: the row is there before them, and gone with them.
      const expected = name === 'profile' ? ['UPDATE'] : ['INSERT', 'UPDATE', 'DELETE'];
      expect({ name, events: new Set(events) }).toEqual({ name, events: new Set(expected) });
    }
  });

  it('writes no list version when a draft changes, because drafts change all day', async () => {
    const { ana, jonas } = world;
    const ticket = await jonas.opens('A draft');
    const before = stored(world.desk, 'SELECT * FROM list_versions ORDER BY list, owner');
    await ana.put(`/api/tickets/${ticket.id}/draft`, { kind: 'message', body: 'Dear Jonas' });
    expect(stored(world.desk, 'SELECT * FROM list_versions ORDER BY list, owner')).toEqual(before);
  });
});
