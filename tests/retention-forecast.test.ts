import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { tickets } from '../db/schema/tickets.ts';
import type { Forecast, Rule } from '../server/retention/contract.ts';
import { ADMIN } from './support/desk.ts';
import { Person } from './support/person.ts';
import { seeded } from './support/random.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { WAIT_MS } from './support/within.ts';
import { createWorld, type World } from './support/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
let siteId: string;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const newCustomer = (name: string) => new Person(world.desk.url).register(name, `${uuidv7()}@post.example`);
const forecast = async (scope: string, resolved: boolean) =>
  (await world.zoe.get<Forecast>(`/api/retention/${scope}/forecast?months=12&resolved=${resolved}`)).body;
const ruleOf = async (scope: string) =>
  (await world.zoe.get<{ items: Rule[] }>('/api/retention')).body.items.find((one) => one.scope === scope);

interface Row {
  id: string;
  source: 0 | 1;
  emptied: 0 | 1;
}
const rows = () =>
  stored<Row>(
    world.desk,
    'SELECT id, merged_into IS NOT NULL AS source, anonymised_at IS NOT NULL AS emptied FROM tickets ORDER BY id',
  );

/** Turns a rule on, lets its hour pass, and says what it took: the tickets that are shown as one with their sources. */
async function runOf(scope: string, rule: object): Promise<{ taken: string[]; last: Rule['last'] }> {
  const before = rows();
  await world.zoe.put(`/api/retention/${scope}`, { months: 12, isOn: true, ...rule });
  world.desk.ahead.ms += HOUR_MS;
  await world.zoe.signIn(world.zoe.email, ADMIN.password);
  await vi.waitUntil(async () => (await ruleOf(scope))?.last, { timeout: WAIT_MS });
  const last = (await ruleOf(scope))?.last ?? null;
  await world.zoe.delete(`/api/retention/${scope}`);
  const after = new Map(rows().map((row) => [row.id, row.emptied]));
  const taken = before.filter(({ id, source, emptied }) => source === 0 && emptied === 0 && after.get(id) !== 0);
  return { taken: taken.map(({ id }) => id), last };
}

/** Tickets in every state that a rule asks about, drawn by lot: channel, end, age, merges and holds. */
async function addTickets(seed: number) {
  const { zoe, sol, desk } = world;
  const draw = seeded(seed);
  const oneIn = (n: number) => draw() < 1 / n;
  const site = await addSite(desk);
  siteId = site.id;
  const people: Person[] = [await newCustomer('Pia'), await newCustomer('Mo')];
  for (let at = 0; at < 3; at += 1) people.push(await new Visitor(desk.url).begins(site.key));
  for (const person of people) {
    const own: string[] = [];
    // A visitor of the widget may open no more at once.
    for (let at = 0; at < (person instanceof Visitor ? 5 : 15); at += 1)
      own.push((await person.opens(`Ticket ${at}`)).id);
    for (const id of own) {
      const into = own[Math.floor(draw() * own.length)];
      if (oneIn(3) && into !== undefined) await zoe.post(`/api/tickets/${id}/merge`, { into });
    }
    for (const id of own) {
      const status = draw() < 0.5 ? 'closed' : 'resolved';
      if (!oneIn(8)) await sol.put(`/api/tickets/${id}/status`, { status });
      if (oneIn(6)) await zoe.put(`/api/tickets/${id}/hold`, { reason: 'Case' });
      const at = Date.now() + desk.ahead.ms - (oneIn(4) ? 5 : 400) * DAY_MS;
      await desk.commit(async ({ tx }) => {
        const [row] = await tx.select().from(tickets).where(eq(tickets.id, id));
        const ended = { resolvedAt: row?.resolvedAt && at, closedAt: row?.closedAt && at };
        await tx.update(tickets).set(ended).where(eq(tickets.id, id));
      });
    }
  }
  if (oneIn(2)) await zoe.put(`/api/users/${people[1]?.id}/hold`, { reason: 'Case' });
}

describe('the forecast of a rule is what its run does', () => {
  it.each([1, 2, 3])('for tickets of every kind, drawn with %i', async (seed) => {
    await addTickets(seed);
    let [taken, held] = [0, 0];
    for (const [scope, rule] of [
      [siteId, { action: 'delete', resolved: false }],
      ['all', { action: 'anonymise', resolved: false }],
      ['all', { action: 'delete', resolved: true }],
    ] as const) {
      const said = await forecast(scope, rule.resolved);
      const did = await runOf(scope, rule);
      expect([scope, said.tickets, said.held]).toEqual([scope, did.taken.length, did.last?.held]);
      expect(did.last?.done).toBe(said.tickets);
      expect(did.taken).toEqual(expect.arrayContaining(said.examples.map(({ id }) => id)));
      expect(await forecast(scope, rule.resolved)).toMatchObject({ tickets: 0, held: said.held });
      taken += said.tickets;
      held += said.held;
    }
    expect(Math.min(taken, held)).toBeGreaterThan(0);
  });

  it('counts a ticket as held for one that was merged into it', async () => {
    const { zoe, sol, jonas, desk } = world;
    const [into, source] = [await jonas.opens('Into'), await jonas.opens('Source')];
    await zoe.post(`/api/tickets/${source.id}/merge`, { into: into.id });
    await sol.put(`/api/tickets/${into.id}/status`, { status: 'closed' });
    desk.ahead.ms += 400 * DAY_MS;
    await zoe.signIn(zoe.email, ADMIN.password);
    const before = await forecast('all', false);
    await zoe.put(`/api/tickets/${source.id}/hold`, { reason: 'Case' });
    const { tickets: gone, held } = await forecast('all', false);
    expect([gone, held]).toEqual([before.tickets - 1, before.held + 1]);
    const { taken, last } = await runOf('all', { action: 'delete' });
    expect([taken.length, last?.done, last?.held]).toEqual([gone, gone, held]);
    expect(taken).not.toContain(into.id);
  });
});
