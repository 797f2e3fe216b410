import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { retentionRules } from '../db/schema/privacy.ts';
import { tickets } from '../db/schema/tickets.ts';
import { ERASED_NAME, ERASED_SUBJECT } from '../server/erasure/contract.ts';
import type { Forecast, Rule } from '../server/retention/contract.ts';
import { monthsBefore } from '../server/retention/months.ts';
import type { Message } from '../server/messages/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { freePort, startChild } from './support/child.ts';
import { shows } from './support/converge.ts';
import { ADMIN, startDesk } from './support/desk.ts';
import { picture } from './support/files.ts';
import { indexed, search } from './support/indexed.ts';
import { openMany } from './support/many-tickets.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { WAIT_MS } from './support/within.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const newCustomer = (name: string) => new Person(world.desk.url).register(name, `${uuidv7()}@post.example`);
const rule = { action: 'delete', months: 12, resolved: false, isOn: true } as const;
const setRule = (more: object = {}, scope = 'all') =>
  world.zoe.put<{ items: Rule[] }>(`/api/retention/${scope}`, { ...rule, ...more });
const forecast = async (query = 'months=12', scope = 'all') =>
  (await world.zoe.get<Forecast>(`/api/retention/${scope}/forecast?${query}`)).body;
const isThere = (id: string) => stored(world.desk, 'SELECT 1 FROM tickets WHERE id = ?', id).length > 0;

async function closed(by: Person, subject: string, status = 'closed'): Promise<TicketRow> {
  const ticket = await by.opens(subject);
  expect((await world.sol.put(`/api/tickets/${ticket.id}/status`, { status })).status).toBe(200);
  return ticket;
}
/** As if the server ran on for this long. Rules and holds ask for a recent sign-in, and old sessions end. */
async function pass(ms: number) {
  world.desk.ahead.ms += ms;
  const { zoe, sol, ana, jonas } = world;
  await zoe.signIn(zoe.email, ADMIN.password);
  if (ms >= 12 * HOUR_MS) for (const one of [sol, ana, jonas]) await one.signIn(one.email);
}
const runs = (scope: string) =>
  stored<{ at: number | null }>(world.desk, 'SELECT last_run_at AS at FROM retention_rules WHERE scope = ?', scope)[0]
    ?.at;
/** Lets the hour before a run pass, and waits for the end of the run. */
async function runOf(scope = 'all') {
  const before = runs(scope);
  await pass(HOUR_MS);
  await vi.waitUntil(() => runs(scope) !== before, { timeout: WAIT_MS });
}

describe('a rule of retention', () => {
  it('says before what it will do, and does nothing until it is on', async () => {
    const { jonas, desk } = world;
    const old = await closed(jonas, 'Old');
    await closed(jonas, 'Resolved', 'resolved');
    const open = await jonas.opens('Open');
    await pass(366 * DAY_MS);
    const young = await closed(jonas, 'Young');

    const found = await forecast();
    expect(found).toMatchObject({ tickets: 1, held: 0, examples: [{ id: old.id, subject: 'Old', customer: 'Jonas' }] });
    expect([found.oldestAt, found.newestAt]).toEqual([found.examples[0]?.doneAt, found.examples[0]?.doneAt]);
    expect((await forecast('months=12&resolved=true')).tickets).toBe(2);
    expect((await forecast('months=13')).tickets).toBe(0);

    await setRule({ isOn: false });
    await pass(2 * HOUR_MS);
    expect(stored(desk, `SELECT 1 FROM jobs WHERE kind = 'retention.apply'`)).toEqual([]);
    const { body } = await setRule();
    expect(body.items).toMatchObject([{ scope: 'all', site: null, months: 12, last: null }]);
    expect(body.items[0]?.nextRunAt).toBeGreaterThan(0);
    await runOf();
    expect([old, open, young].map(({ id }) => isThere(id))).toEqual([false, true, true]);
    const [now] = (await world.zoe.get<{ items: Rule[] }>('/api/retention')).body.items;
    expect(now?.last).toMatchObject({ done: 1, held: 0 });
    const logged = stored<{ action: string; data: string; actor_id: null }>(
      desk,
      `SELECT action, data, actor_id FROM audit_log WHERE topic = 'privacy' OR target_id = ? ORDER BY id`,
      old.id,
    );
    expect(logged.map(({ action, actor_id: by }) => [action, by === null])).toEqual([
      ['retention.edited', false],
      ['retention.edited', false],
      ['ticket.deleted', true],
      ['retention.applied', true],
    ]);
    expect(JSON.parse(logged.at(-1)?.data ?? '')).toEqual({
      scope: 'all',
      action: 'delete',
      months: 12,
      done: 1,
      held: 0,
    });
    await world.zoe.delete('/api/retention/all');
  });

  it('passes over what a legal hold keeps, and counts it', async () => {
    const { zoe, jonas } = world;
    const mo = await newCustomer('Mo');
    const [held, ofMo, free] = [await closed(jonas, 'Held'), await closed(mo, 'Of Mo'), await closed(jonas, 'Free')];
    await zoe.put(`/api/tickets/${held.id}/hold`, { reason: 'Case' });
    await zoe.put(`/api/users/${mo.id}/hold`, { reason: 'Case' });
    await pass(32 * DAY_MS);
    expect(await forecast('months=1')).toMatchObject({ held: 2 });
    await setRule({ months: 1 });
    await runOf();
    expect([held, ofMo, free].map(({ id }) => isThere(id))).toEqual([true, true, false]);
    expect((await zoe.get<{ items: Rule[] }>('/api/retention')).body.items[0]?.last?.held).toBe(2);
    await zoe.delete(`/api/tickets/${held.id}/hold`);
    await runOf();
    expect(isThere(held.id)).toBe(false);
    await zoe.delete('/api/retention/all');
  });

  it('of a site is for its tickets alone, and the rule for all leaves them', async () => {
    const { zoe, jonas, desk } = world;
    const { id: siteId, key } = await addSite(desk);
    const vera = await new Visitor(desk.url).begins(key);
    const [ofSite, ofPortal] = [await vera.opens('Does it fit?'), await closed(jonas, 'Portal')];
    await world.sol.put(`/api/tickets/${ofSite.id}/status`, { status: 'closed' });
    await pass(32 * DAY_MS);
    const has = (found: Forecast, { id }: { id: string }) => found.examples.some((one) => one.id === id);
    expect([has(await forecast('months=1'), ofSite), has(await forecast('months=1', siteId), ofSite)]).toEqual([
      true,
      true,
    ]);
    expect(has(await forecast('months=1', siteId), ofPortal)).toBe(false);
    await setRule({ isOn: false, months: 1 }, siteId);
    expect(has(await forecast('months=1'), ofSite)).toBe(false);
    await setRule({ months: 1 });
    await runOf();
    expect([ofSite, ofPortal].map(({ id }) => isThere(id))).toEqual([true, false]);
    await setRule({ months: 1 }, siteId);
    await runOf(siteId);
    expect(isThere(ofSite.id)).toBe(false);
    const scopes = async () =>
      (await zoe.get<{ items: Rule[] }>('/api/retention')).body.items.map(({ scope }) => scope);
    expect(await scopes()).toEqual(['all', siteId]);
    await zoe.delete(`/api/sites/${siteId}`);
    expect(await scopes()).toEqual(['all']);
    await zoe.delete('/api/retention/all');
  });

  it('of a site that is off keeps the tickets of a visitor who was deleted, too', async () => {
    const { zoe, sol, ana, desk } = world;
    const { id: siteId, key } = await addSite(desk);
    const vera = await new Visitor(desk.url).begins(key);
    const { id, number } = await vera.opens('Does it fit?');
    const said = await vera.says(id, 'And in blue?');
    const { body: part } = await ana.post<TicketRow>(`/api/tickets/${id}/split`, {
      ...{ subject: 'In blue', messageIds: [said.id] },
    });
    expect(part.number).toBeGreaterThan(number);
    expect((await zoe.post(`/api/users/${vera.id}/erasure`, { name: vera.name })).status).toBe(204);
    for (const one of [id, part.id]) await sol.put(`/api/tickets/${one}/status`, { status: 'closed' });
    await pass(32 * DAY_MS);
    const examples = async (scope: string) => (await forecast('months=1', scope)).examples.map((one) => one.id);
    expect(await examples(siteId)).toEqual([id, part.id]);
    await setRule({ isOn: false, months: 1 }, siteId);
    expect(await examples('all')).not.toContain(id);
    await setRule({ months: 1 });
    await runOf();
    expect([id, part.id].map(isThere)).toEqual([true, true]);
    // With its site, the rule that kept them is gone.
    await zoe.delete(`/api/sites/${siteId}`);
    await runOf();
    expect([id, part.id].map(isThere)).toEqual([false, false]);
    await zoe.delete('/api/retention/all');
  });

  it('deletes a ticket with those that were merged into it, and reopens none', async () => {
    const { sol, jonas, zoe } = world;
    const [into, source] = [await jonas.opens('Into'), await jonas.opens('Source')];
    await sol.put(`/api/tickets/${source.id}/merge`, { into: into.id });
    expect((await sol.post(`/api/tickets/${source.id}/merge`, { into: into.id })).status).toBeLessThan(500);
    expect(stored(world.desk, 'SELECT merged_into AS m FROM tickets WHERE id = ?', source.id)).not.toEqual([
      { m: null },
    ]);
    await sol.put(`/api/tickets/${into.id}/status`, { status: 'closed' });
    await pass(32 * DAY_MS);
    await setRule({ months: 1 });
    await runOf();
    expect([into, source].map(({ id }) => isThere(id))).toEqual([false, false]);
    await zoe.delete('/api/retention/all');
  });

  it('keeps a ticket while one that was merged into it is young', async () => {
    const { sol, jonas, zoe, desk } = world;
    const [old, young] = [await closed(jonas, 'Old one'), await closed(jonas, 'Young one')];
    await desk.commit(({ tx, now }) =>
      tx
        .update(tickets)
        .set({ closedAt: now - 400 * DAY_MS })
        .where(inArray(tickets.id, [old.id])),
    );
    expect((await forecast()).examples.map(({ id }) => id)).toContain(old.id);
    expect((await sol.post(`/api/tickets/${young.id}/merge`, { into: old.id })).status).toBe(200);
    expect((await forecast()).examples.map(({ id }) => id)).not.toContain(old.id);
    await setRule();
    await runOf();
    expect([old, young].map(({ id }) => isThere(id))).toEqual([true, true]);
    await zoe.delete('/api/retention/all');
  });

  it('tells every open screen, and takes texts and files out of the search and the disk', async () => {
    const { ana, jonas, zoe, desk } = world;
    const { id } = await jonas.opens('A wet unmistakable floor');
    const { body: file } = await jonas.attaches(id, await picture('leak.png'));
    await jonas.post(`/api/tickets/${id}/messages`, { body: 'See', attachmentIds: [file.id] });
    await world.sol.put(`/api/tickets/${id}/status`, { status: 'closed' });
    await pass(32 * DAY_MS);
    await indexed(desk);
    expect((await search(ana, 'unmistakable')).body.items).toHaveLength(1);
    const agent = await ana.listen(id);
    await setRule({ months: 1 });
    await runOf();
    await agent.heard('ticket.deleted', id);
    await indexed(desk);
    expect((await search(ana, 'unmistakable')).body.items).toEqual([]);
    await vi.waitUntil(() => stored(desk, `SELECT 1 FROM jobs WHERE kind = 'files.remove'`).length === 0, {
      timeout: WAIT_MS,
    });
    expect((await jonas.downloads(file.id)).status).toBe(404);
    agent.close();
    await zoe.delete('/api/retention/all');
  });
});

describe('a rule that anonymises', () => {
  it('keeps the ticket without texts, files, notes and customer, on open screens too', async () => {
    const { ana, zoe, sol, desk } = world;
    const pia = await newCustomer('Pia Unmistakable');
    const { id, number } = await pia.opens('A private subject', 'Private words 0');
    // More than one part.
    for (let at = 1; at < 60; at += 1) await sol.says(id, `Private words ${at}`);
    const { body: file } = await pia.attaches(id, await picture('private.png'));
    await pia.post(`/api/tickets/${id}/messages`, { body: 'Private', attachmentIds: [file.id] });
    await ana.post(`/api/tickets/${id}/notes`, { body: 'Private note', mentionIds: [sol.id] });
    await sol.put(`/api/tickets/${id}/status`, { status: 'resolved' });
    await pia.put(`/api/tickets/${id}/rating`, { score: 2, comment: 'Private comment' });
    await sol.put(`/api/tickets/${id}/status`, { status: 'closed' });
    await pass(32 * DAY_MS);
    await pia.signIn(pia.email);
    const [agent, own] = [await ana.listen(id), await pia.listen()];
    await shows(ana, agent, id);
    const again = [agent, own].map(({ socket }) => new Promise((resolve) => socket.once('resync', resolve)));
    await setRule({ months: 1, action: 'anonymise' });
    await runOf();
    await Promise.all(again);

    const { body: row } = await ana.get<TicketRow>(`/api/tickets/${id}`);
    expect(row).toMatchObject({
      number,
      subject: ERASED_SUBJECT,
      statusType: 'closed',
      rating: 2,
      customer: { name: ERASED_NAME },
    });
    const { body: messages } = await ana.get<{ items: Message[] }>(`/api/tickets/${id}/messages`);
    expect(messages.items.every(({ body, attachments }) => body === '' && attachments.length === 0)).toBe(true);
    expect((await pia.get(`/api/tickets/${id}`)).status).toBe(404);
    expect((await pia.get<{ items: object[] }>('/api/tickets')).body.items).toEqual([]);
    for (const table of [
      'messages',
      'notes',
      'tickets',
      'events',
      'rating_comments',
      'attachments',
      'drafts',
      'audit_log',
    ]) {
      const all = JSON.stringify(stored(desk, `SELECT * FROM ${table}`));
      expect([table, /Private|Unmistakable/iu.test(all)]).toEqual([table, false]);
      const ofTicket = all.split('},{').filter((text) => text.includes(id));
      expect([table, ofTicket.some((text) => text.includes(pia.id))]).toEqual([table, false]);
    }
    await indexed(desk);
    expect((await search(ana, 'private')).body.items).toEqual([]);
    const { n } = stored<{ n: number }>(desk, `SELECT count(*) AS n FROM events WHERE ticket_id = ?`, id)[0] ?? {
      n: 0,
    };
    await runOf();
    // Once: another run finds nothing more to do.
    expect(stored(desk, `SELECT count(*) AS n FROM events WHERE ticket_id = ?`, id)).toEqual([{ n }]);
    agent.close();
    own.close();
    await zoe.delete('/api/retention/all');
  });
});

describe('months', () => {
  it.each([
    ['2026-03-31T10:00:00Z', 1, '2026-02-28T10:00:00Z'],
    ['2024-03-31T10:00:00Z', 1, '2024-02-29T10:00:00Z'],
    ['2026-01-15T23:59:59Z', 12, '2025-01-15T23:59:59Z'],
    ['2024-02-29T00:00:00Z', 12, '2023-02-28T00:00:00Z'],
  ])('before %s, %i of them, is %s', (now, months, then) => {
    expect(new Date(monthsBefore(Date.parse(now), months)).toISOString()).toBe(new Date(then).toISOString());
  });
});

it('a run that is killed in the middle goes on where it was, and does nothing twice', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  const desk = await startDesk({ dataDir });
  const { id: ofWhom } = await addPerson(desk, { name: 'Pia', role: 'customer' });
  const all = await openMany({ ...world, desk }, ofWhom, 300, 'portal');
  await desk.commit(async ({ tx, now }) => {
    const columns = { status: 'closed', statusType: 'closed' as const, active: false, closedAt: now - 400 * DAY_MS };
    await tx.update(tickets).set(columns).where(inArray(tickets.id, all));
    await tx.insert(retentionRules).values({ ...rule, scope: 'all', nextRunAt: now });
  });
  await desk.stop();
  const left = () => stored<{ n: number }>({ dataDir }, 'SELECT count(*) AS n FROM tickets')[0]?.n ?? 0;
  const port = await freePort();
  let server = await startChild({ dataDir, port });
  await vi.waitUntil(() => left() < all.length, { timeout: WAIT_MS, interval: 1 });
  await server.kill('SIGKILL');
  server = await startChild({ dataDir, port });
  const applied = () =>
    stored<{ data: string }>({ dataDir }, `SELECT data FROM audit_log WHERE action = 'retention.applied'`);
  // The job that was running waits for the end of its lease.
  await vi.waitUntil(() => applied().length > 0, { timeout: 30_000 + WAIT_MS, interval: 100 });
  await server.kill('SIGKILL');
  expect(left()).toBe(0);
  expect(applied().map(({ data }) => (JSON.parse(data) as { done: number }).done)).toEqual([all.length]);
  const deleted = stored({ dataDir }, `SELECT DISTINCT target_id FROM audit_log WHERE action = 'ticket.deleted'`);
  expect(deleted).toHaveLength(all.length);
  await rm(dataDir, { recursive: true, force: true });
}, 120_000);
