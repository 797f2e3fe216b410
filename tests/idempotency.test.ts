import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idempotencyKeys } from '../db/schema/idempotency.ts';
import { startDesk } from './support/desk.ts';
import { type Answer, Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { tokenBy } from './support/token.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

type Made = Answer<{ id: string; error?: { code: string } }>;
const send = (
  person: Person,
  key: string,
  { path = '/api/tickets', body = { subject: 'Once', body: 'Only once' } as object } = {},
) => person.send<Made['body']>('POST', path, body, { 'idempotency-key': key });
const says = ({ status, body }: Made) => body.error?.code ?? status;
const ticketsOf = (person: Person) =>
  stored(world.desk, 'SELECT id FROM tickets WHERE customer_id = ?', person.id).length;
const keys = () => stored(world.desk, 'SELECT * FROM idempotency_keys').length;

describe('a creating call with an Idempotency-Key', () => {
  it('is done once, and answered again as the first time', async () => {
    const before = ticketsOf(world.jonas);
    const [first, again] = [await send(world.jonas, 'k-1'), await send(world.jonas, 'k-1')];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(ticketsOf(world.jonas)).toBe(before + 1);
  });

  it('is done once of twenty at the same moment', async () => {
    const before = ticketsOf(world.mia);
    const all = await Promise.all(Array.from({ length: 20 }, () => send(world.mia, 'k-20')));
    expect(ticketsOf(world.mia)).toBe(before + 1);
    expect(all.every((one) => [201, 'idempotency.in_flight'].includes(says(one)))).toBe(true);
    expect(new Set(all.filter(({ status }) => status === 201).map(({ body }) => body.id)).size).toBe(1);
    expect((await send(world.mia, 'k-20')).status).toBe(201);
  });

  it('is refused with another payload, and with another address', async () => {
    const ticket = await world.jonas.opens('Two addresses');
    const other = await world.jonas.opens('The other');
    await send(world.jonas, 'k-3');
    expect(says(await send(world.jonas, 'k-3', { body: { subject: 'Once', body: 'Another text' } }))).toBe(
      'idempotency.other',
    );
    const message = (id: string) =>
      send(world.jonas, 'k-4', { path: `/api/tickets/${id}/messages`, body: { body: 'Hello' } });
    expect([says(await message(ticket.id)), says(await message(other.id))]).toEqual([201, 'idempotency.other']);
  });

  it('keeps the key free when nothing was created', async () => {
    expect((await send(world.jonas, 'k-5', { body: { subject: '', body: '' } })).status).toBe(422);
    expect((await send(world.jonas, 'k-5')).status).toBe(201);
  });

  it('shares its key with nobody: neither with another person, nor with another token', async () => {
    const { program } = await tokenBy(world.jonas, { scopes: { tickets: ['view', 'create'], messages: ['create'] } });
    const made = [await send(world.jonas, 'k-6'), await send(program, 'k-6'), await send(world.mia, 'k-6')];
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(3);
  });

  it('keeps no answer that holds a secret', async () => {
    const body = { name: 'Script', scopes: { tickets: ['view'] } };
    const first = await send(world.ana, 'k-7', { path: '/api/me/tokens', body });
    expect([first.status, says(await send(world.ana, 'k-7', { path: '/api/me/tokens', body }))]).toEqual([
      201,
      'idempotency.told',
    ]);
    expect(JSON.stringify(stored(world.desk, 'SELECT * FROM idempotency_keys'))).not.toContain('abk_');
  });

  it('keeps no secret of a webhook, nor a new one of it', async () => {
    const body = { name: 'Ours', url: 'https://hooks.example.com/in', events: ['ticket.opened'] };
    const made = await send(world.zoe, 'k-9', { path: '/api/webhooks', body });
    expect([made.status, says(await send(world.zoe, 'k-9', { path: '/api/webhooks', body }))]).toEqual([
      201,
      'idempotency.told',
    ]);
    const path = `/api/webhooks/${made.body.id}/rotate`;
    expect((await send(world.zoe, 'k-10', { path, body: {} })).status).toBe(201);
    expect(says(await send(world.zoe, 'k-10', { path, body: {} }))).toBe('idempotency.told');
    expect(JSON.stringify(stored(world.desk, 'SELECT * FROM idempotency_keys'))).not.toContain('whsec_');
  });

  it('is forgotten after a day', async () => {
    const first = await send(world.jonas, 'k-8');
    world.desk.ahead.ms = 24 * 3_600_000 + 1000;
    const again = await send(world.jonas, 'k-8').finally(() => (world.desk.ahead.ms = 0));
    expect([again.status, again.body.id === first.body.id]).toEqual([201, false]);
  });

  it('costs nothing without the header', async () => {
    const before = keys();
    await world.jonas.opens('Without a key');
    expect(keys()).toBe(before);
  });

  it('survives a restart, also one in the middle of the work', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
    const first = await startDesk({ dataDir });
    const jonas = await new Person(first.url).register('Jonas', 'jonas@post.example');
    const made = await send(jonas, 'k-9');
    await first.commit(({ tx, now }) =>
      tx.insert(idempotencyKeys).values({
        ...{ owner: jonas.id, route: '/api/tickets', key: 'k-10', claimedAt: now },
        payload: String(stored(first, 'SELECT payload FROM idempotency_keys')[0]?.['payload']),
      }),
    );
    expect(says(await send(jonas, 'k-10'))).toBe('idempotency.in_flight');
    await first.stop();
    const second = await startDesk({ dataDir });
    const back = Object.assign(new Person(second.url), { cookie: jonas.cookie });
    const again = await send(back, 'k-9');
    expect([again.status, again.body.id]).toEqual([201, made.body.id]);
    expect(says(await send(back, 'k-10'))).toBe('idempotency.unknown');
    await second.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
});

describe('a key that is none', () => {
  it.each([
    ['empty', ''],
    ['of 256 letters', 'k'.repeat(256)],
    ['with a space in it', 'a b'],
    ['that is no ASCII', '\u00e4'],
    ['with a tab', 'a\tb'],
    ['sent twice', 'k-11, k-11'],
    ['with a space that does not break', 'a\u00a0b'],
    ['with a hyphen that nobody sees', 'a\u00adb'],
    ['of 10,000 letters', 'k'.repeat(10_000)],
    ['of blanks', '   '],
  ])('is refused: %s', async (_case, key) => {
    const before = keys();
    expect(await send(world.jonas, key)).toMatchObject({
      status: 422,
      body: { error: { fields: { 'Idempotency-Key': expect.any(String) } } },
    });
    expect(keys()).toBe(before);
  });
});
