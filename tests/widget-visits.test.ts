import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor as Known } from '../server/widget/contract.ts';
import { LEFT_AFTER_MS } from '../server/widget/visits.ts';
import { converge, shows } from './support/converge.ts';
import type { Listener } from './support/listener.ts';
import { addSite } from './support/site.ts';
import { SITE_SECRET, signFor } from './support/site-server.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let site: { id: string; key: string };
beforeAll(async () => {
  world = await createWorld();
  site = await addSite(world.desk, { identitySecret: SITE_SECRET });
});
afterAll(() => world.end());

const begins = (visit: object = {}) => new Visitor(world.desk.url).begins(site.key, visit);
const asked = async (ticketId: string) => (await world.ana.get<Known | null>(`/api/tickets/${ticketId}/visitor`)).body;

/** What this desk was told of visitors, newest last. */
function told({ socket }: Listener): Known[] {
  const all: Known[] = [];
  socket.on('visitor', (who) => void all.push(who));
  return all;
}

describe('the visitor data for staff', () => {
  it('contains data of page and browser, marked as unverified', async () => {
    const visit = {
      page: 'https://shop.example/duo',
      pageTitle: 'Duo',
      referrer: 'https://search.example/',
      language: 'es',
      timeZone: 'Europe/Madrid',
      fields: { bag: 2 },
    };
    const visitor = await begins({ ...visit, email: 'ida@post.example' });
    const ticket = await visitor.opens('Does it fit?');
    expect(await asked(ticket.id)).toEqual({
      userId: visitor.id,
      name: visitor.name,
      externalId: null,
      email: 'ida@post.example',
      site: { id: site.id, name: 'Orla' },
      device: 'node',
      ...visit,
      seenAt: expect.any(Number),
      here: false,
      blocked: false,
    });
  });

  it('contains more after the site identified the visitor', async () => {
    const visitor = await begins({ fields: { size: 'M' }, email: 'said@post.example' });
    const ticket = await visitor.opens('Does it fit?');
    await visitor.identifies(site.key, signFor('ida', { site: site.key, name: 'Ida Holm', fields: { plan: 'gold' } }));
    expect(await asked(ticket.id)).toMatchObject({
      externalId: 'ida',
      name: 'Ida Holm',
      email: 'said@post.example',
      fields: { size: 'M', plan: 'gold' },
    });
  });

  it('is null for a customer with an account', async () => {
    const ticket = await world.jonas.opens('By the portal');
    expect(await asked(ticket.id)).toBeNull();
  });
});

describe('a visitor who moves between pages', () => {
  it('is shown to staff with their ticket open, to nobody else, and records no event', async () => {
    const visitor = await begins({ page: 'https://shop.example/', fields: { asked: 'first' } });
    const ticket = await visitor.opens('Where am I?');
    const [ana, ben, jonas] = await Promise.all([
      world.ana.listen(ticket.id),
      world.ben.listen(),
      world.jonas.listen(),
    ]);
    const [hers, bens, his] = [told(ana), told(ben), told(jonas)];
    const events = () => stored(world.desk, 'SELECT max(id) AS id FROM events');
    const before = events();

    const page = 'https://shop.example/cart';
    expect((await visitor.put('/api/widget/visit', { page, pageTitle: 'Cart', fields: { bag: 3 } })).status).toBe(204);
    expect(await asked(ticket.id)).toMatchObject({ page, pageTitle: 'Cart', fields: { asked: 'first', bag: 3 } });
    await expect.poll(() => hers.at(-1)?.page).toBe(page);
    expect(hers.at(-1)).toMatchObject({ userId: visitor.id, pageTitle: 'Cart', fields: { asked: 'first', bag: 3 } });
    expect(events()).toEqual(before);

    const row = () => stored(world.desk, 'SELECT page, fields FROM visitors WHERE user_id = ?', visitor.id)[0];
    await expect.poll(row).toEqual({ page, fields: '{"asked":"first","bag":3}' });
    // Both were there all the time: a fact of their own comes through.
    await world.jonas.opens('A mark');
    await Promise.all([ben, jonas].map((other) => other.until(() => other.frames.some(({ rows }) => rows.length > 0))));
    expect([bens, his]).toEqual([[], []]);
    for (const listener of [ana, ben, jonas]) listener.close();
  });

  it('counts as present while connected, and as left when they do not return', async () => {
    const visitor = await begins();
    const ticket = await visitor.opens('Am I here?');
    const ana = await world.ana.listen(ticket.id);
    const hers = told(ana);
    expect(await asked(ticket.id)).toMatchObject({ here: false });
    const first = await visitor.listen();
    await expect.poll(() => hers.at(-1)?.here).toBe(true);
    first.close();
    const second = await visitor.listen();
    expect(await asked(ticket.id)).toMatchObject({ here: true });
    second.close();
    const began = performance.now();
    await expect.poll(() => hers.at(-1)?.here).toBe(false);
    expect(performance.now() - began).toBeGreaterThan(LEFT_AFTER_MS - 1_000);
    expect(hers.map(({ here }) => here).filter((here, i, all) => here !== all[i - 1])).toEqual([true, false]);
    ana.close();
  });
});

describe('the name and email of a visitor', () => {
  it('changes the name on all their tickets; the address moves no tickets', async () => {
    const visitor = await begins();
    const ticket = await visitor.opens('I have a name');
    const [ana, phone] = await Promise.all([world.ana.listen(ticket.id), visitor.listen()]);
    await shows(world.ana, ana, ticket.id);
    await shows(visitor, phone, ticket.id);
    const said = { name: 'Ida', email: world.jonas.email };
    expect(await visitor.patch('/api/widget/me', said)).toMatchObject({ status: 200, body: { ...said, known: false } });
    expect((await visitor.get('/api/widget/me')).body).toEqual({ ...said, known: false });
    await Promise.all([ana, phone].map((each) => each.heard('ticket.customer_changed', ticket.id)));
    await Promise.all([converge(world.ana, ana), converge(visitor, phone)]);
    expect(ana.state.rows[ticket.id]?.customer.name).toBe('Ida');
    expect(ana.events.at(-1)).toMatchObject({ type: 'ticket.customer_changed', verified: false });
    expect((await visitor.get<{ email: null }>('/api/me')).body.email).toBeNull();
    expect(await asked(ticket.id)).toMatchObject({ name: 'Ida', email: world.jonas.email, externalId: null });

    const heard = ana.events.length;
    await visitor.patch('/api/widget/me', said);
    expect((await visitor.patch('/api/widget/me', { email: null })).body).toMatchObject({ email: null });
    await visitor.says(ticket.id, 'After that');
    await ana.heard('message.sent', ticket.id);
    expect(ana.events.slice(heard).map(({ type }) => type)).toEqual(['message.sent']);
    for (const listener of [ana, phone]) listener.close();
  });

  it('cannot change the name of an identified visitor', async () => {
    const visitor = new Visitor(world.desk.url);
    await visitor.identifies(site.key, signFor('signed', { site: site.key, name: 'Ida Holm' }));
    const answer = await visitor.patch('/api/widget/me', { name: 'The boss' });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'visitor.known' } } });
    expect((await visitor.patch('/api/widget/me', { email: 'ida@post.example' })).status).toBe(200);
  });

  it.each([
    ['a page that is no address', 'PUT', '/visit', { page: 'nowhere' }],
    ['a page that is a script', 'PUT', '/visit', { page: 'data:text/html,<script>' }],
    ['a field of many', 'PUT', '/visit', { fields: { bag: ['a'] } }],
    [
      'too many fields',
      'PUT',
      '/visit',
      { fields: Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`f${i}`, i])) },
    ],
    ['whose it is', 'PUT', '/visit', { externalId: 'ida' }],
    ['another site', 'PUT', '/visit', { siteId: 'x' }],
    ['a role', 'PATCH', '/me', { role: 'admin' }],
    ['that they are verified', 'PATCH', '/me', { verified: true }],
    ['no address', 'PATCH', '/me', { email: 'ida' }],
    ['a name that shows nothing', 'PATCH', '/me', { name: '\u200B\u202E' }],
  ])('is refused where it is %s', async (_case, method, path, body) => {
    const visitor = await begins();
    expect((await visitor.send(method, `/api/widget${path}`, body)).status).toBe(422);
  });
});
