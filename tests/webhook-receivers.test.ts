import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Receiver, startBareReceiver, startReceiver } from './support/receiver.ts';
import { addWebhook, deliveryOf, logOf, toldBy } from './support/webhooks.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
const running: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.end();
  await Promise.all(running.splice(0).map((one) => one.close()));
});

async function kept<T extends { close(): Promise<void> }>(one: Promise<T>): Promise<T> {
  const receiver = await one;
  running.push(receiver);
  return receiver;
}
const bare = (answer: (socket: Socket) => void) =>
  kept(startBareReceiver((socket) => void socket.once('data', () => answer(socket))));

const OK = 'HTTP/1.1 200 OK\r\n';
const CASES: [string, (socket: Socket) => void, { status?: number; error?: RegExp; answer?: RegExp }][] = [
  ['closes at once', (socket) => socket.destroy(), { error: /connection ended/u }],
  ['answers with something that is not HTTP', (socket) => socket.end('hello\r\n'), { error: /not HTTP/u }],
  ['sends headers without end', (socket) => socket.end(`${OK}X: ${'x'.repeat(100_000)}`), { error: /not HTTP/u }],
  ['redirects', (socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n'), { status: 302 }],
  ['says that it is not modified', (socket) => socket.end('HTTP/1.1 304 Not Modified\r\n\r\n'), { status: 304 }],
  [
    'only says that it goes on',
    (socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\n'),
    { error: /connection ended/u },
  ],
  [
    'refuses',
    (socket) => socket.end('HTTP/1.1 401 No\r\nContent-Length: 4\r\n\r\nsign'),
    { status: 401, answer: /sign$/u },
  ],
  ['has a status of its own', (socket) => socket.end('HTTP/1.1 999 Hm\r\nContent-Length: 0\r\n\r\n'), { status: 999 }],
];

describe('a delivery fails and is repeated when the receiver', () => {
  it.each(CASES)('%s', async (_name, serve, expected) => {
    const { zoe, jonas } = world;
    const receiver = await bare(serve);
    const hook = await addWebhook(zoe, receiver.url, { events: ['ticket.opened'] });
    await jonas.opens('Odd');
    await expect.poll(async () => (await logOf(zoe, hook.id))[0]?.attempts).toBe(1);
    const [delivery] = await logOf(zoe, hook.id);
    expect(delivery).toMatchObject({ state: 'waiting', status: expected.status ?? null });
    if (expected.error) expect(delivery?.error).toMatch(expected.error);
    if (expected.answer) expect((await deliveryOf(zoe, hook.id, delivery?.id ?? '')).answer).toMatch(expected.answer);
  });
});

describe('a delivery succeeds when the receiver', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['answers a gigabyte', (socket) => flood(socket)],
    ['says that it is done and closes in the middle', (socket) => socket.end(`${OK}Content-Length: 9\r\n\r\nhalf`)],
    ['takes it and says nothing', (socket) => socket.end('HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n')],
  ])('%s', async (_name, serve) => {
    const { zoe, jonas } = world;
    const receiver = await bare(serve);
    const hook = await addWebhook(zoe, receiver.url, { events: ['ticket.opened'] });
    await jonas.opens('Fine');
    await expect.poll(async () => (await logOf(zoe, hook.id))[0]?.state).toBe('delivered');
    const [delivery] = await logOf(zoe, hook.id);
    const whole = await deliveryOf(zoe, hook.id, delivery?.id ?? '');
    expect(Buffer.byteLength(whole.answer ?? '')).toBeLessThanOrEqual(4_100);
    await expect.poll(() => receiver.connections()).toBe(0);
  });
});

function flood(socket: Socket) {
  let sent = 0;
  const more = () => {
    do sent += 65_536;
    while (sent < 2 ** 30 && socket.write('x'.repeat(65_536)));
  };
  socket.write(`${OK}Content-Length: ${2 ** 30}\r\n\r\n`);
  socket.on('drain', more);
  more();
}

it('a receiver that hangs holds neither another ticket nor another webhook', async () => {
  const { zoe, jonas } = world;
  let held = '';
  const slow: Receiver = await kept(
    startReceiver((one, response) => {
      // The first ticket never gets an answer.
      held ||= toldBy(one).data.ticketId;
      if (toldBy(one).data.ticketId !== held) response.writeHead(200).end();
    }),
  );
  const quick = await kept(startReceiver());
  await addWebhook(zoe, slow.url);
  await addWebhook(zoe, quick.url);
  const first = await jonas.opens('Hangs');
  await expect.poll(() => held).toBe(first.id);
  const second = await jonas.opens('Goes on');
  await jonas.says(second.id, 'And on');
  await jonas.says(first.id, 'Waits');
  await expect
    .poll(() => slow.received.map((one) => toldBy(one).data.ticketId))
    .toEqual([first.id, second.id, second.id]);
  await expect.poll(() => quick.received.length).toBe(4);
});

it('a chat gets one sentence, with a text only if the webhook carries it, and nothing that a customer wrote is a command', async () => {
  const { zoe, jonas } = world;
  const receiver = await kept(startReceiver());
  for (const template of ['slack', 'discord', 'teams', 'ntfy'] as const)
    for (const carries of ['ids', 'staff'] as const)
      await addWebhook(zoe, `${receiver.url}/${template}/${carries}`, { template, carries, events: ['ticket.opened'] });
  const { id, number } = await jonas.opens('Help <!channel> @everyone', '**bold** <script> & "quotes"\r\nTitle: x');
  await expect.poll(() => receiver.received.length).toBe(8);
  const to = (path: string) => receiver.received.find((one) => one.path === path);
  const link = `${world.desk.url}/desk/all/${id}`;
  expect(JSON.parse(to('/slack/ids')?.body ?? '')).toEqual({ text: `Ticket ${number} was opened. <${link}|Open>` });
  expect(JSON.parse(to('/slack/staff')?.body ?? '')).toEqual({
    text: expect.stringContaining('Help &lt;!channel&gt; @everyone, was opened. “**bold** &lt;script&gt; &amp;'),
  });
  expect(JSON.parse(to('/discord/staff')?.body ?? '')).toEqual({
    content: expect.stringContaining(String.raw`“\*\*bold\*\* <script\> & "quotes"`),
    allowed_mentions: { parse: [] },
  });
  expect(JSON.parse(to('/teams/staff')?.body ?? '')).toMatchObject({
    type: 'message',
    attachments: [{ content: { type: 'AdaptiveCard', actions: [{ url: link }] } }],
  });
  expect(to('/ntfy/staff')).toMatchObject({ headers: { title: `Ticket ${number}`, click: link } });
  expect(to('/ntfy/ids')?.body).toBe(`Ticket ${number} was opened.`);
  for (const { path, body } of receiver.received)
    if (path.endsWith('/ids')) expect(body).not.toMatch(/Jonas|Help|bold/u);
});
