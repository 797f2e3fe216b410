import BetterSqlite from 'better-sqlite3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Child, freePort, startChild } from './support/child.ts';
import { ADMIN } from './support/desk.ts';
import { Person } from './support/person.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { stored } from './support/stored.ts';
import { addWebhook, isSigned, toldBy } from './support/webhooks.ts';

const TICKETS = 10;
const MESSAGES = 19;
const EVENTS = TICKETS * (MESSAGES + 1);

let dataDir: string;
let port: number;
let server: Child;
let receiver: Receiver;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  port = await freePort();
  // As slow as a program that does something with it.
  receiver = await startReceiver((_one, response) => void setTimeout(() => response.writeHead(200).end(), 15));
  await begin();
});
afterEach(async () => {
  await server.kill('SIGKILL');
  await receiver.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function begin() {
  server = await startChild({ dataDir, port, env: { OUTBOUND_ALLOW: '127.0.0.1' } });
}

/** A killed process holds its jobs until their lease ends; the test does not wait for that. */
function endLeases() {
  const db = new BetterSqlite(join(dataDir, 'answerback.db'));
  db.prepare('UPDATE jobs SET lease_until = 0 WHERE lease_until IS NOT NULL').run();
  db.close();
}

async function happens() {
  const zoe = await new Person(server.url).signIn(ADMIN.email, ADMIN.password);
  const hook = await addWebhook(zoe, receiver.url, { events: ['ticket.opened', 'message.sent'] });
  const jonas = await new Person(server.url).register('Jonas', 'jonas@post.example');
  const tickets = await Promise.all(Array.from({ length: TICKETS }, (_, n) => jonas.opens(`Ticket ${n}`)));
  const staff = async (n: number) => {
    for (const { id } of tickets) await zoe.says(id, `Message ${n}`);
  };
  for (let n = 0; n < MESSAGES; n += 1) await staff(n);
  return hook;
}

const eventIds = () =>
  stored<{ id: number; ticket: string }>(
    { dataDir },
    `SELECT id, ticket_id AS ticket FROM events WHERE type IN ('ticket.opened', 'message.sent') ORDER BY id`,
  );
const received = () => receiver.received.map((one) => ({ ...toldBy(one).data, id: String(one.headers['webhook-id']) }));
const distinct = () => new Set(received().map(({ eventId }) => eventId)).size;

/** In the order of the events of each ticket; the last one before a kill may come again. */
function expectInOrder() {
  const all = received();
  for (const { ticketId } of all) {
    const ids = all.filter((one) => one.ticketId === ticketId).map(({ eventId }) => eventId);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  }
}

it('a kill in the middle of 200 events loses none, and repeats only what had no answer yet', async () => {
  const hook = await happens();
  let kills = 0;
  for (let goal = 20; distinct() < EVENTS; goal += 45) {
    await expect.poll(() => distinct() >= Math.min(goal, EVENTS), { interval: 5 }).toBe(true);
    if (distinct() >= EVENTS) break;
    await server.kill('SIGKILL');
    kills += 1;
    endLeases();
    await begin();
  }
  expect(kills).toBeGreaterThan(2);
  expect(eventIds()).toHaveLength(EVENTS);
  expect([...new Set(received().map(({ eventId }) => eventId))].toSorted((a, b) => a - b)).toEqual(
    eventIds().map(({ id }) => id),
  );
  expectInOrder();
  // One id per event, and no more repeats than lanes were open at the kills.
  expect(new Set(received().map(({ id }) => id)).size).toBe(EVENTS);
  expect(received().length - EVENTS).toBeLessThanOrEqual(kills * 8);
  for (const one of receiver.received) expect(isSigned(one, hook.secret)).toBe(true);
  const left = () => stored({ dataDir }, `SELECT id FROM webhook_deliveries WHERE state <> 'delivered'`);
  await expect.poll(left).toEqual([]);
});

it('a stop waits for the attempts that run, and the next start goes on where it was', async () => {
  await happens();
  await expect.poll(() => distinct() >= 20, { interval: 5 }).toBe(true);
  expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  const delivered = stored({ dataDir }, `SELECT id FROM webhook_deliveries WHERE state = 'delivered'`).length;
  expect([delivered, received().length]).toEqual([distinct(), distinct()]);
  expect(delivered).toBeLessThan(EVENTS);
  expect(stored({ dataDir }, 'SELECT id FROM jobs WHERE lease_until IS NOT NULL')).toEqual([]);
  await begin();
  await expect.poll(() => received().length).toBe(EVENTS);
  expect(distinct()).toBe(EVENTS);
  expectInOrder();
});
