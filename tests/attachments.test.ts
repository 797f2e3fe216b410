import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../db/sqlite/connection.ts';
import { examine } from '../db/sqlite/doctor.ts';
import type { Attachment } from '../server/attachments/contract.ts';
import { createStorage, KEY, storageFolder } from '../server/attachments/storage.ts';
import { forgetUnsent, removeStrays } from '../server/attachments/sweep.ts';
import { createCommit } from '../server/commit.ts';
import { createFeed } from '../server/feed.ts';
import { kinds } from '../server/jobs/kinds.ts';
import { createOidcClient } from '../server/oidc/client.ts';
import { openSecrets } from '../server/secrets/key-file.ts';
import { readConfig } from '../server/config.ts';
import { createWorkers } from '../server/jobs/workers.ts';
import { createLog } from '../server/log.ts';
import { uuidv7 } from '../db/ids.ts';
import type { Message } from '../server/messages/contract.ts';
import type { Note } from '../server/notes/contract.ts';
import type { Page, TicketRow } from '../server/tickets/contract.ts';
import { ADMIN, startDesk } from './support/desk.ts';
import { type Picked, picture, text } from './support/files.ts';
import { hears, SILENCE } from './support/hears.ts';
import { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let ticket: TicketRow;
let photo: Picked;
beforeAll(async () => {
  world = await createWorld();
  ticket = await world.jonas.opens('The gauge');
  photo = await picture('gauge.png');
});
afterAll(() => world.end());

const messages = () => `/api/tickets/${ticket.id}/messages`;

describe('an upload', () => {
  it('is visible only to its uploader until it is sent, and a retry returns the same file', async () => {
    const { jonas, mia, ana, zoe, desk } = world;
    const id = uuidv7();
    const first = await jonas.attaches(ticket.id, photo, { id });
    expect(first).toMatchObject({
      status: 201,
      body: { id, name: 'gauge.png', type: 'image/png', width: 800, height: 600, hasThumbnail: true },
    });
    expect(await jonas.attaches(ticket.id, photo, { id })).toMatchObject({ status: 200, body: first.body });
    expect(stored(desk, 'SELECT id FROM attachments WHERE id = ?', id)).toHaveLength(1);
    for (const other of [text('gauge.png', 'something else'), photo]) {
      const person = other === photo ? mia : jonas;
      const there = person === mia ? (await mia.opens('Hers')).id : ticket.id;
      expect(await person.attaches(there, other, { id })).toMatchObject({
        status: 409,
        body: { error: { code: 'id_reused' } },
      });
    }
    expect((await jonas.downloads(id)).status).toBe(200);
    for (const person of [mia, ana, zoe]) {
      expect((await person.downloads(id)).status).toBe(404);
      expect((await person.downloads(id, '/thumbnail')).status).toBe(404);
      expect((await person.delete(`/api/attachments/${id}`)).status).toBe(404);
    }
  });

  it('can be deleted by its uploader before it is sent', async () => {
    const { jonas } = world;
    const { body: file } = await jonas.attaches(ticket.id, photo);
    expect((await jonas.delete(`/api/attachments/${file.id}`)).status).toBe(204);
    expect((await jonas.downloads(file.id)).status).toBe(404);
    expect((await jonas.delete(`/api/attachments/${file.id}`)).status).toBe(404);
    expect(await jonas.post(messages(), { body: '', attachmentIds: [file.id] })).toMatchObject({ status: 422 });
  });

  it('has limits that a client can read before it sends a file', async () => {
    expect((await world.jonas.get('/api/attachments')).body).toEqual({ maxBytes: 25 * 2 ** 20, most: 10 });
  });
});

describe('a message with files', () => {
  it('is one event with its files, for everyone who may see it', async () => {
    const { jonas, ana, mia, desk } = world;
    const files = [await jonas.attaches(ticket.id, photo), await jonas.attaches(ticket.id, text('log.txt', 'E14'))];
    const attachments = files.map(({ body }) => body);
    const message = { id: uuidv7(), body: '', attachmentIds: attachments.map(({ id }) => id).toReversed() };
    const heard = await hears(world, ticket.id, () => jonas.post(messages(), message));
    expect(heard).toMatchObject({
      customer: ['message.sent'],
      open: ['message.sent'],
      colleague: [],
      row: { lastMessage: { excerpt: 'gauge.png, log.txt' } },
    });
    expect(await hears(world, ticket.id, () => jonas.post(messages(), message))).toEqual(SILENCE);
    expect(await jonas.post<Message>(messages(), message)).toMatchObject({ status: 200, body: { attachments } });
    expect(await jonas.post(messages(), { ...message, attachmentIds: [] })).toMatchObject({ status: 422 });
    expect(await jonas.post(messages(), { ...message, attachmentIds: message.attachmentIds.slice(1) })).toMatchObject({
      status: 409,
      body: { error: { code: 'id_reused' } },
    });

    const { body: one } = await ana.get<Message>(`${messages()}/${message.id}`);
    expect(one.attachments).toEqual(attachments);
    const { body: page } = await ana.get<Page<Message>>(messages());
    expect(page.items.find(({ id }) => id === message.id)).toEqual(one);
    const { body: history } = await ana.get<{ items: { message?: Message }[] }>(`/api/tickets/${ticket.id}/events`);
    expect(history.items.at(-1)?.message).toEqual(one);
    expect(stored(desk, `SELECT data FROM events WHERE subject_id = ?`, message.id)).toEqual([{ data: '{}' }]);

    for (const { id } of attachments) {
      expect((await ana.downloads(id)).bytes).toEqual((await jonas.downloads(id)).bytes);
      expect((await mia.downloads(id)).status).toBe(404);
      expect((await world.stranger.downloads(id)).status).toBe(401);
      expect(await jonas.delete(`/api/attachments/${id}`)).toMatchObject({ status: 409 });
    }
  });

  it('accepts only the author’s own unsent files of the right kind and ticket', async () => {
    const { jonas, ana, ben } = world;
    const other = await jonas.opens('Another');
    const his = (await jonas.attaches(ticket.id, photo)).body;
    const hers = (await ana.attaches(ticket.id, photo)).body;
    const forNote = (await ana.attaches(ticket.id, photo, { kind: 'note' })).body;
    const refused = {
      status: 422,
      body: { error: { code: 'invalid', fields: { attachmentIds: expect.any(String) } } },
    };
    const say = (person: Person, id: string, attachmentIds: string[]) =>
      person.post(`/api/tickets/${id}/messages`, { body: 'With a file', attachmentIds });
    expect(await say(jonas, other.id, [his.id])).toMatchObject(refused);
    expect(await say(jonas, ticket.id, [hers.id])).toMatchObject(refused);
    expect(await say(ben, ticket.id, [hers.id])).toMatchObject(refused);
    expect(await say(ana, ticket.id, [forNote.id])).toMatchObject(refused);
    expect(await say(ana, ticket.id, [hers.id, uuidv7()])).toMatchObject(refused);
    expect(await say(ana, ticket.id, [hers.id, hers.id])).toMatchObject({ status: 422 });
    expect(
      await say(
        ana,
        ticket.id,
        Array.from({ length: 11 }, () => uuidv7()),
      ),
    ).toMatchObject({ status: 422 });
    expect(await ana.post(`/api/tickets/${ticket.id}/notes`, { body: '', attachmentIds: [hers.id] })).toMatchObject(
      refused,
    );
    expect(await say(ana, ticket.id, [hers.id])).toMatchObject({ status: 201, body: { attachments: [hers] } });
    expect(await say(ana, ticket.id, [hers.id])).toMatchObject({
      status: 409,
      body: { error: { code: 'attachments.sent' } },
    });
  });

  it('loses its files when it is deleted, and a job removes them from the disk', async () => {
    const { jonas, ana, desk } = world;
    const file = (await jonas.attaches(ticket.id, photo)).body;
    const { body: said } = await jonas.post<Message>(messages(), { body: 'Oh', attachmentIds: [file.id] });
    const [keys] = stored<{ storageKey: string; thumbnailKey: string }>(
      desk,
      'SELECT storage_key AS storageKey, thumbnail_key AS thumbnailKey FROM attachments WHERE id = ?',
      file.id,
    );
    const files = async () =>
      (await readdir(storageFolder(desk.dataDir))).filter((name) => name.startsWith(keys?.storageKey ?? '?'));
    expect((await files()).toSorted()).toEqual([keys?.storageKey, keys?.thumbnailKey]);
    const heard = await hears(world, ticket.id, () => jonas.delete(`${messages()}/${said.id}`));
    expect(heard).toMatchObject({ customer: ['message.deleted'], row: { lastMessage: { excerpt: '' } } });
    expect((await ana.get<Message>(`${messages()}/${said.id}`)).body.attachments).toEqual([]);
    expect((await ana.downloads(file.id)).status).toBe(404);
    await expect.poll(files).toEqual([]);
    await expect.poll(() => stored(desk, 'SELECT key FROM jobs')).toEqual([]);
  });
});

it('can open a ticket, and its files follow to the ticket that continues a closed one', async () => {
  const { jonas, ana, mia } = world;
  const [first, second] = [(await jonas.attaches(null, photo)).body, (await jonas.attaches(null, photo)).body];
  expect((await mia.downloads(first.id)).status).toBe(404);
  const opening = { id: uuidv7(), messageId: uuidv7(), subject: 'See', body: '', attachmentIds: [first.id] };
  expect((await mia.post('/api/tickets', { ...opening, id: uuidv7(), messageId: uuidv7() })).status).toBe(422);
  const opened = await jonas.post<TicketRow>('/api/tickets', opening);
  expect(opened).toMatchObject({ status: 201, body: { lastMessage: { excerpt: 'gauge.png' } } });
  expect((await jonas.post('/api/tickets', opening)).status).toBe(200);
  expect((await ana.downloads(first.id)).status).toBe(200);

  const third = (await jonas.attaches(opening.id, photo)).body;
  await ana.put(`/api/tickets/${opening.id}/status`, { status: 'closed' });
  const linked = {
    ...opening,
    id: uuidv7(),
    messageId: uuidv7(),
    linkedTo: opening.id,
    attachmentIds: [second.id, third.id],
  };
  expect((await jonas.post('/api/tickets', linked)).status).toBe(201);
  expect((await ana.downloads(third.id)).status).toBe(200);
});

it('on a note reaches only staff', async () => {
  const { ana, ben, jonas } = world;
  const { body: file } = await ana.attaches(ticket.id, photo, { kind: 'note' });
  const note = { id: uuidv7(), body: '', attachmentIds: [file.id] };
  const heard = await hears(world, ticket.id, () => ana.post(`/api/tickets/${ticket.id}/notes`, note));
  expect(heard).toEqual({ customer: [], open: ['note.added'], colleague: [], row: null });
  expect((await ben.get<Note>(`/api/tickets/${ticket.id}/notes/${note.id}`)).body.attachments).toEqual([file]);
  expect((await ben.downloads(file.id)).status).toBe(200);
  expect((await jonas.downloads(file.id)).status).toBe(404);
  expect((await jonas.downloads(file.id, '/thumbnail')).status).toBe(404);
  expect((await jonas.attaches(ticket.id, photo, { kind: 'note' })).status).toBe(403);
  expect((await ana.delete(`/api/tickets/${ticket.id}/notes/${note.id}`)).body).toMatchObject({ attachments: [] });
  expect((await ben.downloads(file.id)).status).toBe(404);
});

describe('an image', () => {
  it('is stored upright and without metadata of the camera', async () => {
    const bytes = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#888' } })
      .withExif({ IFD0: { Copyright: 'SECRETPLACE' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { body: file } = await world.jonas.attaches(ticket.id, { name: 'IMG_1.HEIC', bytes });
    expect(file).toMatchObject({ name: 'IMG_1.HEIC.jpg', type: 'image/jpeg', width: 300, height: 900 });
    const got = await world.jonas.downloads(file.id);
    expect(got.headers.get('content-type')).toBe('image/jpeg');
    const found = await sharp(got.bytes).metadata();
    expect([found.width, found.height, found.orientation, found.exif]).toEqual([300, 900, undefined, undefined]);
    const small = await sharp((await world.jonas.downloads(file.id, '/thumbnail')).bytes).metadata();
    expect([small.format, small.width, small.height]).toEqual(['webp', 160, 480]);
  });

  it.each([
    ['a.png', 'image/png'],
    ['a.jpg', 'image/jpeg'],
    ['a.webp', 'image/webp'],
    ['a.gif', 'image/gif'],
    ['a.avif', 'image/webp'],
  ])('may be %s, and is shown', async (name, type) => {
    const { body: file } = await world.jonas.attaches(ticket.id, await picture(name, { width: 64, height: 32 }));
    expect(file).toMatchObject({ type, width: 64, height: 32, hasThumbnail: false });
    const { headers, bytes } = await world.jonas.downloads(file.id);
    expect(headers.get('content-disposition')).toMatch(/^inline/u);
    expect((await sharp(bytes).metadata()).format).toBe(type.replace('image/', ''));
  });

  it('keeps its animation', async () => {
    const frames = await Promise.all(
      ['#f00', '#0f0', '#00f'].map(
        async (colour) => (await picture('frame.png', { width: 40, height: 30, colour })).bytes,
      ),
    );
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100, 100] })
      .toBuffer();
    const { body: file } = await world.jonas.attaches(ticket.id, { name: 'spin.gif', bytes });
    expect(file).toMatchObject({ type: 'image/gif', width: 40, height: 30 });
    expect((await sharp((await world.jonas.downloads(file.id)).bytes).metadata()).pages).toBe(3);
  });
});

describe('files on the disk', () => {
  it('stay while they are sent; deleted and unsent files go, and doctor reports missing ones', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'answerback-'));
    const desk = await startDesk({ dataDir: folder });
    const nora = await new Person(desk.url).register('Nora', 'nora@post.example');
    const { id } = await nora.opens('Files');
    const upload = async () => (await nora.attaches(id, photo)).body;
    const [sent, cancelled, deleted, unsent] = [await upload(), await upload(), await upload(), await upload()];
    const say = (file: Attachment) =>
      nora.post<Message>(`/api/tickets/${id}/messages`, { body: 'x', attachmentIds: [file.id] });
    await say(sent);
    await nora.delete(`/api/attachments/${cancelled.id}`);
    await nora.delete(`/api/tickets/${id}/messages/${(await say(deleted)).body.id}`);
    const zoe = await new Person(desk.url).signIn(ADMIN.email, ADMIN.password);
    const { id: doomed } = await nora.opens('To be deleted');
    const { body: gone } = await nora.attaches(doomed, photo);
    await nora.post(`/api/tickets/${doomed}/messages`, { body: 'x', attachmentIds: [gone.id] });
    await zoe.delete(`/api/tickets/${doomed}`);
    const kept = async () => (await readdir(storageFolder(folder))).filter((name) => KEY.test(name)).length;
    // Of five, each with a thumbnail beside it, three went.
    await expect.poll(kept).toBe(4);
    await desk.stop();

    const db = connect(join(folder, 'answerback.db'));
    const ahead = { ms: 0 };
    const clock = () => Date.now() + ahead.ms;
    const commit = createCommit({ writer: db.writer, clock, publish: () => {}, onFatal: () => {} });
    const storage = createStorage(storageFolder(folder));
    const config = readConfig({ DATA_DIR: folder });
    const deps = { db: db.reader, commit, storage, clock };
    const oidc = createOidcClient({ ...config, clock });
    const workers = createWorkers(
      kinds({ oidc, storage, db, commit, clock, secrets: openSecrets(config), ...config }),
      {
        feed: createFeed(),
        db,
        commit,
        clock,
        log: createLog('silent'),
      },
    );
    await forgetUnsent(deps);
    expect(stored({ dataDir: folder }, 'SELECT key FROM jobs')).toEqual([]);
    ahead.ms = 86_400_001;
    await forgetUnsent(deps);
    workers.look();
    await expect.poll(() => stored({ dataDir: folder }, 'SELECT key FROM jobs')).toEqual([]);
    expect(await kept()).toBe(2);
    expect(stored({ dataDir: folder }, 'SELECT id FROM attachments')).toEqual([{ id: sent.id }]);
    expect(unsent.id).not.toBe(sent.id);

    await storage.put(await scratchOf(storage), 'f'.repeat(32));
    await removeStrays(deps);
    expect(await kept()).toBe(3);
    ahead.ms = 31 * 86_400_000;
    await removeStrays(deps);
    expect(await kept()).toBe(2);

    const file = join(folder, 'answerback.db');
    expect(examine(file).filter(({ problem }) => problem)).toEqual([]);
    const [row] = stored<{ key: string }>({ dataDir: folder }, 'SELECT storage_key AS key FROM attachments');
    await storage.remove(row?.key ?? '');
    db.close();
    expect(examine(file).filter(({ problem }) => problem)).toMatchObject([
      { problem: expect.stringContaining('too short: 1 of them') },
    ]);
    const again = await startDesk({ dataDir: folder });
    const back = await new Person(again.url).signIn('nora@post.example');
    expect((await back.downloads(sent.id)).status).toBe(404);
    await again.stop();
    await rm(folder, { recursive: true });
  });
});

async function scratchOf(storage: ReturnType<typeof createStorage>) {
  const { writeFile } = await import('node:fs/promises');
  const path = storage.scratch();
  await writeFile(path, 'what a crash left');
  return path;
}
