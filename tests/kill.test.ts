import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Message } from '../server/messages/contract.ts';
import { type Child, freePort, startChild } from './support/child.ts';
import { ADMIN } from './support/desk.ts';
import { Person } from './support/person.ts';
import { openRawSocket } from './support/raw-socket.ts';
import { insist } from './support/stubborn.ts';

let dataDir: string;
let port: number;
let server: Child;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  port = await freePort();
  server = await startChild({ dataDir, port });
});
afterAll(async () => {
  await server.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

it('the server keeps every acknowledged message, once and in order, through three kills', async () => {
  const zoe = await new Person(server.url).signIn(ADMIN.email, ADMIN.password);
  const jonas = await new Person(server.url).register('Jonas', 'jonas@post.example');
  const ticket = await jonas.opens('Do not lose this');
  const acknowledged: Message[] = [];
  let writing = true;

  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let i = 0; writing; i += 1)
      acknowledged.push(await insist(zoe, { ticketId: ticket.id, body: `${writer}.${i}` }));
  });
  for (let kills = 0; kills < 3; kills += 1) {
    const before = acknowledged.length;
    while (acknowledged.length < before + 40) await new Promise((turn) => setImmediate(turn));
    await server.kill('SIGKILL');
    server = await startChild({ dataDir, port });
  }
  writing = false;
  await Promise.all(writers);

  const stored: Message[] = [];
  for (let page: Message[] = []; ;) {
    const { body } = await jonas.get<{ items: Message[] }>(
      `/api/tickets/${ticket.id}/messages?after=${stored.at(-1)?.seq ?? 0}&limit=100`,
    );
    page = body.items;
    if (page.length === 0) break;
    stored.push(...page);
  }
  expect(stored.map((message) => message.seq)).toEqual(stored.map((_, i) => i + 1));
  const seqs = new Map(stored.map((message) => [message.id, message.seq]));
  for (const message of acknowledged) expect(seqs.get(message.id)).toBe(message.seq);
  // Every writer insisted until it was answered, so nothing but the first message is beyond what was acknowledged.
  expect(stored.length).toBe(acknowledged.length + 1);
});

it('the server finishes running requests and exits when it is told to stop', async () => {
  const jonas = await new Person(server.url).signIn('jonas@post.example');
  const listener = await jonas.listen();
  const ticket = await jonas.opens('Just before the end');
  const sends = Array.from({ length: 20 }, (_, n) =>
    jonas.post<Message>(`/api/tickets/${ticket.id}/messages`, { body: `in flight ${n}` }),
  );
  const settled = Promise.allSettled(sends);
  await sends[0];
  const told = new Promise((resolve) => listener.socket.once('closing', resolve));
  const ended = server.kill('SIGTERM');
  expect(await told).toEqual({ reason: 'restart' });
  expect(await ended).toEqual({ code: 0, signal: null });
  server = await startChild({ dataDir, port });
  // Who was refused knows it; who was answered finds it again.
  const answered = (await settled).flatMap((send) => (send.status === 'fulfilled' ? [send.value] : []));
  const accepted = answered.filter(({ status }) => status === 201).map(({ body }) => body.id);
  const { body } = await jonas.get<{ items: Message[] }>(`/api/tickets/${ticket.id}/messages?limit=100`);
  expect(body.items.slice(1).map(({ id }) => id)).toEqual(expect.arrayContaining(accepted));
  expect(accepted.length).toBeGreaterThan(0);
});

it('the server does not wait for a slow client when it is told to stop', async () => {
  const port = await freePort();
  const child = await startChild({ dataDir: join(dataDir, 'tunnel'), port });
  const zoe = await new Person(child.url).signIn(ADMIN.email, ADMIN.password);
  const phone = await openRawSocket({ url: child.url, cookie: zoe.cookie });
  phone.stopReading();
  expect(await child.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  phone.close();
});
