import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import type { Snapshot } from '../../server/live/contract.ts';
import { text } from '../support/files.ts';
import type { Listener } from '../support/listener.ts';
import type { Person } from '../support/person.ts';
import { createWorld, type World } from '../support/world.ts';
import { sendUp } from './bare-socket.ts';

const marker = () => `marker${randomBytes(12).toString('hex')}`;

let world: World;
let ticketId: string;
let before: Snapshot;
let his: Listener;
const secrets: string[] = [];
/** Of the files that stand with the notes. */
const files: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  const { jonas, ana } = world;
  ticketId = (await jonas.opens('Notes')).id;
  before = (await jonas.get<Snapshot>('/api/snapshot')).body;
  his = await jonas.listen();
  his.socket.on('typing', () => {});
  await ana.says(ticketId, 'An answer that he may read');
});
afterAll(async () => {
  his.close();
  await world.end();
});

/** With a file, whose name, bytes and id are as secret as the text. */
async function note(person: Person, body: string) {
  const file = text(`${marker()}.txt`, marker());
  const { body: attached } = await person.attaches(ticketId, file, { kind: 'note' });
  secrets.push(body, file.name, file.bytes.toString(), attached.id);
  files.push(attached.id);
  const input = { body, attachmentIds: [attached.id] };
  const answer = await person.post<{ id: string; eventId: number }>(`/api/tickets/${ticketId}/notes`, input);
  expect(answer.status).toBe(201);
  return answer.body;
}

/** He is connected and hears what comes after, so that what was for others would have come before. */
async function hearsTheNext() {
  const { id } = await world.ana.says(ticketId, 'The next one');
  await his.until(() => his.bytes().includes(id), 'the next message');
}

describe('not a byte of a note reaches the customer', () => {
  it.each(['ana', 'ben', 'sol', 'zoe'] as const)(
    'when %s writes, changes and deletes one, while the desk that has it open hears each',
    async (name) => {
      const person = world[name];
      const desk = await world.sol.listen(ticketId);
      const added = await note(person, marker());
      const changed = marker();
      secrets.push(changed);
      expect((await person.patch(`/api/tickets/${ticketId}/notes/${added.id}`, { body: changed })).status).toBe(200);
      expect((await person.delete(`/api/tickets/${ticketId}/notes/${added.id}`)).status).toBe(200);
      await desk.heard('note.deleted', ticketId);
      expect(desk.bytes()).toContain(changed);
      await hearsTheNext();
      for (const secret of [...secrets, added.id, 'note']) expect(his.bytes()).not.toContain(secret);
      desk.close();
    },
  );

  it('while a note is being written', async () => {
    const [desk, other] = [await world.ana.listen(ticketId), await world.ben.listen(ticketId)];
    const [heard, told]: [string[], string[]] = [[], []];
    other.socket.on('typing', ({ kind }) => heard.push(kind));
    his.socket.on('typing', ({ kind }) => told.push(kind));
    await sendUp(desk.socket, 'typing', { ticketId, kind: 'note' });
    await sendUp(desk.socket, 'typing', { ticketId, kind: 'message' });
    await Promise.all([
      other.until(() => heard.length === 2, 'both'),
      his.until(() => told.length > 0, 'the reply that is being written'),
    ]);
    expect([heard, told]).toEqual([['note', 'message'], ['message']]);
    for (const listener of [desk, other]) listener.close();
  });

  it('when a note is saved as a draft', async () => {
    const desk = await world.ana.listen(ticketId);
    const secret = marker();
    secrets.push(secret);
    const kept = await world.ana.put(`/api/tickets/${ticketId}/draft`, { kind: 'note', body: secret });
    expect(kept.status).toBe(200);
    await desk.until(() => desk.bytes().includes(secret), 'her own draft');
    await hearsTheNext();
    expect(his.bytes()).not.toContain(secret);
    desk.close();
  });

  it('when a note mentions a colleague', async () => {
    const desk = await world.ben.listen();
    const secret = marker();
    secrets.push(secret);
    const path = `/api/tickets/${ticketId}/notes`;
    const { body } = await world.ana.post<{ id: string }>(path, { body: secret, mentionIds: [world.ben.id] });
    await desk.until(() => desk.state.lists.mentions.items.length > 0, 'that he is mentioned');
    await world.ben.put(`/api/tickets/${ticketId}/mentions/seen`, { eventId: Number.MAX_SAFE_INTEGER });
    await desk.until(() => desk.state.lists.mentions.items.length === 0, 'that he has looked');
    await hearsTheNext();
    for (const told of [secret, body.id, 'mention']) expect(his.bytes()).not.toContain(told);
    desk.close();
  });

  it('when a note is added: his row and its version do not change', async () => {
    const row = async () => (await world.jonas.get<object>(`/api/tickets/${ticketId}`)).body;
    const was = await row();
    await note(world.ana, marker());
    expect(await row()).toEqual(was);
  });

  it('when a note is too long, or has the id of a message', async () => {
    const secret = marker();
    secrets.push(secret);
    const said = await world.ana.says(ticketId, 'With an id');
    expect((await world.ana.post(`/api/tickets/${ticketId}/notes`, { id: said.id, body: secret })).status).toBe(201);
    await hearsTheNext();
    const { body } = await world.jonas.get(`/api/tickets/${ticketId}/messages/${said.id}`);
    expect(body).toMatchObject({ body: 'With an id' });
  });
});

const READS: [string, () => string][] = [
  ['the snapshot', () => '/api/snapshot'],
  ['the catch-up', () => `/api/events?after=${before.cursor}&epoch=${before.epoch}`],
  ['the catch-up from the beginning', () => `/api/events?after=0&epoch=${before.epoch}`],
  ['the list of tickets', () => '/api/tickets'],
  ['the ticket', () => `/api/tickets/${ticketId}`],
  ['its history', () => `/api/tickets/${ticketId}/events?limit=100`],
  ['its history from the beginning', () => `/api/tickets/${ticketId}/events?after=0&limit=100`],
  ['what he has typed on it', () => `/api/tickets/${ticketId}/draft`],
  ['its messages', () => `/api/tickets/${ticketId}/messages`],
  ['who he is', () => '/api/me'],
];

describe('a customer finds no note in', () => {
  it.each(READS)('%s', async (_where, path) => {
    const kept = await note(world.ana, marker());
    const answer = await world.jonas.get(path());
    expect(answer.status).toBe(200);
    const bytes = JSON.stringify(answer.body) + JSON.stringify([...answer.headers]);
    for (const secret of [...secrets, kept.id, '"note']) expect(bytes).not.toContain(secret);
    // A member of the team finds it in the history.
    const { body } = await world.ben.get(`/api/tickets/${ticketId}/events?limit=100`);
    expect(JSON.stringify(body)).toContain(secrets.at(-1));
  });

  it('a refusal, whatever he tries with the id of a note', async () => {
    const kept = await note(world.ana, marker());
    const path = `/api/tickets/${ticketId}/notes/${kept.id}`;
    const answers = [
      await world.jonas.get(path),
      await world.jonas.patch(path, { body: 'x' }),
      await world.jonas.delete(path),
      await world.jonas.post(`/api/tickets/${ticketId}/messages`, { id: kept.id, body: 'x' }),
      await world.jonas.get(`/api/tickets/${ticketId}/events?before=${kept.eventId + 1}&limit=1`),
    ];
    for (const { body } of answers) for (const secret of secrets) expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('a download of a file, sent or unsent, nor as a file of his own message', async () => {
    const { body: unsent } = await world.ana.attaches(ticketId, text('x.txt', marker()), { kind: 'note' });
    expect(files.length).toBeGreaterThan(5);
    for (const id of [...files, unsent.id]) {
      for (const which of ['', '/thumbnail'] as const) {
        const got = await world.jonas.downloads(id, which);
        expect(got.status).toBe(404);
        for (const secret of secrets) expect(got.bytes.toString()).not.toContain(secret);
      }
    }
    const [id = ''] = files;
    const never = await world.jonas.downloads(uuidv7());
    expect((await world.jonas.downloads(id)).bytes).toEqual(never.bytes);
    const claimed = await world.jonas.post(`/api/tickets/${ticketId}/messages`, { body: 'x', attachmentIds: [id] });
    expect(claimed.status).toBe(422);
    expect((await world.ana.post(`/api/tickets/${ticketId}/messages`, { body: 'x', attachmentIds: [id] })).status).toBe(
      422,
    );
    const slip = { body: 'x', attachmentIds: [unsent.id] };
    expect((await world.ana.post(`/api/tickets/${ticketId}/messages`, slip)).status).toBe(422);
    expect((await world.ben.downloads(files.at(-1) ?? '')).status).toBe(200);
  });

  it('the catch-up of his socket after a disconnect', async () => {
    const late = await world.jonas.listen();
    await sendUp(late.socket, 'sync', {
      cursor: before.cursor,
      epoch: before.epoch,
      watching: [{ ticketId, after: 0 }],
    });
    await late.heard('message.sent', ticketId);
    for (const secret of [...secrets, '"note']) expect(late.bytes()).not.toContain(secret);
    late.close();
  });

  it('the frames of a lively conversation, to the end', async () => {
    for (let n = 0; n < 5; n += 1)
      await Promise.all([note(world.ana, marker()), world.ben.says(ticketId, `line ${n}`), note(world.sol, marker())]);
    await hearsTheNext();
    for (const secret of secrets) expect(his.bytes()).not.toContain(secret);
    expect(secrets.length).toBeGreaterThan(20);
  });
});
