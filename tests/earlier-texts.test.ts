import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import type { EarlierText } from '../server/holds/contract.ts';
import type { PersonExport } from '../server/person-exports/contract.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { SITE_SECRET, signFor } from './support/site-server.ts';
import { stored } from './support/stored.ts';
import { unzipped } from './support/unzipped.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const newCustomer = (name: string) => new Person(world.desk.url).register(name, `${uuidv7()}@post.example`);
const hold = (path: string) => world.zoe.put(`${path}/hold`, { reason: 'Case 12/26' });
const earlier = async (id: string, by = world.ana) =>
  (await by.get<{ earlier: EarlierText[] }>(`/api/tickets/${id}/hold`)).body.earlier;
const kept = async (id: string) => (await earlier(id)).map(({ what, body, by }) => [what, body, by?.name]);
const edit = async (by: Person, id: string, change: object) =>
  expect((await by.patch(`/api/tickets/${id}`, change)).status).toBe(200);
const rows = (id: string) => stored(world.desk, 'SELECT * FROM earlier_texts WHERE ticket_id = ?', id);

/** A ticket that can be rated. */
async function resolved(subject: string) {
  const pia = await newCustomer('Pia');
  const { id } = await pia.opens(subject, 'It is so');
  await world.sol.put(`/api/tickets/${id}/status`, { status: 'resolved' });
  return { pia, id, at: `/api/tickets/${id}` };
}

describe('a text of a ticket on legal hold', () => {
  it('can be changed, and what it was before is kept for the team', async () => {
    const { ana, ben, zoe } = world;
    const { body: category } = await zoe.post<{ code: string }>('/api/categories', { name: 'Breakage' });
    const { pia, id, at } = await resolved('You broke it');
    await edit(ben, id, { subject: 'You broke it on Monday' });
    await pia.put(`${at}/rating`, { score: 1, comment: 'They lied' });
    expect(await kept(id)).toEqual([]);
    await hold(at);
    await edit(ana, id, { subject: 'A question' });
    await edit(ben, id, { subject: 'Another question', category: category.code });
    await pia.put(`${at}/rating`, { score: 3, comment: 'They were kind' });
    await pia.put(`${at}/rating`, { score: 4, comment: null });
    // The same again changes nothing, and keeps nothing.
    await edit(ben, id, { subject: 'Another question' });
    await pia.put(`${at}/rating`, { score: 4 });
    expect(await kept(id)).toEqual([
      ['subject', 'You broke it on Monday', 'Ana'],
      ['category', '', 'Ben'],
      ['subject', 'A question', 'Ben'],
      ['rating_comment', 'They lied', 'Pia'],
      ['rating_comment', 'They were kind', 'Pia'],
    ]);
    const [first] = await earlier(id);
    expect(first?.at).toBeGreaterThan(0);
  });

  it('is kept where a deleted category is replaced by another, too', async () => {
    const { zoe } = world;
    const { id, at } = await resolved('As it was');
    const { body: old } = await zoe.post<{ code: string }>('/api/categories', { name: 'Leaks' });
    const { body: other } = await zoe.post<{ code: string }>('/api/categories', { name: 'Water' });
    await edit(zoe, id, { category: old.code });
    await hold(at);
    const answer = await zoe.delete(`/api/categories/${old.code}?replaceBy=${other.code}`);
    expect(answer.status).toBeLessThan(300);
    expect((await zoe.get<{ category: string }>(at)).body.category).toBe(other.code);
    expect(await kept(id)).toEqual([['category', old.code, zoe.name]]);
  });

  it.each(['a hold on the customer', 'a hold on the ticket that it was merged into'])(
    'is kept by %s',
    async (which) => {
      const { ana, zoe } = world;
      const { pia, id } = await resolved('As it was');
      const into = await pia.opens('The other one');
      if (which.includes('merged')) {
        expect((await zoe.post(`/api/tickets/${id}/merge`, { into: into.id })).status).toBe(200);
        await hold(`/api/tickets/${into.id}`);
        // A merged ticket is changed at the one that shows it.
        expect((await ana.patch(`/api/tickets/${id}`, { subject: 'x' })).status).toBe(409);
        await edit(ana, into.id, { subject: 'Not so' });
        expect(await kept(into.id)).toEqual([['subject', 'The other one', 'Ana']]);
      } else {
        await hold(`/api/users/${pia.id}`);
        await edit(ana, id, { subject: 'Not so' });
        expect(await kept(id)).toEqual([['subject', 'As it was', 'Ana']]);
      }
    },
  );

  it('is not kept longer than a hold asks for', async () => {
    const { ana, zoe } = world;
    const { pia, id, at } = await resolved('As it was');
    await hold(at);
    await hold(`/api/users/${pia.id}`);
    await edit(ana, id, { subject: 'Not so' });
    await zoe.delete(`${at}/hold`);
    expect(rows(id)).toHaveLength(1);
    await hold(at);
    await zoe.delete(`/api/users/${pia.id}/hold`);
    expect(rows(id)).toHaveLength(1);
    await zoe.delete(`${at}/hold`);
    expect(rows(id)).toEqual([]);
    await edit(ana, id, { subject: 'Free' });
    expect(rows(id)).toEqual([]);
  });

  it('tells its customer of no hold: neither the ticket nor their data has the earlier text', async () => {
    const { ana } = world;
    const { pia, id, at } = await resolved('Unmistakable subject');
    await pia.put(`${at}/rating`, { score: 1, comment: 'Unmistakable comment' });
    await hold(at);
    await edit(ana, id, { subject: 'Plain' });
    await pia.put(`${at}/rating`, { score: 2, comment: 'Plain' });
    expect(await earlier(id, ana)).toHaveLength(2);
    expect((await pia.get(`${at}/hold`)).status).toBe(403);
    const { body: made } = await pia.post<PersonExport>('/api/me/exports');
    const archive = await fetch(`${pia.url}/api/exports/${made.id}/archive`, { headers: pia.headers });
    const files = unzipped(Buffer.from(await archive.arrayBuffer()));
    for (const text of [
      Buffer.concat([...files.values()]).toString('latin1'),
      JSON.stringify((await pia.get(at)).body),
      JSON.stringify((await pia.get(`${at}/events`)).body),
      JSON.stringify((await pia.get('/api/snapshot')).body),
    ])
      expect(text).not.toContain('Unmistakable');
    for (const table of ['events', 'audit_log'])
      expect(JSON.stringify(stored(world.desk, `SELECT * FROM ${table}`))).not.toContain('Unmistakable');
  });
});

describe('the name of a customer on legal hold', () => {
  const namesOf = async (id: string) =>
    (await earlier(id)).flatMap(({ what, body }) => (what === 'customer' ? [body] : []));
  const names = (userId: string) => stored(world.desk, 'SELECT * FROM earlier_names WHERE user_id = ?', userId);

  it('is kept with the address where they change it themselves, until the last hold ends', async () => {
    const { zoe } = world;
    const pia = await newCustomer('Pia');
    const { id } = await pia.opens('Evidence');
    await pia.patch('/api/me', { name: 'Pia the First' });
    expect(names(pia.id)).toEqual([]);
    await hold(`/api/tickets/${id}`);
    await hold(`/api/users/${pia.id}`);
    expect((await pia.patch('/api/me', { name: 'Nobody' })).status).toBe(200);
    expect((await pia.patch('/api/me', { name: 'Nobody' })).status).toBe(200);
    expect((await zoe.patch(`/api/users/${pia.id}`, { name: 'Somebody' })).status).toBe(200);
    expect(await namesOf(id)).toEqual([`Pia the First, ${pia.email}`, `Nobody, ${pia.email}`]);
    // The same right shows the address that they have now.
    expect((await world.ana.get(`/api/tickets/${id}/whereabouts`)).body).toMatchObject({ email: pia.email });
    await zoe.delete(`/api/users/${pia.id}/hold`);
    expect(names(pia.id)).toHaveLength(2);
    await zoe.delete(`/api/tickets/${id}/hold`);
    expect(names(pia.id)).toEqual([]);
  });

  it('is kept of a visitor: what they typed, what their site calls them, and who they were before', async () => {
    const { desk } = world;
    const site = await addSite(desk, { identitySecret: SITE_SECRET });
    const sub = uuidv7();
    const sign = (visitor: Visitor, name: string) =>
      visitor.identifies(site.key, signFor(sub, { site: site.key, name }));
    const ida = new Visitor(desk.url);
    await sign(ida, 'Ida Holm');
    const vera = await new Visitor(desk.url).begins(site.key);
    const { id } = await vera.opens('Evidence');
    await vera.patch('/api/widget/me', { name: 'Vera', email: 'vera@post.example' });
    await hold(`/api/users/${vera.id}`);
    await vera.patch('/api/widget/me', { name: 'Vera Two', email: null });
    await vera.patch('/api/widget/me', { name: 'Vera Two' });
    await sign(vera, 'Ida Holm');
    expect(vera.id).toBe(ida.id);
    await sign(vera, 'Ida Berg');
    expect(await namesOf(id)).toEqual(['Vera, vera@post.example', 'Vera Two', 'Ida Holm']);
    expect(JSON.stringify((await vera.get('/api/me')).body)).not.toContain('Vera');
  });
});
