import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import { createWorld, type World } from '../support/world.ts';
import { codeOf, sendUp } from './bare-socket.ts';

/** A ticket of Mia's with her message, and a note of Ana's on it: everything that Jonas must not reach. */
interface Theirs {
  id: string;
  messageId: string;
  noteId: string;
}

let world: World;
let hers: Theirs;
let his: Theirs;
beforeAll(async () => {
  world = await createWorld();
  [hers, his] = [await ticketOf('mia'), await ticketOf('jonas')];
});
afterAll(() => world.end());

async function ticketOf(owner: 'mia' | 'jonas'): Promise<Theirs> {
  const ticket = await world[owner].opens(`A ticket of ${owner}`);
  const { id: messageId } = await world[owner].says(ticket.id, 'More');
  const { body: note } = await world.ana.post<{ id: string }>(`/api/tickets/${ticket.id}/notes`, {
    body: 'Between us',
  });
  return { id: ticket.id, messageId, noteId: note.id };
}

type Try = [what: string, method: string, path: (ids: Theirs) => string, body?: object];
const EVERY_WAY: Try[] = [
  ['read it', 'GET', ({ id }) => `/api/tickets/${id}`],
  ['read its history', 'GET', ({ id }) => `/api/tickets/${id}/events`],
  ['read its messages', 'GET', ({ id }) => `/api/tickets/${id}/messages`],
  ['read a message', 'GET', ({ id, messageId }) => `/api/tickets/${id}/messages/${messageId}`],
  ['rename it', 'PATCH', ({ id }) => `/api/tickets/${id}`, { subject: 'Mine now' }],
  ['mark it read', 'PUT', ({ id }) => `/api/tickets/${id}/read`, { seq: 1 }],
  ['rate it', 'PUT', ({ id }) => `/api/tickets/${id}/rating`, { score: 1 }],
  ['read its rating', 'GET', ({ id }) => `/api/tickets/${id}/rating`],
  ['see how many wait before it', 'GET', ({ id }) => `/api/tickets/${id}/place`],
  ['read drafts on it', 'GET', ({ id }) => `/api/tickets/${id}/draft`],
  ['keep a draft on it', 'PUT', ({ id }) => `/api/tickets/${id}/draft`, { kind: 'message', body: 'Mine' }],
  ['write on it', 'POST', ({ id }) => `/api/tickets/${id}/messages`, { body: 'Let me in' }],
  ['change a message', 'PATCH', ({ id, messageId }) => `/api/tickets/${id}/messages/${messageId}`, { body: 'Changed' }],
  ['delete a message', 'DELETE', ({ id, messageId }) => `/api/tickets/${id}/messages/${messageId}`],
];
/** What his own ticket would refuse him too. */
const STAFF_WAYS: Try[] = [
  ['read its notes', 'GET', ({ id }) => `/api/tickets/${id}/notes`],
  ['read a note', 'GET', ({ id, noteId }) => `/api/tickets/${id}/notes/${noteId}`],
  ['write a note', 'POST', ({ id }) => `/api/tickets/${id}/notes`, { body: 'Mine' }],
  ['change a note', 'PATCH', ({ id, noteId }) => `/api/tickets/${id}/notes/${noteId}`, { body: 'Mine' }],
  ['delete a note', 'DELETE', ({ id, noteId }) => `/api/tickets/${id}/notes/${noteId}`],
  ['look at its mentions', 'PUT', ({ id }) => `/api/tickets/${id}/mentions/seen`, { eventId: 1 }],
  ['close it', 'PUT', ({ id }) => `/api/tickets/${id}/status`, { status: 'closed' }],
  ['assign it', 'PUT', ({ id }) => `/api/tickets/${id}/assignee`, { assigneeId: null }],
  ['delete it', 'DELETE', ({ id }) => `/api/tickets/${id}`],
  ['merge it', 'POST', ({ id }) => `/api/tickets/${id}/merge`, { into: '018f0000-0000-7000-8000-000000000000' }],
  ['take it out again', 'DELETE', ({ id }) => `/api/tickets/${id}/merge`],
  ['split it', 'POST', ({ id }) => `/api/tickets/${id}/split`, { subject: 'Mine', fromSeq: 1 }],
  ['see its links', 'GET', ({ id }) => `/api/tickets/${id}/links`],
  ['link it', 'PUT', ({ id, messageId }) => `/api/tickets/${id}/links/${messageId}`],
  ['unlink it', 'DELETE', ({ id, messageId }) => `/api/tickets/${id}/links/${messageId}`],
];

describe('a customer on somebody else’s ticket', () => {
  it.each(EVERY_WAY)(
    'cannot %s, and is told what is told of a ticket that never was',
    async (_what, method, path, body) => {
      const never = { id: uuidv7(), messageId: uuidv7(), noteId: uuidv7() };
      const [theirs, nothing] = [
        await world.jonas.send(method, path(hers), body),
        await world.jonas.send(method, path(never), body),
      ];
      expect(theirs.status).toBe(404);
      expect({ status: theirs.status, body: theirs.body }).toEqual({ status: nothing.status, body: nothing.body });
      // The same call works for her.
      expect((await world.mia.send('GET', `/api/tickets/${hers.id}`)).status).toBe(200);
    },
  );

  it.each(STAFF_WAYS)('cannot %s, and is told the same of his own and of none', async (_what, method, path, body) => {
    const never = { id: uuidv7(), messageId: uuidv7(), noteId: uuidv7() };
    const answers = [];
    for (const ids of [hers, his, never]) answers.push(await world.jonas.send(method, path(ids), body));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  });

  it('cannot act on it among many, and is told the same of his own and of none', async () => {
    const answers = [];
    for (const ticketId of [hers.id, his.id, uuidv7()])
      for (const [field, value] of [
        ['status', 'closed'],
        ['read', 1],
      ])
        answers.push(await world.jonas.post('/api/acts', { acts: [{ ticketId, field, value }] }));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(403));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  });

  it('has changed nothing by all these attempts', async () => {
    const { body: ticket } = await world.mia.get<{ subject: string; lastSeq: number }>(`/api/tickets/${hers.id}`);
    expect(ticket).toMatchObject({ subject: 'A ticket of mia', lastSeq: 2, status: 'open' });
    const { body: message } = await world.mia.get(`/api/tickets/${hers.id}/messages/${hers.messageId}`);
    expect(message).toMatchObject({ body: 'More', editedAt: null, deletedAt: null });
  });

  it('cannot find it in a list, whatever he asks for', async () => {
    const { jonas, mia } = world;
    for (const query of [
      '',
      `?customer=${mia.id}`,
      '?assignee=none',
      '?active=true',
      '?status=open&status=closed',
      '?order=updated&limit=100',
    ]) {
      const { body } = await jonas.get<{ items: { customer: { id: string } }[] }>(`/api/tickets${query}`);
      expect(body.items.filter(({ customer }) => customer.id !== jonas.id)).toEqual([]);
    }
    // What only staff may ask is refused, and so is a cursor made up from her ticket.
    for (const [query, status] of [
      ['?order=waiting', 422],
      ['?escalated=true', 422],
      [`?cursor=0_${hers.id}`, 400],
    ] as const) {
      const refused = await jonas.get(`/api/tickets${query}`);
      expect([query, refused.status]).toEqual([query, status]);
      expect(JSON.stringify(refused.body)).not.toContain(hers.id);
    }
    for (const order of ['heard', 'created']) {
      const { body } = await jonas.get(
        `/api/tickets?cursor=${order}_9999999999999_${hers.id}&order=${order === 'created' ? 'created' : 'updated'}`,
      );
      expect(JSON.stringify(body)).not.toContain(hers.id);
    }
    const { body: snapshot } = await jonas.get<{ epoch: string }>('/api/snapshot');
    const { body: facts } = await jonas.get(`/api/events?after=0&epoch=${snapshot.epoch}`);
    expect(JSON.stringify([snapshot, facts])).not.toContain(hers.id);
    expect(JSON.stringify([snapshot, facts])).toContain(his.id);
  });

  it('cannot link a ticket to it', async () => {
    const linked = { subject: 'Linked', body: 'x', linkedTo: hers.id };
    expect((await world.jonas.post('/api/tickets', linked)).status).toBe(404);
    expect((await world.jonas.post('/api/tickets', { ...linked, linkedTo: his.id })).status).toBe(201);
  });

  it.each(['message', 'note'])('cannot tell her that he writes a %s', async (kind) => {
    const [mine, theirs] = [await world.jonas.listen(), await world.mia.listen()];
    const heard: unknown[] = [];
    theirs.socket.on('typing', (who) => heard.push(who));
    expect(codeOf(await sendUp(mine.socket, 'typing', { ticketId: hers.id, kind }))).toBe('not_found');
    // She is connected and hears Ana.
    const desk = await world.ana.listen();
    expect(codeOf(await sendUp(desk.socket, 'typing', { ticketId: hers.id, kind: 'message' }))).toBe('ok');
    await theirs.until(() => heard.length > 0, 'Ana');
    expect(heard).toMatchObject([{ person: { name: 'Ana' } }]);
    for (const listener of [mine, theirs, desk]) listener.close();
  });

  it('receives nothing by watching it, in any form', async () => {
    const mine = await world.jonas.listen();
    const watching = [{ ticketId: hers.id, after: 0 }];
    const { body: at } = await world.jonas.get<{ cursor: number; epoch: string }>('/api/snapshot');
    expect(codeOf(await sendUp(mine.socket, 'watch', watching[0]))).toBe('forbidden');
    expect(codeOf(await sendUp(mine.socket, 'sync', { cursor: at.cursor, epoch: at.epoch, watching }))).toBe('ok');
    await world.ana.says(hers.id, 'For Mia alone');
    await world.ana.says(his.id, 'For Jonas');
    await mine.heard('message.sent', his.id);
    expect(mine.bytes()).not.toContain(hers.id);
    expect(mine.bytes()).not.toContain('For Mia alone');
    mine.close();
  });
});

describe('an id in the wrong place', () => {
  const CROSSED: Try[] = [
    ['a message of another ticket', 'GET', () => `/api/tickets/${his.id}/messages/${hers.messageId}`],
    [
      'a message of another ticket, to change',
      'PATCH',
      () => `/api/tickets/${his.id}/messages/${hers.messageId}`,
      { body: 'x' },
    ],
    ['a message of another ticket, to delete', 'DELETE', () => `/api/tickets/${his.id}/messages/${hers.messageId}`],
    ['a note as a message', 'GET', () => `/api/tickets/${his.id}/messages/${his.noteId}`],
    ['a message as a ticket', 'GET', () => `/api/tickets/${his.messageId}`],
    ['a person as a ticket', 'GET', () => `/api/tickets/${world.jonas.id}`],
  ];
  it.each(CROSSED)('is nothing: %s, for its customer', async (_what, method, path, body) => {
    expect((await world.jonas.send(method, path(his), body)).status).toBe(404);
  });

  const CROSSED_NOTES: Try[] = [
    ['a note of another ticket', 'GET', () => `/api/tickets/${his.id}/notes/${hers.noteId}`],
    [
      'a note of another ticket, to change',
      'PATCH',
      () => `/api/tickets/${his.id}/notes/${hers.noteId}`,
      { body: 'x' },
    ],
    ['a note of another ticket, to delete', 'DELETE', () => `/api/tickets/${his.id}/notes/${hers.noteId}`],
    ['a message as a note', 'GET', () => `/api/tickets/${his.id}/notes/${his.messageId}`],
  ];
  it.each(CROSSED_NOTES)('is nothing: %s, for the staff', async (_what, method, path, body) => {
    expect((await world.ana.send(method, path(his), body)).status).toBe(404);
  });

  it.each([
    '1',
    '0',
    '-1',
    'null',
    'undefined',
    '*',
    '%00',
    '..%2f..%2fusers',
    "'%20or%201=1",
    'x'.repeat(5_000),
    '%E0%A4%A',
    '018f0000-0000-7000-8000-00000000000',
  ])('is refused where it is no id at all: %s', async (id) => {
    for (const path of [`/api/tickets/${id}`, `/api/tickets/${id}/messages`, `/api/tickets/${his.id}/messages/${id}`]) {
      const { status, body } = await world.zoe.get(path);
      expect([404, 422]).toContain(status);
      expect(Object.keys(body as object)).toEqual(['error']);
    }
  });

  it('in upper case is the same ticket with the same owner', async () => {
    expect((await world.mia.get(`/api/tickets/${hers.id.toUpperCase()}`)).status).toBe(200);
    expect((await world.jonas.get(`/api/tickets/${hers.id.toUpperCase()}`)).status).toBe(404);
  });

  it('of a deleted ticket is 404 for everyone', async () => {
    const gone = await ticketOf('jonas');
    expect((await world.zoe.delete(`/api/tickets/${gone.id}`)).status).toBe(204);
    for (const person of [world.jonas, world.ana, world.zoe]) {
      expect((await person.get(`/api/tickets/${gone.id}`)).status).toBe(404);
      expect((await person.post(`/api/tickets/${gone.id}/messages`, { body: 'x' })).status).toBe(404);
    }
    const desk = await world.ana.listen();
    expect(codeOf(await sendUp(desk.socket, 'watch', { ticketId: gone.id, after: 0 }))).toBe('not_found');
    // A desk that still has it open catches up all the same.
    const { body: at } = await world.ana.get<{ cursor: number; epoch: string }>('/api/snapshot');
    const watching = [{ ticketId: gone.id, after: 0 }];
    expect(codeOf(await sendUp(desk.socket, 'sync', { cursor: at.cursor, epoch: at.epoch, watching }))).toBe('ok');
    desk.close();
  });
});
