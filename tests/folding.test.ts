import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { users } from '../db/schema/people.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { finds, indexed, search } from './support/indexed.ts';
import { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

/** A name, and what somebody types who has another keyboard, or is in a hurry. */
const NAMES = [
  ['Андрей Ёлкин', 'андрей ёлкин'],
  ['Zoë Strauß', 'zoe strauss'],
  ['Łukasz Żółć', 'lukasz zolc'],
  ['Søren Bjørk', 'SOREN bjork'],
  ['İpek Işık', 'ipek isik'],
  ['Þóra Ægisdóttir', 'thora aegis'],
  ['Σίσυφος', 'ΣΙΣΥΦΟΣ'],
  ['مُحَمَّد أحمد', 'محمد احمد'],
  ['علی کریمی', 'علي كريمي'],
  ['שָׁלוֹם', 'שלום'],
  ['ＷＩＤＥ Name', 'wide name'],
] as const;

let world: World;
let ticket: TicketRow;
const people: Person[] = [];
beforeAll(async () => {
  world = await createWorld();
  const { jonas, desk } = world;
  for (const [n, [name]] of NAMES.entries())
    people.push(await new Person(desk.url).register(name, `named${n}@post.example`));
  ticket = await jonas.opens('A ticket of words');
  for (const [n, person] of people.entries()) await person.opens('Named', `Zither ${n}`);
  await indexed(desk);
});
afterAll(() => world.end());

const ask = async (path: string, q: string) =>
  (await world.zoe.get<{ items: { name: string }[] }>(`${path}q=${encodeURIComponent(q)}`)).body.items.map(
    ({ name }) => name,
  );

describe('a person is found by one folding', () => {
  it.each(NAMES)('%s by %s: among people, among customers, and as an author', async (name, typed) => {
    expect(await ask('/api/users?', typed)).toEqual([name]);
    expect(await ask('/api/customers?', typed)).toEqual([name]);
    expect(await finds(world.zoe, `from:"${typed}" zither`)).toHaveLength(1);
  });

  it('by an address in any case, and by a new name at once and after it was folded', async () => {
    const { zoe, desk, mia } = world;
    expect(await ask('/api/users?', 'NAMED0@Post')).toEqual([NAMES[0][0]]);
    await zoe.patch(`/api/users/${mia.id}`, { name: 'Björn Øst' });
    expect(await ask('/api/users?', 'Björn')).toEqual(['Björn Øst']);
    await zoe.patch(`/api/users/${mia.id}`, { name: 'Bjørn Öst' });
    await world.jonas.says(ticket.id, 'Something happens');
    await indexed(desk);
    expect(await ask('/api/users?', 'bjorn ost')).toEqual(['Bjørn Öst']);
    expect(stored(desk, 'SELECT id FROM users WHERE folded IS NULL')).toEqual([]);
  });
});

describe('a text is found by the same folding, and highlighted as it was written', () => {
  it.each([
    ['Die Straße nach Łódź', 'strasse', '[Straße]'],
    ['Die Strasse ist lang', 'Straße', '[Strasse]'],
    ['Nach Łódź fahren', 'lodz', '[Łódź]'],
    ['Et stykke smørrebrød', 'smorrebrod', '[smørrebrød]'],
    ['Bir tabak ıspanak', 'ispanak', '[ıspanak]'],
    ['كِتَابٌ جديد', 'كتاب', '[كِتَابٌ]'],
    ['שָׁלוֹם עולם', 'שלום', '[שָׁלוֹם]'],
    ['می\u200Cخواهم بخرم', 'میخواهم', '[می\u200Cخواهم]'],
    ['سفارش ۱۲۳۴۵', '12345', '[۱۲۳۴۵]'],
  ])('%s by %s', async (body, q, hit) => {
    await world.jonas.says(ticket.id, body);
    await indexed(world.desk);
    expect((await finds(world.ana, `${q} `))[0]).toContain(hit);
  });

  it('as the name of a status', async () => {
    expect((await search(world.ana, 'status:"İN PROGRESS" zither')).status).toBe(200);
  });
});

describe('a part of a word', () => {
  beforeAll(async () => {
    const { jonas, desk } = world;
    for (const body of ['Rechnungsnummer 17', 'Die Rechnung fehlt', 'Rechnen kann ich', 'Hausnummern', 'In der Border'])
      await jonas.says(ticket.id, body);
    await indexed(desk);
  });

  it('finds longer words with an asterisk, wherever it stands, and no fewer than without', async () => {
    const without = await finds(world.ana, 'rechn');
    expect(without).toHaveLength(3);
    expect(await finds(world.ana, 'rechn*')).toEqual(without);
    expect(await finds(world.ana, 'rechn* fehlt ')).toEqual(['Die [Rechnung] [fehlt]']);
    expect(await finds(world.ana, '"rechn"')).toEqual([]);
  });

  it('finds compounds that hold it, also as a finished word, but no accidents', async () => {
    expect(await finds(world.ana, 'nummer ')).toEqual(['[Hausnummern]', '[Rechnungsnummer] 17']);
    expect(await finds(world.jonas, 'nummer')).toHaveLength(2);
    expect(await finds(world.ana, '"nummer"')).toEqual([]);
    expect(await finds(world.ana, 'order ')).toEqual([]);
  });

  it('finds nothing of a text that is gone, and no note for a customer', async () => {
    const { jonas, ana, desk } = world;
    const said = await jonas.says(ticket.id, 'Das Geheimwortspiel');
    await ana.post(`/api/tickets/${ticket.id}/notes`, { body: 'Das Notizenwortspiel' });
    await indexed(desk);
    expect(await finds(ana, 'wortspiel')).toHaveLength(2);
    expect(await finds(jonas, 'wortspiel')).toEqual(['Das [Geheimwortspiel]']);
    expect(stored(desk, `SELECT word FROM conversation_words WHERE word LIKE '%wortspiel%'`)).toHaveLength(1);
    await jonas.delete(`/api/tickets/${ticket.id}/messages/${said.id}`);
    await indexed(desk);
    expect(stored(desk, `SELECT word FROM conversation_words WHERE word LIKE '%wortspiel%'`)).toEqual([]);
    expect(await finds(jonas, 'wortspiel')).toEqual([]);
  });
});

describe('what a search leaves out is told', () => {
  it('all of twenty numbers are found by their beginning', async () => {
    const { ana, desk } = world;
    for (let n = 1; n <= 20; n += 1) await ana.says(ticket.id, `ORD${20_260_000 + n}`);
    await indexed(desk);
    const { body } = await search(ana, 'ORD2026', '&limit=50');
    expect(body).toMatchObject({ complete: true, cut: [], next: null });
    expect(body.items).toHaveLength(20);
  });

  it('more words than are looked for', async () => {
    const { ana, desk } = world;
    await ana.says(ticket.id, Array.from({ length: 270 }, (_, n) => `SER${1000 + n}`).join(' '));
    await indexed(desk);
    for (const more of ['', '&order=rank'])
      expect((await search(ana, 'SER1', more)).body).toMatchObject({ complete: false, cut: ['words'] });
    const list = await ana.get('/api/tickets?q=SER1');
    expect(list.body).toMatchObject({ complete: false });
    const many = Array.from({ length: 13 }, (_, n) => `w${n}`).join(' ');
    expect((await search(ana, `${many} `)).body).toMatchObject({ complete: false, cut: ['words'] });
  });

  it('an operator that does not exist', async () => {
    const { body } = await search(world.ana, 'sender:ana zither https://shop.example ');
    expect(body).toMatchObject({ unknown: ['sender'] });
    expect((await search(world.ana, 'from:ana zither ')).body).toMatchObject({ unknown: [] });
    expect((await search(world.jonas, 'assignee:me ')).body).toMatchObject({ unknown: ['assignee'] });
  });
});

it('before: and after: take the offset of their own day', async () => {
  const { ana, desk } = world;
  const year = new Date().getUTCFullYear() + 1;
  // 23:30 in New York, in winter (UTC-5) and in summer (UTC-4).
  for (const [season, at] of [
    ['winter', `${year}-01-10T04:30Z`],
    ['summer', `${year}-07-10T03:30Z`],
  ] as const) {
    desk.ahead.ms = Date.parse(at) - Date.now();
    // Sessions end in half a year.
    const person = await new Person(desk.url).register('Late', `${season}@post.example`);
    await person.opens('Late', `Halfpasteleven in ${season}`);
  }
  desk.ahead.ms = 0;
  await indexed(desk);
  const zone = '&timeZone=America/New_York';
  expect(await finds(ana, `after:${year}-01-09 before:${year}-01-10 halfpasteleven `, zone)).toHaveLength(1);
  expect(await finds(ana, `after:${year}-07-09 before:${year}-07-10 halfpasteleven `, zone)).toHaveLength(1);
  expect(await finds(ana, `after:${year}-07-10 halfpasteleven `, zone)).toHaveLength(0);
  expect((await search(ana, 'halfpasteleven', '&timeZone=Mars/Olympus')).status).toBe(422);

  // The text filter of a list, and the count of a saved view, which takes the zone that the person registered with.
  const listed = async (q: string) => {
    const query = `/api/tickets?q=${encodeURIComponent(q)}${zone}`;
    return (await ana.get<{ items: TicketRow[] }>(query)).body.items.length;
  };
  const winter = `after:${year}-01-09 before:${year}-01-10 halfpasteleven `;
  expect([await listed(winter), await listed(`after:${year}-07-10 halfpasteleven `)]).toEqual([1, 0]);
  expect((await ana.get('/api/tickets?q=halfpasteleven&timeZone=Mars/Olympus')).status).toBe(422);
  const shared = { shared: true, base: 'all', order: 'created', filters: { q: winter }, name: 'Winter', id: uuidv7() };
  expect((await world.zoe.post('/api/views', shared)).status).toBe(201);
  await desk.commit(({ tx }) => tx.update(users).set({ timeZone: 'America/New_York' }).where(eq(users.id, ana.id)));
  await desk.commit(({ tx }) => tx.update(users).set({ timeZone: 'Mars/Olympus' }).where(eq(users.id, world.ben.id)));
  for (const [person, n] of [
    [ana, 1],
    [world.ben, 0],
  ] as const) {
    const listener = await person.listen();
    await listener.socket.emitWithAck('show', { viewIds: [shared.id] });
    await listener.until(() => listener.state.counts?.views[shared.id]?.n === n, `a count of ${n}`);
    listener.close();
  }
});
