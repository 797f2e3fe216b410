import { afterEach, describe, expect, it, vi } from 'vitest';
import { allowListIn } from '../server/outbound/allow-list.ts';
import { destinationOf } from '../server/outbound/destination.ts';
import { OutboundError } from '../server/outbound/outbound-error.ts';
import { KEPT_BYTES, safeFetch } from '../server/outbound/safe-fetch.ts';
import { readConfig } from '../server/config.ts';
import { startBareReceiver, startReceiver } from './support/receiver.ts';

const allow = allowed('127.0.0.1');
const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

function allowed(text: string) {
  const list = allowListIn(text);
  if (!list) throw new Error(`${text} is not a list.`);
  return list;
}
async function kept<T extends { close(): Promise<void> }>(one: Promise<T>): Promise<T> {
  const receiver = await one;
  running.push(receiver);
  return receiver;
}
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'an answer',
    (error: unknown) => (error instanceof OutboundError ? error.code : error),
  );

describe('a call', () => {
  it('sends method, headers and body, and keeps no connection', async () => {
    const receiver = await kept(
      startReceiver((_request, response) => response.writeHead(201, { 'x-was': 'here' }).end('Thank you.')),
    );
    const headers = { 'content-type': 'application/json', 'webhook-id': 'msg_1' };
    const answer = await safeFetch(`${receiver.url}/hooks?a=1`, { allow, method: 'POST', headers, body: '{"é":1}' });
    expect(answer).toMatchObject({ status: 201, isWhole: true, headers: { 'x-was': 'here' } });
    expect(answer.body.toString()).toBe('Thank you.');
    expect(receiver.received).toMatchObject([{ method: 'POST', path: '/hooks?a=1', body: '{"é":1}', headers }]);
    await expect.poll(() => receiver.connections()).toBe(0);
  });

  it('keeps the beginning of an endless answer, and hangs up', async () => {
    let sent = 0;
    const receiver = await kept(
      startBareReceiver((socket) => {
        const more = () => {
          do sent += 65_536;
          while (sent < 2 ** 30 && socket.write('x'.repeat(65_536)));
        };
        socket.once('data', () => {
          socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${2 ** 30}\r\n\r\n`);
          socket.on('drain', more);
          more();
        });
      }),
    );
    const answer = await safeFetch(receiver.url, { allow });
    expect(answer).toMatchObject({ status: 200, isWhole: false });
    expect(answer.body.toString()).toBe('x'.repeat(KEPT_BYTES));
    await expect.poll(() => receiver.connections()).toBe(0);
    expect(sent).toBeLessThan(2 ** 26);
  });

  it('follows no redirect', async () => {
    const target = await kept(startReceiver());
    const receiver = await kept(
      startReceiver((_request, response) => response.writeHead(307, { location: target.url }).end()),
    );
    expect(await safeFetch(receiver.url, { allow, method: 'POST', body: 'x' })).toMatchObject({ status: 307 });
    expect(target.received).toEqual([]);
  });

  it('uses no proxy of the environment', async () => {
    const proxy = await kept(startReceiver());
    const receiver = await kept(startReceiver());
    const proxied = { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NODE_USE_ENV_PROXY: '1' };
    for (const [name, value] of Object.entries(proxied)) vi.stubEnv(name, value);
    expect((await safeFetch(receiver.url, { allow })).status).toBe(204);
    vi.unstubAllEnvs();
    expect([proxy.received.length, receiver.received.length]).toEqual([0, 1]);
  });

  it('ends in time when nothing answers, and sooner when its caller ends it', async () => {
    const receiver = await kept(startBareReceiver(() => {}));
    expect(await codeOf(safeFetch(receiver.url, { allow, timeoutMs: 50 }))).toBe('timed_out');
    const ending = new AbortController();
    const call = codeOf(safeFetch(receiver.url, { allow, signal: ending.signal }));
    await expect.poll(() => receiver.connections()).toBeGreaterThan(0);
    ending.abort();
    expect(await call).toBe('stopped');
    expect(await codeOf(safeFetch(receiver.url, { allow, signal: ending.signal }))).toBe('stopped');
    await expect.poll(() => receiver.connections()).toBe(0);
  });

  it('takes a status as the answer when the rest hangs or is cut off', async () => {
    const hangs = await kept(startReceiver((_request, response) => void response.writeHead(200).write('Half')));
    const cut = await kept(
      startBareReceiver((socket) => socket.end('HTTP/1.1 500 No\r\nContent-Length: 99\r\n\r\nHalf')),
    );
    for (const [{ url }, status] of [
      [hangs, 200],
      [cut, 500],
    ] as const) {
      const answer = await safeFetch(url, { allow, timeoutMs: 300 });
      expect(answer).toMatchObject({ status, isWhole: false });
      expect(answer.body.toString()).toBe('Half');
    }
  });

  it.each([
    ['closes at once', (socket: { destroy(): void }) => socket.destroy(), 'connection'],
    ['speaks another protocol', (socket: { end(text: string): void }) => socket.end('220 mail ready\r\n'), 'garbled'],
    [
      'sends a megabyte of headers',
      (socket: { end(text: string): void }) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(2 ** 20)}\r\n\r\n`),
      'garbled',
    ],
    [
      'sends two lengths',
      (socket: { end(text: string): void }) =>
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      'garbled',
    ],
    [
      'sends a control character in a header',
      (socket: { end(text: string): void }) => socket.end('HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\n'),
      'garbled',
    ],
    [
      'changes the protocol',
      (socket: { end(text: string): void }) =>
        socket.end('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      'connection',
    ],
  ] as const)('fails with plain words when the receiver %s', async (_name, serve, code) => {
    const receiver = await kept(startBareReceiver((socket) => void socket.once('data', () => serve(socket))));
    expect(await codeOf(safeFetch(receiver.url, { allow }))).toBe(code);
  });

  it('fails with plain words where nothing listens, where no host is, and where https is not spoken', async () => {
    const gone = await startReceiver();
    await gone.close();
    expect(await codeOf(safeFetch(gone.url, { allow }))).toBe('connection');
    expect(await codeOf(safeFetch('https://no-such-host.invalid/', { allow }))).toBe('unknown_host');
    const plain = await kept(startReceiver());
    expect(await codeOf(safeFetch(plain.url.replace('http:', 'https:'), { allow }))).toBe('certificate');
  });
});

describe('the destination', () => {
  it('is the address that was checked, whatever the name says later', async () => {
    const { lookup } = await destinationOf('http://localhost/', allow, AbortSignal.timeout(5_000));
    const asked = (all: boolean) =>
      new Promise((resolve) => lookup('elsewhere.example', { all }, (_error, address) => resolve(address)));
    expect(await asked(true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await asked(false)).toBe('127.0.0.1');
  });

  it('may be inside the network by address, network or name', async () => {
    const receiver = await kept(startReceiver());
    for (const list of ['127.0.0.1', '127.0.0.0/8', '::1, 127.0.0.1/32', 'erp.lan 127.0.0.1'])
      expect((await safeFetch(receiver.url, { allow: allowed(list) })).status).toBe(204);
    const byName = receiver.url.replace('127.0.0.1', 'localhost');
    expect((await safeFetch(byName, { allow: allowed('localhost') })).status).toBe(204);
    expect((await safeFetch(byName, { allow })).status).toBe(204);
    expect(await codeOf(safeFetch(receiver.url, { allow: allowed('localhost') }))).toBe('refused');
    expect(await codeOf(safeFetch(byName, { allow: allowed('10.0.0.0/8') }))).toBe('refused');
    expect(await codeOf(safeFetch(byName, { allow: allowed('') }))).toBe('refused');
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0/8',
    'erp.lan/8',
    'https://erp.lan',
    '*.lan',
    '::1/129',
    'a b/c',
    '10.0.0.0/8/8',
  ])('a list with %s is refused', (text) => {
    expect(() => readConfig({ OUTBOUND_ALLOW: text })).toThrow('OUTBOUND_ALLOW is not usable');
  });
});
