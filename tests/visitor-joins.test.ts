import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import type { Hold } from '../server/holds/contract.ts';
import type { PersonExport } from '../server/person-exports/contract.ts';
import { TICKETS_MOST } from '../server/widget/customer.ts';
import { OF_A_VISITOR } from '../server/widget/of-a-visitor.ts';
import { text } from './support/files.ts';
import { openMany } from './support/many-tickets.ts';
import { addSite } from './support/site.ts';
import { SITE_SECRET, signFor } from './support/site-server.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { WAIT_MS } from './support/within.ts';
import { createWorld, type World } from './support/world.ts';

type Refused = { error: { code: string } };

let world: World;
let site: { id: string; key: string };
let sub: string;
beforeAll(async () => {
  world = await createWorld();
  site = await addSite(world.desk, { identitySecret: SITE_SECRET });
});
afterAll(() => world.end());
beforeEach(() => {
  sub = uuidv7();
});

const begins = () => new Visitor(world.desk.url).begins(site.key);
const identify = (visitor: Visitor) => visitor.identifies(site.key, signFor(sub, { site: site.key, name: 'Ida Holm' }));
async function known(): Promise<Visitor> {
  const visitor = new Visitor(world.desk.url);
  await identify(visitor);
  return visitor;
}
const holdPath = ({ id }: { id: string }) => `/api/users/${id}/hold`;
const hold = (person: { id: string }, reason = 'Case 12/26') => world.zoe.put<Hold>(holdPath(person), { reason });
const holdOf = async (person: { id: string }) => (await world.zoe.get<Hold | null>(holdPath(person))).body;
const held = (id: string) => stored(world.desk, 'SELECT 1 FROM holds WHERE user_id = ?', id).length > 0;

const keptTexts = (id: string) => stored(world.desk, 'SELECT body FROM earlier_texts WHERE ticket_id = ?', id);
const keptNames = (id: string) => stored(world.desk, 'SELECT name, email FROM earlier_names WHERE user_id = ?', id);

/** How many rows name a person, for each column of the database that refers to people. */
function rowsOf(id: string): Map<string, number> {
  const tables = stored<{ name: string }>(world.desk, `SELECT name FROM sqlite_master WHERE type = 'table'`);
  const columns = tables.flatMap(({ name }) =>
    stored<{ from: string }>(
      world.desk,
      `SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = 'users'`,
      name,
    ).map(({ from }) => ({ name, from })),
  );
  return new Map(
    columns.map(({ name, from }) => {
      const [row] = stored<{ n: number }>(world.desk, `SELECT count(*) AS n FROM ${name} WHERE ${from} = ?`, id);
      return [`${name}.${from}`, row?.n ?? 0];
    }),
  );
}

/** The hold and the earlier names go with the last ticket. */
const hasMoved = (id: string) =>
  vi.waitUntil(
    () => {
      const left = rowsOf(id);
      return ['tickets.customer_id', 'holds.user_id', 'earlier_names.user_id'].every(
        (column) => left.get(column) === 0,
      );
    },
    { timeout: WAIT_MS },
  );

describe('what belongs to an anonymous visitor', () => {
  it('has its fate for every column that names a person, when they turn out to be somebody known', () => {
    const { moves, ends, never } = OF_A_VISITOR;
    expect([...rowsOf('')].map(([column]) => column).toSorted()).toEqual([...moves, ...ends, ...never].toSorted());
  });

  it('moves or ends as the list says, and nothing stays', async () => {
    const { zoe, ana, sol } = world;
    const ida = await known();
    const vera = await begins();
    const { id } = await vera.opens('Does it fit?');
    await vera.attaches(id, text('not-sent.txt', 'x'));
    const { body: file } = await vera.attaches(id, text('bill.txt', 'forty'));
    await vera.post(`/api/tickets/${id}/messages`, { body: 'The bill', attachmentIds: [file.id] });
    await ana.post(`/api/tickets/${id}/notes`, { body: 'Look', mentionIds: [sol.id] });
    await vera.put(`/api/tickets/${id}/read`, { seq: 2 });
    await vera.put(`/api/tickets/${id}/draft`, { kind: 'message', body: 'And th' });
    expect((await vera.post<PersonExport>('/api/me/exports')).status).toBe(201);
    expect((await zoe.post<PersonExport>(`/api/users/${vera.id}/exports`)).status).toBe(201);
    await hold(vera);
    await vera.patch('/api/widget/me', { name: 'Ida Holm' });
    const was = vera.id;
    const before = rowsOf(was);
    for (const column of [...OF_A_VISITOR.moves, ...OF_A_VISITOR.ends])
      expect([column, before.get(column)]).not.toEqual([column, 0]);
    for (const column of OF_A_VISITOR.never) expect([column, before.get(column)]).toEqual([column, 0]);
    const has = rowsOf(ida.id);

    await identify(vera);
    expect(vera.id).toBe(ida.id);
    expect([...rowsOf(was)].filter(([, n]) => n > 0)).toEqual([]);
    const now = rowsOf(ida.id);
    for (const column of OF_A_VISITOR.moves)
      expect([column, now.get(column)]).toEqual([column, (has.get(column) ?? 0) + (before.get(column) ?? 0)]);
  });
});

describe('a legal hold on an anonymous visitor', () => {
  it('holds the person they turn out to be, with all that this person has', async () => {
    const { zoe, desk } = world;
    const ida = await known();
    const { id: older } = await ida.opens('An old one');
    const vera = await begins();
    const { id } = await vera.opens('Evidence');
    const was = vera.id;
    await hold(vera);
    const before = await holdOf(vera);
    await identify(vera);
    expect(await holdOf(ida)).toMatchObject({
      ...{ person: { id: ida.id }, reason: 'Case 12/26', by: { id: zoe.id }, createdAt: before?.createdAt },
    });
    expect(held(was)).toBe(false);
    for (const ticket of [id, older])
      expect((await zoe.delete<Refused>(`/api/tickets/${ticket}`)).body.error.code).toBe('holds.held');
    expect((await zoe.post<Refused>(`/api/users/${ida.id}/erasure`, { name: 'Ida Holm' })).body.error.code).toBe(
      'holds.held',
    );
    expect(
      stored(desk, `SELECT actor_id, data FROM audit_log WHERE action = 'hold.person_moved' AND target_id = ?`, ida.id),
    ).toEqual([{ actor_id: null, data: JSON.stringify({ from: was }) }]);
  });

  it('joins that on the known person, and no reason is lost', async () => {
    const [ida, vera] = [await known(), await begins()];
    await vera.opens('Evidence');
    await hold(ida, 'Case 1/26');
    await hold(vera, 'Case 2/26');
    await identify(vera);
    expect(await holdOf(ida)).toMatchObject({ reason: 'Case 1/26; Case 2/26' });
  });

  it('leaves no ticket free while a long history moves part by part', async () => {
    const { zoe, desk } = world;
    const ida = await known();
    const vera = await begins();
    const was = vera.id;
    const all = await openMany(world, was, 3 * TICKETS_MOST, 'widget');
    await hold(vera);
    await identify(vera);
    const answers = await Promise.all(all.slice(0, 20).map((id) => zoe.delete<Refused | null>(`/api/tickets/${id}`)));
    expect(answers.map(({ body }) => body?.error.code)).toEqual(Array(20).fill('holds.held'));
    await vi.waitUntil(() => !held(was), { timeout: WAIT_MS });
    expect(stored(desk, 'SELECT id FROM tickets WHERE customer_id = ?', ida.id)).toHaveLength(all.length);
    expect(held(ida.id)).toBe(true);
  });

  it('keeps no earlier text for good if the hold on the known person ends while the history moves', async () => {
    const { zoe, ana, desk } = world;
    const ida = await known();
    const vera = await begins();
    const was = vera.id;
    const { id } = await vera.opens('Evidence');
    await hold(vera);
    expect((await ana.patch(`/api/tickets/${id}`, { subject: 'Not so' })).status).toBe(200);
    // Newer than that ticket, which therefore moves last.
    await openMany(world, was, 3 * TICKETS_MOST, 'widget');
    expect(keptTexts(id)).toHaveLength(1);
    await identify(vera);
    expect((await zoe.delete(holdPath(ida))).status).toBe(204);
    await hasMoved(was);
    expect(held(ida.id)).toBe(false);
    expect(stored(desk, 'SELECT customer_id AS of FROM tickets WHERE id = ?', id)).toEqual([{ of: ida.id }]);
    expect([keptTexts(id), keptNames(ida.id)]).toEqual([[], []]);
  });

  it('is not set on the shell of a visitor who turned out to be somebody, at the same moment or later', async () => {
    const ida = await known();
    for (let tried = 0; tried < 5; tried += 1) {
      const vera = await begins();
      const was = { id: vera.id };
      await vera.opens('Evidence');
      const [set] = await Promise.all([hold(was), identify(vera)]);
      expect([set.status, held(ida.id)]).toEqual(set.status === 200 ? [200, true] : [404, false]);
      expect(held(was.id)).toBe(false);
      expect((await hold(was)).status).toBe(404);
      await world.zoe.delete(holdPath(ida));
    }
  });
});

describe('the name and the address of an anonymous visitor', () => {
  const typed = { name: 'Vera', email: 'vera@anon.example' };

  /** Somebody known, and a visitor with a long history and a hold on the ticket that moves last. */
  async function withHeldTicket() {
    const [ida, vera] = [await known(), await begins()];
    await vera.patch('/api/widget/me', typed);
    await openMany(world, vera.id, 3 * TICKETS_MOST, 'widget');
    const [last] = stored<{ id: string }>(
      world.desk,
      'SELECT id FROM tickets WHERE customer_id = ? ORDER BY customer_version LIMIT 1',
      vera.id,
    );
    const path = `/api/tickets/${last?.id}/hold`;
    expect((await world.zoe.put(path, { reason: 'Case 12/26' })).status).toBe(200);
    return { ida, vera, was: vera.id, path };
  }

  it('are kept where the ticket on hold moves later than they', async () => {
    const { ida, vera, was, path } = await withHeldTicket();
    await identify(vera);
    await hasMoved(was);
    expect(keptNames(ida.id)).toEqual([typed]);
    expect((await world.zoe.delete(path)).status).toBe(204);
    expect(keptNames(ida.id)).toEqual([]);
  });

  it('are kept where another hold on the known person ends before that ticket moved', async () => {
    const { ida, vera, was } = await withHeldTicket();
    await hold(ida);
    await identify(vera);
    expect((await world.zoe.delete(holdPath(ida))).status).toBe(204);
    await hasMoved(was);
    expect(keptNames(ida.id)).toEqual([typed]);
  });

  it('are kept by a hold on the known person alone', async () => {
    const [ida, vera] = [await known(), await begins()];
    await vera.patch('/api/widget/me', typed);
    await vera.opens('Evidence');
    await hold(ida);
    await identify(vera);
    expect(keptNames(ida.id)).toContainEqual(typed);
  });
});
