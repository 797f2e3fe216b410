import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../server/tickets/contract.ts';
import { text } from './support/files.ts';
import { finds, indexed, search, shown } from './support/indexed.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let kettle: TicketRow;
let mill: TicketRow;
let note: { id: string; eventId: number };
let first: { id: string; eventId: number; seq: number };
beforeAll(async () => {
  world = await createWorld();
  const { jonas, mia, ana, ben, sol } = world;
  kettle = await jonas.opens('The kettle sings', 'Since Monday it sings a high note. Ümläuts: Köln.');
  mill = await mia.opens('A loud mill', 'The mill is loud, and the kettle is not.');
  first = await ana.says(kettle.id, 'Which kettle is it? There are two kettles.');
  await jonas.says(kettle.id, '東京の急須です。お願いします');
  await ben.says(mill.id, 'Please send us the mill.');
  note = (
    await ana.post<typeof note>(`/api/tickets/${kettle.id}/notes`, { body: 'He is a friend of the kettle maker.' })
  ).body;
  await sol.put(`/api/tickets/${mill.id}/status`, { status: 'pending' });
  await sol.patch(`/api/tickets/${mill.id}`, { priority: 'urgent' });
  await indexed(world.desk);
});
afterAll(() => world.end());

describe('the team finds', () => {
  it('what was written, newest first, with its ticket, its author and its place', async () => {
    const { body } = await search(world.ben, 'kettle ');
    expect(body).toMatchObject({ next: null, complete: true, indexed: 1 });
    expect(body.items.map(shown)).toEqual([
      'He is a friend of the [kettle] maker.',
      'Which [kettle] is it? There are two kettles.',
      'The mill is loud, and the [kettle] is not.',
      'The [kettle] sings',
    ]);
    expect(body.items[1]).toEqual({
      kind: 'message',
      id: first.id,
      eventId: first.eventId,
      seq: first.seq,
      at: expect.any(Number),
      author: { id: world.ana.id, name: 'Ana', kind: 'staff' },
      ticket: {
        ...{ id: kettle.id, number: kettle.number, subject: 'The kettle sings' },
        ...{ status: 'in_progress', statusType: 'in_progress' },
        customer: { id: world.jonas.id, name: 'Jonas', kind: 'customer' },
      },
      snippet: expect.any(Array),
    });
    expect(body.items.map(({ kind }) => kind)).toEqual(['note', 'message', 'message', 'subject']);
  });

  it.each([
    ['the beginning of the last word', 'kett', 4],
    ['no beginning of a word that is finished', 'kett ', 0],
    ['no beginning of a word in the middle', 'kett sings', 0],
    ['all of several words', 'kettle sings', 1],
    ['words in any case and without their accents', 'KOLN umlauts', 1],
    ['a phrase', '"two kettles"', 1],
    ['no words apart by a phrase', '"kettle two"', 0],
    ['what does not hold a word', 'kettle -loud', 3],
    ['what does not hold a phrase', 'kettle -"two kettles"', 3],
    ['a part of a line without spaces', '急須', 1],
    ['only what stands there in this order', '須急', 0],
    ['what a colleague wrote', 'from:ana kettle', 2],
    ['all that a colleague wrote', 'from:Ana', 2],
    ['what customers wrote', 'from:customer kettle', 2],
    ['what the team wrote', 'from:staff kettle', 2],
    ['nothing of nobody', 'from:nobody kettle', 0],
    ['what either of two wrote', 'from:ben from:mia mill', 2],
    ['what stands on tickets of a status', 'status:pending kettle', 1],
    ['the same by the name of the status', 'status:"In progress" kettle', 3],
    ['tickets, by an operator alone', 'status:pending', 1],
    ['what stands on tickets of a priority', 'priority:urgent kettle', 1],
    ['what somebody holds', 'assignee:ben kettle', 1],
    ['what nobody holds', 'assignee:none kettle', 0],
    ['notes alone', 'is:note kettle', 1],
    ['every note', 'in:notes', 1],
    ['what came since a day', 'after:2026-01-01 kettle', 4],
    ['nothing before a day', 'before:2026-01-01 kettle', 0],
    ['a word with an operator that is none', 'colour:kettle', 0],
    ['the kettle as a word behind a dash alone', '- kettle', 4],
  ] as const)('%s: %s', async (_what, q, most) => {
    const found = await finds(world.sol, q);
    expect(found).toHaveLength(most);
  });

  it('their own by me', async () => {
    expect(await finds(world.ana, 'from:me kettle')).toHaveLength(2);
    expect(await finds(world.ben, 'from:me kettle')).toHaveLength(0);
    expect(await finds(world.ben, 'assignee:me kettle')).toEqual(['The mill is loud, and the [kettle] is not.']);
  });

  it('a ticket by its number, and words on it', async () => {
    const { body } = await search(world.sol, `#${mill.number}`);
    expect(body.items.map(({ kind, ticket }) => [kind, ticket.id])).toEqual([['subject', mill.id]]);
    expect(await finds(world.sol, `#${mill.number} mill`)).toHaveLength(2);
    expect(await finds(world.sol, '#9999')).toEqual([]);
  });

  it('what came with a file, in a message and in a note', async () => {
    const { jonas, ana, desk } = world;
    const photo = (await jonas.attaches(kettle.id, text('scale.txt', 'white'))).body;
    const body = 'The bottom of the urn';
    await jonas.post(`/api/tickets/${kettle.id}/messages`, { body, attachmentIds: [photo.id] });
    await jonas.says(kettle.id, 'And the lid of the urn');
    const plan = (await ana.attaches(kettle.id, text('plan.txt', 'secret'), { kind: 'note' })).body;
    await ana.post(`/api/tickets/${kettle.id}/notes`, { body: 'How the urn is built', attachmentIds: [plan.id] });
    await indexed(desk);
    expect((await finds(ana, 'urn has:file')).toSorted()).toEqual([
      'How the [urn] is built',
      'The bottom of the [urn]',
    ]);
    expect(await finds(jonas, 'urn has:file')).toEqual(['The bottom of the [urn]']);
  });

  it('days as they are on the asker’s clock', async () => {
    const { desk, jonas, sol } = world;
    const at = new Date(Date.now() + 86_400_000);
    at.setUTCHours(23, 30, 0, 0);
    desk.ahead.ms = at.getTime() - Date.now();
    await jonas.says(kettle.id, 'Late in the eveningtide');
    await indexed(desk);
    desk.ahead.ms = 0;
    const today = at.toISOString().slice(0, 10);
    const tomorrow = new Date(at.getTime() + 86_400_000).toISOString().slice(0, 10);
    expect(await finds(sol, `after:${today} eveningtide`)).toHaveLength(1);
    expect(await finds(sol, `after:${tomorrow} eveningtide`)).toHaveLength(0);
    expect(await finds(sol, `after:${tomorrow} eveningtide`, '&offset=60')).toHaveLength(1);
    expect(await finds(sol, `before:${tomorrow} eveningtide`)).toHaveLength(1);
    expect(await finds(sol, `before:${tomorrow} eveningtide`, '&offset=60')).toHaveLength(0);
  });

  it.each([
    ['status:nonsense', 'There is no such status. There are: open, in_progress, pending, resolved, closed, cancelled.'],
    ['priority:nonsense', 'There is no such priority.'],
    ['category:nonsense', 'There is no category here yet.'],
    ['before:yesterday', 'Write the day as in before:2026-01-31.'],
    ['after:2026-02-30', 'Write the day as in before:2026-01-31.'],
    ['is:urgent', 'Write is:note or in:notes.'],
    ['has:wheels', 'Write has:file.'],
    ['', 'Write a word to look for.'],
    ['-loud', 'Write a word to look for.'],
    ['!?!', 'Write a word to look for.'],
  ])('nothing by %s, and is told why', async (q, words) => {
    const { status, body } = await search(world.sol, q);
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'invalid', fields: { q: expect.stringContaining(words) } } });
  });
});

describe('pages', () => {
  it('go on by key, with everything once, and the best are ranked', async () => {
    const { jonas, ana } = world;
    const own = await jonas.opens('Pages of teapots', 'Teapot number 0');
    for (let n = 1; n < 25; n += 1) await ana.says(own.id, `Teapot number ${n}`);
    await ana.says(own.id, 'A teapot is a teapot is a teapot.');
    await indexed(world.desk);
    const all: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await search(ana, 'teapot ', `&limit=7${next && `&cursor=${next}`}`);
      all.push(...body.items.map(shown));
      next = body.next;
    }
    expect(all).toEqual([
      'A [teapot] is a [teapot] is a [teapot].',
      ...Array.from({ length: 25 }, (_, n) => `[Teapot] number ${24 - n}`),
    ]);
    const { body } = await search(ana, 'teapot number 7', '&order=rank');
    expect(shown(body.items[0] ?? expect.fail())).toBe('[Teapot] [number] [7]');
    expect((await finds(ana, 'teapot ', '&order=rank&limit=3'))[0]).toBe('A [teapot] is a [teapot] is a [teapot].');
  });
});

describe('what was changed', () => {
  const holds = (word: string) =>
    stored(
      world.desk,
      `SELECT 1 FROM conversation_search WHERE conversation_search MATCH ? UNION ALL
       SELECT 1 FROM note_search WHERE note_search MATCH ?`,
      word,
      word,
    );

  it('is found as it is now, and what was taken back is found nowhere, from that moment on', async () => {
    const { ana, jonas, desk } = world;
    const own = await jonas.opens('A teaspoon', 'Before the samovar');
    const { id } = await ana.says(own.id, 'A zither, and a mistake');
    await indexed(desk);
    expect(holds('zither')).toHaveLength(1);

    await ana.patch(`/api/tickets/${own.id}/messages/${id}`, { body: 'An ocarina' });
    expect(await finds(ana, 'zither')).toEqual([]);
    await indexed(desk);
    expect(await finds(ana, 'ocarina')).toEqual(['An [ocarina]']);
    expect(holds('zither')).toEqual([]);

    await ana.delete(`/api/tickets/${own.id}/messages/${id}`);
    expect(await finds(ana, 'ocarina')).toEqual([]);
    await indexed(desk);
    expect(holds('ocarina')).toEqual([]);

    await ana.patch(`/api/tickets/${own.id}`, { subject: 'A sugar bowl' });
    expect(await finds(ana, 'teaspoon')).toEqual([]);
    await indexed(desk);
    expect(await finds(ana, 'sugar')).toEqual(['A [sugar] bowl']);
    expect(await finds(ana, 'samovar')).toEqual(['Before the [samovar]']);
    expect(holds('teaspoon')).toEqual([]);
  });

  it('in a note, or twice before the index looked, or gone with its ticket', async () => {
    const { ana, zoe, jonas, desk } = world;
    const own = await jonas.opens('Of a tagine', 'A tagine');
    const { body: kept } = await ana.post<{ id: string }>(`/api/tickets/${own.id}/notes`, { body: 'A tajine' });
    const { id } = await ana.says(own.id, 'One');
    await indexed(desk);
    await ana.patch(`/api/tickets/${own.id}/notes/${kept.id}`, { body: 'A wok' });
    await ana.patch(`/api/tickets/${own.id}/messages/${id}`, { body: 'Two skewers' });
    await ana.patch(`/api/tickets/${own.id}/messages/${id}`, { body: 'Three ladles' });
    await indexed(desk);
    expect([await finds(ana, 'tajine'), await finds(ana, 'wok'), await finds(ana, 'ladles')]).toEqual([
      [],
      ['A [wok]'],
      ['Three [ladles]'],
    ]);
    expect([holds('skewers'), holds('tajine')]).toEqual([[], []]);
    expect((await zoe.delete(`/api/tickets/${own.id}`)).status).toBe(204);
    expect([await finds(ana, 'tagine'), await finds(ana, 'wok')]).toEqual([[], []]);
    await indexed(desk);
    for (const word of ['tagine', 'wok', 'ladles']) expect(holds(word)).toEqual([]);
    const sound = stored(desk, 'PRAGMA integrity_check');
    expect(sound).toEqual([{ integrity_check: 'ok' }]);
  });
});

describe('a customer finds', () => {
  it('their own messages and subjects, and nobody else’s', async () => {
    const { jonas, mia, ana } = world;
    expect(await finds(jonas, 'kettle ')).toEqual([
      'Which [kettle] is it? There are two kettles.',
      'The [kettle] sings',
    ]);
    expect(await finds(mia, 'kettle ')).toEqual(['The mill is loud, and the [kettle] is not.']);
    expect(await finds(ana, 'kettle ')).toHaveLength(4);
    expect(await finds(mia, `#${kettle.number}`)).toEqual([]);
    expect(await finds(mia, 'from:me mill')).toHaveLength(1);
    expect(await finds(mia, 'from:ben')).toEqual(['Please send us the mill.']);
    expect(await finds(mia, 'status:pending')).toEqual(['A loud mill']);
    expect(await finds(jonas, 'status:pending')).toEqual([]);
    expect(await finds(jonas, 'kettle', '&order=rank')).toHaveLength(2);
  });

  it('no note: what asks for one is a word to them', async () => {
    for (const q of ['is:note kettle', 'in:notes', 'friend', 'note:friend', `"friend of the kettle"`])
      expect(await finds(world.jonas, q)).toEqual([]);
    expect(note.eventId).toBeGreaterThan(0);
  });
});
