import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Socket } from 'socket.io-client';
import { uuidv7 } from '../../db/ids.ts';
import { createWorld, type World } from '../support/world.ts';
import { type Answer, codeOf, sendUp, tryToConnect } from './bare-socket.ts';

let world: World;
let socket: Socket;
let ticketId: string;
beforeAll(async () => {
  world = await createWorld();
  ticketId = (await world.jonas.opens('Sockets')).id;
});
beforeEach(async () => {
  ({ socket } = await tryToConnect(world.desk.url, { origin: world.desk.url, cookie: world.ana.cookie }));
});
afterEach(async () => {
  socket.disconnect();
  // Whatever was sent up, the process lives and serves the next one.
  expect((await world.stranger.get('/readyz')).status).toBe(200);
  const desk = await world.ben.listen(ticketId);
  await world.sol.says(ticketId, uuidv7());
  await desk.heard('message.sent', ticketId);
  desk.close();
});
afterAll(() => world.end());

const WRONG: [string, unknown][] = [
  ['null', null],
  ['nothing', undefined],
  ['a number', 7],
  ['a text', 'ticket'],
  ['true', true],
  ['a list', []],
  ['a list of lists', [[[[]]]]],
  ['an empty object', {}],
  ['a field too many', { ticketId: uuidv7(), after: 0, kind: 'message', room: 'staff' }],
  ['an object as the id', { ticketId: { $ne: null }, after: 0, kind: 'message' }],
  ['a list as the id', { ticketId: [uuidv7()], after: 0, kind: 'message' }],
  ['a room as the id', { ticketId: 'staff', after: 0, kind: 'message' }],
  ['a prototype', JSON.parse('{"__proto__":{"ticketId":"x"},"constructor":{"prototype":{}}}')],
];

describe('a malformed event', () => {
  it.each(WRONG)('is acknowledged as invalid: %s', async (_case, payload) => {
    for (const event of ['watch', 'unwatch', 'typing', 'sync'])
      expect(codeOf(await sendUp(socket, event, payload))).toBe('invalid');
    expect(socket.connected).toBe(true);
  });

  it.each([
    ['below nothing', -1],
    ['half', 0.5],
    ['too large for a number', Number.MAX_SAFE_INTEGER + 1],
    ['a text', '0'],
    ['without end', Number.POSITIVE_INFINITY],
  ])('is acknowledged as invalid where the cursor is %s', async (_case, after) => {
    expect(codeOf(await sendUp(socket, 'watch', { ticketId, after }))).toBe('invalid');
    expect(codeOf(await sendUp(socket, 'sync', { cursor: after, epoch: 'x', watching: [] }))).toBe('invalid');
  });

  it('is acknowledged as invalid with too many tickets to watch', async () => {
    const watching = Array.from({ length: 21 }, () => ({ ticketId, after: 0 }));
    expect(codeOf(await sendUp(socket, 'sync', { cursor: 0, epoch: 'x', watching }))).toBe('invalid');
  });

  it('does no harm without an acknowledgement, with several, or with one in the middle', async () => {
    socket.emit('watch');
    socket.emit('watch', null);
    socket.emit('typing', { ticketId, kind: 'message' }, 'more', 'and more');
    socket.emit(
      'sync',
      () => {},
      () => {},
      7,
    );
    const onlyAcknowledged = await new Promise<Answer>((resolve) => socket.emit('watch', resolve));
    expect(codeOf(onlyAcknowledged)).toBe('invalid');
  });

  it.each([
    'error',
    'message',
    'ping',
    'join',
    'facts',
    'closing',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
  ])('that is not known does no harm: %s', async (event) => {
    socket.emit(event, { room: 'staff' }, 1, null);
    expect(codeOf(await sendUp(socket, 'watch', { ticketId, after: 0 }))).toBe('ok');
  });

  it('that does not exist is acknowledged whatever its name, also one from a prototype, and with 429 beyond the burst', async () => {
    for (const event of ['dance', 'toString', '__proto__', 'constructor', 'hasOwnProperty', ''])
      expect([event, codeOf(await sendUp(socket, event, {}))]).toEqual([event, 'unknown_event']);
    const codes = await Promise.all(Array.from({ length: 40 }, async () => codeOf(await sendUp(socket, 'dance', {}))));
    expect([...new Set(codes)].toSorted()).toEqual(['too_many', 'unknown_event']);
  });

  it('with a name that only the server sends reaches nobody', async () => {
    const { socket: his } = await tryToConnect(world.desk.url, { origin: world.desk.url, cookie: world.jonas.cookie });
    const desk = await world.ana.listen(ticketId);
    for (const event of ['facts', 'caught-up', 'presence', 'closing'])
      his.emit(event, { events: [{ forged: true }], reason: 'ended' });
    expect(codeOf(await sendUp(his, 'typing', { ticketId, kind: 'message' }))).toBe('ok');
    await world.sol.says(ticketId, 'the real one');
    await desk.heard('message.sent', ticketId);
    expect(desk.bytes()).not.toContain('forged');
    for (const one of [his, desk.socket]) one.disconnect();
  });
});

describe('a malformed packet', () => {
  it.each([
    ['no JSON', '42{"x'],
    ['no list', '42{"a":1}'],
    ['a number as the name', '42[7]'],
    ['a reserved name', '42["disconnect"]'],
    ['an acknowledgement of nothing', '43999[1]'],
    ['a binary event without its bytes', '459-["watch",{"_placeholder":true,"num":99}]'],
    ['another namespace', '40/admin,'],
    ['an id without end', `42${'9'.repeat(400)}["watch"]`],
    ['an unknown type', '49["watch"]'],
    ['deep nesting', `42["watch",${'['.repeat(20_000)}${']'.repeat(20_000)}]`],
  ])('ends at most its own socket: %s', async (_case, packet) => {
    const bare = await openBare();
    bare.send(packet);
    // Either it was ignored, and a ping of ours is still heard, or the socket is closed.
    bare.send('421["watch",null]');
    await bare.answered;
    bare.close();
  });

  it('larger than 64 KiB closes the socket, and one just below does not', async () => {
    const large = await openBare();
    large.send(`42["watch","${'x'.repeat(66_000)}"]`);
    expect(await large.answered).toBe('closed');
    expect(codeOf(await sendUp(socket, 'watch', 'x'.repeat(60_000)))).toBe('invalid');
    expect(socket.connected).toBe(true);
  });
});

describe('a flood', () => {
  it('is acknowledged to the last event, with 429 beyond the burst, and delays nobody else', async () => {
    const answers = Array.from({ length: 500 }, () => sendUp(socket, 'typing', { ticketId, kind: 'message' }));
    const other = await world.ben.listen(ticketId);
    await world.sol.says(ticketId, 'through the flood');
    await other.heard('message.sent', ticketId);
    other.close();
    const codes = (await Promise.all(answers)).map(codeOf);
    expect(codes.filter((code) => code === 'ok')).toHaveLength(20);
    expect(codes.filter((code) => code === 'too_many')).toHaveLength(480);
    expect(socket.connected).toBe(true);
  });

  it('of refused events counts too', async () => {
    const codes = (await Promise.all(Array.from({ length: 30 }, () => sendUp(socket, 'watch', null)))).map(codeOf);
    expect(new Set(codes)).toEqual(new Set(['invalid', 'too_many']));
  });

  it('of connections without a cookie is refused each time', async () => {
    const tries = await Promise.all(
      Array.from({ length: 30 }, () => tryToConnect(world.desk.url, { origin: world.desk.url })),
    );
    expect(new Set(tries.map(({ refusal }) => refusal))).toEqual(new Set(['signed_out']));
  });
});

/** A WebSocket that speaks Engine.IO by hand. `answered` is an acknowledgement of id 1, or that it was closed. */
async function openBare() {
  const address = `${world.desk.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  // Undici's WebSocket takes headers; the DOM's own type does not know.
  const options = { headers: { origin: world.desk.url, cookie: world.ana.cookie } };
  const bare: WebSocket = Reflect.construct(WebSocket, [address, options]);
  const said: string[] = [];
  const admitted = new Promise<void>((resolve, reject) => {
    bare.addEventListener('message', ({ data }) => {
      said.push(String(data));
      if (String(data).startsWith('0')) bare.send('40');
      if (String(data).startsWith('40')) resolve();
    });
    bare.addEventListener('error', () => reject(new Error('The bare socket was refused.')));
  });
  const answered = new Promise<'answered' | 'closed'>((resolve) => {
    bare.addEventListener('message', ({ data }) => void (String(data).startsWith('431') && resolve('answered')));
    bare.addEventListener('close', () => resolve('closed'));
  });
  await admitted;
  return { send: (packet: string) => bare.send(packet), close: () => bare.close(), answered };
}
