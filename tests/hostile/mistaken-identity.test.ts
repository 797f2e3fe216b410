import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../server/live/contract.ts';
import { createWorld, type World } from '../support/world.ts';
import { codeOf, sendUp, tryToConnect } from './bare-socket.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

describe('a page of a previous user with the cookie of the current one', () => {
  it('cannot write', async () => {
    const { jonas, mia } = world;
    const asked = { subject: 'Private words of Jonas', body: 'For nobody else.' };
    const answer = await mia.send('POST', '/api/tickets', asked, { 'x-acting-as': jonas.id });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'signed_out' } } });
    expect(JSON.stringify((await mia.get('/api/tickets')).body)).not.toContain('Private words');
    expect((await mia.send('POST', '/api/tickets', asked, { 'x-acting-as': mia.id })).status).toBe(201);
  });

  it('receives nothing', async () => {
    const { jonas, mia, desk } = world;
    const { body } = await jonas.get<Snapshot>('/api/snapshot');
    const { socket } = await tryToConnect(desk.url, { origin: desk.url, cookie: mia.cookie });
    const at = { cursor: body.cursor, epoch: body.epoch, watching: [] };
    expect(codeOf(await sendUp(socket, 'sync', { ...at, userId: jonas.id }))).toBe('signed_out');
    expect(codeOf(await sendUp(socket, 'sync', { ...at, userId: mia.id }))).toBe('ok');
    socket.disconnect();
  });
});

describe('a long chain of accents', () => {
  it.each(['name', 'password'])('in a %s is refused without being put in order', async (field) => {
    const chain = `a${'\u0301'.repeat(15_000)}${'\u0316'.repeat(15_000)}`;
    const person = { name: 'Jo', email: 'jo@post.example', password: 'a long enough password', [field]: chain };
    const answer = await world.stranger.post('/api/auth/register', person);
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { fields: { [field]: expect.stringContaining('at most') } } },
    });
  });
});
