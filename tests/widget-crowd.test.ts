import { afterAll, beforeAll, expect, it } from 'vitest';
import { text } from './support/files.ts';
import { openMany } from './support/many-tickets.ts';
import { addSite } from './support/site.ts';
import { SITE_SECRET, signFor } from './support/site-server.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

const MANY = 120;
/** Every table that names a customer. */
const TABLES = ['tickets', 'messages', 'events', 'attachments', 'read_marks', 'drafts', 'visitors', 'sessions'];

let world: World;
let site: { id: string; key: string };
beforeAll(async () => {
  world = await createWorld();
  site = await addSite(world.desk, { identitySecret: SITE_SECRET });
});
afterAll(() => world.end());

const rows = <Row>(query: string, ...values: string[]) => stored<Row>(world.desk, query, ...values);
const jobs = () => rows(`SELECT key FROM jobs WHERE kind = 'customer.change'`);

async function crowd() {
  const visitor = await new Visitor(world.desk.url).begins(site.key);
  await openMany(world, visitor.id, MANY, 'widget');
  return visitor;
}
const changesOf = (customerId: string) =>
  rows<{ n: number; distinct: number }>(
    `SELECT count(*) AS n, count(DISTINCT ticket_id) AS "distinct" FROM events
     WHERE type = 'ticket.customer_changed' AND customer_id = ?`,
    customerId,
  );

it('all 120 tickets of an anonymous visitor move when the site identifies them, each once', async () => {
  const phone = new Visitor(world.desk.url);
  await phone.identifies(site.key, signFor('ida', { site: site.key, name: 'Ida Holm' }));
  const visitor = await crowd();
  const old = visitor.id;
  const last = rows<{ id: string }>('SELECT id FROM tickets WHERE customer_id = ? ORDER BY customer_version', old)[0];
  const path = `/api/tickets/${last?.id}`;
  await visitor.put(`${path}/draft`, { kind: 'message', body: 'And then' });
  await visitor.attaches(last?.id ?? null, text('a.txt', 'a'));
  await visitor.put(`${path}/read`, { seq: 1 });
  /** The tables with a row that names the visitor; an event tells who was the customer before. */
  const namedIn = () =>
    TABLES.filter((table) =>
      rows<object>(`SELECT * FROM ${table}`).some((row) => JSON.stringify({ ...row, data: null }).includes(old)),
    );
  expect(namedIn()).toEqual(TABLES);

  const answer = await visitor.identifies(site.key, signFor('ida', { site: site.key }));
  expect(answer.body).toMatchObject({ joined: MANY, me: { id: phone.id } });
  await expect.poll(() => rows('SELECT id FROM tickets WHERE customer_id = ?', old)).toEqual([]);
  await expect.poll(jobs).toEqual([]);
  expect(namedIn()).toEqual([]);
  expect(changesOf(phone.id)).toEqual([{ n: MANY, distinct: MANY }]);
  expect((await phone.get(`/api/tickets/${last?.id}`)).status).toBe(200);
});

it('all 120 tickets of a visitor tell a new name once, also when the name changes again meanwhile', async () => {
  const visitor = await crowd();
  await visitor.patch('/api/widget/me', { name: 'Nora' });
  await expect.poll(jobs).toEqual([]);
  expect(changesOf(visitor.id)).toEqual([{ n: MANY, distinct: MANY }]);

  // The second change arrives while the job of the first one waits or runs.
  await visitor.patch('/api/widget/me', { name: 'Nora B.' });
  const [head] = rows<{ id: number }>('SELECT max(id) AS id FROM events');
  await visitor.patch('/api/widget/me', { name: 'Nora Berg' });
  await expect.poll(jobs).toEqual([]);
  const lasts = rows<{ id: number }>(
    `SELECT max(id) AS id FROM events WHERE type = 'ticket.customer_changed' AND customer_id = ? GROUP BY ticket_id`,
    visitor.id,
  );
  expect(lasts).toHaveLength(MANY);
  expect(lasts.filter(({ id }) => id <= (head?.id ?? 0))).toEqual([]);
});
