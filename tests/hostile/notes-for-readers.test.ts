import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CatchUp, Snapshot } from '../../server/live/contract.ts';
import type { Note } from '../../server/notes/contract.ts';
import { text } from '../support/files.ts';
import { indexed } from '../support/indexed.ts';
import type { Person } from '../support/person.ts';
import { createWorld, type World } from '../support/world.ts';
import { sendUp } from './bare-socket.ts';

const marker = () => `marker${randomBytes(12).toString('hex')}`;

/** Ben is staff like the others, and may not view notes. */
let world: World;
let ticketId: string;
/** The texts, file names and ids of all notes. */
const secrets: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  ticketId = (await world.jonas.opens('Notes')).id;
  await takeNotesFrom(world.ben);
});
afterAll(() => world.end());
afterEach(() => takeNotesFrom(world.ben));

async function takeNotesFrom({ id }: Person) {
  expect((await world.zoe.put(`/api/users/${id}/permissions`, { own: { notes: [] } })).status).toBe(200);
}

async function giveNotesTo({ id }: Person) {
  expect((await world.zoe.delete(`/api/users/${id}/permissions`)).status).toBe(204);
}

async function note(more: { mentionIds?: string[] } = {}) {
  const file = text(`${marker()}.txt`, marker());
  const { body: attached } = await world.ana.attaches(ticketId, file, { kind: 'note' });
  const body = marker();
  const input = { body, attachmentIds: [attached.id], ...more };
  const answer = await world.ana.post<Note>(`/api/tickets/${ticketId}/notes`, input);
  expect(answer.status).toBe(201);
  secrets.push(body, file.name, attached.id, answer.body.id);
  return { ...answer.body, fileId: attached.id };
}

function expectNoSecretIn(bytes: string) {
  expect(secrets.length).toBeGreaterThan(0);
  for (const secret of [...secrets, '"note']) expect(bytes).not.toContain(secret);
}

const READS: [string, (at: { snapshot: Snapshot; eventId: number; body: string }) => string][] = [
  ['the history of the ticket', () => `/api/tickets/${ticketId}/events?limit=100`],
  ['its history from the beginning', () => `/api/tickets/${ticketId}/events?after=0&limit=100`],
  ['its history around the note', ({ eventId }) => `/api/tickets/${ticketId}/events?around=${eventId}`],
  ['its history before the next event', ({ eventId }) => `/api/tickets/${ticketId}/events?before=${eventId + 1}`],
  [
    'the catch-up of an open ticket',
    ({ snapshot: { cursor, epoch } }) => `/api/events?after=${cursor}&epoch=${epoch}&watching=${ticketId}:0`,
  ],
  ['the snapshot', () => '/api/snapshot'],
  ['the messages', () => `/api/tickets/${ticketId}/messages`],
  ['the list of tickets', () => '/api/tickets'],
  ['the drafts', () => `/api/tickets/${ticketId}/draft`],
  ['a search for its words', ({ body }) => `/api/search?q=${body}`],
  ['a search in the order of relevance', ({ body }) => `/api/search?q=${body}&order=rank`],
  ['the list of tickets with its words', ({ body }) => `/api/tickets?q=${body}`],
];

describe('staff who may not view notes find no note in', () => {
  it.each(READS)('%s', async (_name, path) => {
    const { ben, sol } = world;
    const snapshot = (await ben.get<Snapshot>('/api/snapshot')).body;
    const { eventId, body } = await note();
    await indexed(world.desk);
    const answer = await ben.get<object>(path({ snapshot, eventId, body }));
    expect(answer.status).toBe(200);
    expectNoSecretIn(JSON.stringify(answer.body).replaceAll('"notes"', ''));
    // A colleague who may view them finds it in the history.
    const { body: hers } = await sol.get(`/api/tickets/${ticketId}/events?limit=100`);
    expect(JSON.stringify(hers)).toContain(body);
  });

  it.each([
    ['the list of notes', 403, () => `/api/tickets/${ticketId}/notes`],
    ['a note by its id', 403, ({ id }: Note) => `/api/tickets/${ticketId}/notes/${id}`],
    ['a search in notes', 403, ({ body }: Note) => `/api/search?q=in:notes ${body}`],
    ['a file of a note', 404, ({ fileId }: { fileId: string }) => `/api/attachments/${fileId}`],
  ])('the refusal of %s', async (_name, status, path) => {
    const answer = await world.ben.get(path(await note()));
    expect(answer.status).toBe(status);
    expectNoSecretIn(JSON.stringify(answer.body));
  });

  it('what their socket receives while a note is added, edited and deleted', async () => {
    const { ana, ben, sol } = world;
    const [his, hers] = [await ben.listen(ticketId), await sol.listen(ticketId)];
    const added = await note();
    const changed = marker();
    secrets.push(changed);
    expect((await ana.patch(`/api/tickets/${ticketId}/notes/${added.id}`, { body: changed })).status).toBe(200);
    expect((await ana.delete(`/api/tickets/${ticketId}/notes/${added.id}`)).status).toBe(200);
    await hers.heard('note.deleted', ticketId);
    expect(hers.bytes()).toContain(changed);
    const { id } = await ana.says(ticketId, 'The next one');
    await his.until(() => his.bytes().includes(id), 'the next message');
    expectNoSecretIn(his.bytes().replaceAll('"notes"', ''));
    for (const one of [his, hers]) one.close();
  });

  it('the frames of notes and messages that are written at once, which they hear in order', async () => {
    const { ana, ben, sol } = world;
    const [his, hers] = [await ben.listen(ticketId), await sol.listen(ticketId)];
    const before = his.events.length;
    const lines = Array.from({ length: 6 }, (_, n) => `line ${n}`);
    await Promise.all(lines.flatMap((line) => [note(), ana.says(ticketId, line)]));
    const said = ({ events }: typeof his) => events.filter(({ type }) => type === 'message.sent').map(({ id }) => id);
    for (const one of [his, hers])
      await one.until(() => lines.every((line) => one.bytes().includes(line)), 'every line');
    expect(said(his)).toEqual(said(hers));
    expect(said(his)).toEqual(said(his).toSorted((a, b) => a - b));
    expect(his.events.slice(before).map(({ type }) => type)).not.toContain('note.added');
    expectNoSecretIn(his.bytes().replaceAll('"notes"', ''));
    for (const one of [his, hers]) one.close();
  });

  it('the answers to watch and sync', async () => {
    await note();
    const his = await world.ben.listen(ticketId);
    expect((await his.watch(ticketId)).events.length).toBeGreaterThan(0);
    expect(his.events.length).toBeGreaterThan(0);
    expectNoSecretIn(his.bytes().replaceAll('"notes"', ''));
    his.close();
  });

  it('what is typed: neither that a note is being written, nor the draft of one', async () => {
    const { ana, ben, sol } = world;
    const [desk, his, hers] = [await ana.listen(ticketId), await ben.listen(ticketId), await sol.listen(ticketId)];
    const [heard, told]: [string[], string[]] = [[], []];
    his.socket.on('typing', ({ kind }) => heard.push(kind));
    hers.socket.on('typing', ({ kind }) => told.push(kind));
    await sendUp(desk.socket, 'typing', { ticketId, kind: 'note' });
    await sendUp(desk.socket, 'typing', { ticketId, kind: 'message' });
    await Promise.all([
      his.until(() => heard.length > 0, 'the message that is being written'),
      hers.until(() => told.length === 2, 'both'),
    ]);
    expect([heard, told]).toEqual([['message'], ['note', 'message']]);
    for (const one of [desk, his, hers]) one.close();
  });
});

describe('staff who may not view notes', () => {
  it.each([
    ['write a note', () => world.ben.post(`/api/tickets/${ticketId}/notes`, { body: 'x' })],
    ['save a draft of a note', () => world.ben.put(`/api/tickets/${ticketId}/draft`, { kind: 'note', body: 'x' })],
    ['mark mentions as seen', () => world.ben.put(`/api/tickets/${ticketId}/mentions/seen`, { eventId: 1 })],
    ['upload a file for a note', () => world.ben.attaches(ticketId, text('x.txt', 'x'), { kind: 'note' })],
  ])('cannot %s', async (_name, act) => {
    expect((await act()).status).toBe(403);
  });

  it('cannot say that they write a note', async () => {
    const his = await world.ben.listen(ticketId);
    expect(await sendUp(his.socket, 'typing', { ticketId, kind: 'note' })).toMatchObject({ ok: false });
    his.close();
  });

  it('cannot be mentioned, and the author reads why', async () => {
    const path = `/api/tickets/${ticketId}/notes`;
    const answer = await world.ana.post(path, { body: 'x', mentionIds: [world.ben.id] });
    expect(answer).toMatchObject({ status: 422, body: { error: { message: /may read notes/u } } });
  });

  it('have no mentions from when they could, and hear of no change of them', async () => {
    const { ana, ben, sol } = world;
    await giveNotesTo(ben);
    const { id } = await note({ mentionIds: [ben.id] });
    const standing = async () => (await ben.get<Snapshot>('/api/snapshot')).body;
    expect((await standing()).counts?.mentions).toBe(1);
    await takeNotesFrom(ben);
    const { counts, lists } = await standing();
    expect([counts?.mentions, lists.mentions.items]).toEqual([0, []]);
    expect((await ben.get('/api/tickets?mentioned=me')).status).toBe(403);
    const his = await ben.listen();
    const heard: unknown[] = [];
    his.socket.on('mention', (news) => heard.push(news));
    await ana.patch(`/api/tickets/${ticketId}/notes/${id}`, { body: marker(), mentionIds: [sol.id] });
    const { eventId } = await ana.says(ticketId, 'After that');
    await his.until(() => (his.state.rows[ticketId]?.version ?? 0) >= eventId, 'what came after');
    expect(heard).toEqual([]);
    his.close();
  });

  it('keep no draft of a note from when they could', async () => {
    const { ben } = world;
    await giveNotesTo(ben);
    await ben.put(`/api/tickets/${ticketId}/draft`, { kind: 'note', body: 'Half a th' });
    await takeNotesFrom(ben);
    expect((await ben.get(`/api/tickets/${ticketId}/draft`)).body).toEqual({ items: [] });
    expect((await ben.get<Snapshot>('/api/snapshot')).body.lists.drafts.items).toEqual([]);
  });
});

describe('the right to view notes', () => {
  it('ends at the commit for those who are connected, whose clients then start over', async () => {
    const { ben } = world;
    await giveNotesTo(ben);
    const his = await ben.listen(ticketId);
    const before = (await ben.get<Snapshot>('/api/snapshot')).body;
    const { body } = await note();
    await his.until(() => his.bytes().includes(body), 'the note');
    let why = '';
    his.socket.on('closing', ({ reason }) => (why = reason));
    await takeNotesFrom(ben);
    const late = await note();
    await his.until(() => !his.socket.connected, 'the end of the connection');
    expect(why).toBe('restart');
    expect(his.bytes()).not.toContain(late.body);
    const since = `after=${before.cursor}&epoch=${before.epoch}&watching=${ticketId}:0`;
    const answer = await ben.get<CatchUp>(`/api/events?${since}`);
    expect(answer.body).toEqual({ resync: true, reason: 'epoch' });
    const connected = new Promise<void>((resolve) => his.socket.once('connect', resolve));
    const resync = new Promise<string>((resolve) => his.socket.once('resync', ({ reason }) => resolve(reason)));
    his.socket.connect();
    await connected;
    const { cursor, epoch } = before;
    await sendUp(his.socket, 'sync', { cursor, epoch, watching: [{ ticketId, after: 0 }] });
    expect(await resync).toBe('epoch');
    const missed = await note();
    const { eventId } = await world.ana.says(ticketId, 'To everybody');
    await his.until(() => his.events.some(({ id }) => id === eventId), 'the next message');
    expect(JSON.stringify(his.frames)).not.toContain(missed.body);
    his.close();
  });

  it('is used at once by those who get it while they are connected', async () => {
    const { ben } = world;
    const old = await ben.listen(ticketId);
    await giveNotesTo(ben);
    await old.until(() => !old.socket.connected, 'the end of the connection');
    const his = await ben.listen(ticketId);
    const { body } = await note();
    await his.until(() => his.bytes().includes(body), 'the note');
    expect(JSON.stringify((await ben.get(`/api/tickets/${ticketId}/events?limit=100`)).body)).toContain(body);
    his.close();
  });
});
