import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import { userPermissions } from '../../db/schema/people.ts';
import type { Webhook } from '../../server/webhooks/contract.ts';
import type { Person } from '../support/person.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { stored } from '../support/stored.ts';
import { addWebhook, deliveryOf, logOf, toldBy } from '../support/webhooks.ts';
import { addStaff, createWorld, type World } from '../support/world.ts';

type Refused = { error: { code: string; fields?: Record<string, string> } };

let world: World;
let receiver: Receiver;
/** Manages settings, and may read neither notes nor tickets. */
let operator: Person;
beforeAll(async () => {
  world = await createWorld();
  receiver = await startReceiver();
  operator = await addStaff(world.desk, 'Olga', 'admin');
  await deny(operator, 'notes');
  await deny(operator, 'tickets');
});
afterAll(async () => {
  await world.end();
  await receiver.close();
});

async function deny(person: Person, area: string) {
  const none = { view: false, create: false, update: false, delete: false };
  await world.desk.commit(({ tx }) => tx.insert(userPermissions).values({ userId: person.id, area, ...none }));
}

const add = (person: Person, input: object) =>
  person.post<Refused & Webhook>('/api/webhooks', { name: 'Bad', url: receiver.url, ...input });

describe('an address that the server must not call is refused when it is typed', () => {
  it.each([
    'http://8.8.8.8/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://0x0a000001/',
    'https://zoe:secret@hooks.example/',
    'ftp://hooks.example/',
    'file:///etc/passwd',
    'https://',
    '',
    'hooks.example',
    `https://hooks.example/${'x'.repeat(3_000)}`,
  ])('%s', async (url) => {
    const { status, body } = await add(world.zoe, { url });
    expect([status, Object.keys(body.error.fields ?? {})]).toEqual([422, ['url']]);
    const mine = await addWebhook(world.zoe, receiver.url);
    const edited = await world.zoe.patch<Refused>(`/api/webhooks/${mine.id}`, { url });
    expect([edited.status, Object.keys(edited.body.error.fields ?? {})]).toEqual([422, ['url']]);
    await world.zoe.delete(`/api/webhooks/${mine.id}`);
  });
});

describe('a wrong subscription is refused', () => {
  it.each<[object, string]>([
    [{ events: [] }, 'events'],
    [{ events: ['ticket.read'] }, 'events.0'],
    [{ events: ['toString'] }, 'events.0'],
    [{ events: ['ticket.opened', 'ticket.opened'] }, 'events'],
    [{ events: ['note.added'] }, 'events'],
    [{ events: 'ticket.opened' }, 'events'],
    [{ carries: 'admin' }, 'carries'],
    [{ template: 'constructor' }, 'template'],
    [{ notes: 'yes' }, 'notes'],
    [{ name: '\u202e\u200b' }, 'name'],
    [{ name: 'x'.repeat(81) }, 'name'],
    [{ secret: 'whsec_mine' }, 'secret'],
    [{ active: false }, 'active'],
    [{ after: 0 }, 'after'],
    [{ id: '../x' }, 'id'],
  ])('%j', async (input, field) => {
    const { status, body } = await add(world.zoe, input);
    expect([status, Object.keys(body.error.fields ?? {})]).toEqual([422, [field]]);
  });

  it('also when an edit would make it so', async () => {
    const { id } = await addWebhook(world.zoe, receiver.url, { events: ['note.added'], notes: true });
    const { status, body } = await world.zoe.patch<Refused>(`/api/webhooks/${id}`, { notes: false });
    expect([status, Object.keys(body.error.fields ?? {})]).toEqual([422, ['events']]);
    await world.zoe.delete(`/api/webhooks/${id}`);
  });
});

describe('who may not read tickets or notes gets them by no webhook', () => {
  it.each([{ carries: 'staff' }, { notes: true }, { carries: 'staff', notes: true, template: 'slack' }])(
    'of their own: %j',
    async (input) => {
      expect((await add(operator, input)).status).toBe(403);
      const thin = await add(operator, {});
      expect(thin.status).toBe(201);
      expect((await operator.patch(`/api/webhooks/${thin.body.id}`, input)).status).toBe(403);
      await world.zoe.delete(`/api/webhooks/${thin.body.id}`);
    },
  );

  it('of a colleague: not by another address, a new secret or the log', async () => {
    const { zoe, jonas } = world;
    const hook = await addWebhook(zoe, receiver.url, { carries: 'staff', notes: true });
    const elsewhere = await startReceiver();
    expect((await operator.patch(`/api/webhooks/${hook.id}`, { url: elsewhere.url })).status).toBe(403);
    expect((await operator.post(`/api/webhooks/${hook.id}/rotate`)).status).toBe(403);
    await jonas.opens('For staff', 'A text of Jonas');
    await expect.poll(async () => (await logOf(zoe, hook.id))[0]?.state).toBe('delivered');
    const [delivery] = await logOf(zoe, hook.id);
    const asZoe = await deliveryOf(zoe, hook.id, delivery?.id ?? '');
    const asOperator = await deliveryOf(operator, hook.id, delivery?.id ?? '');
    expect(asZoe.request).toContain('A text of Jonas');
    expect([asOperator.id, asOperator.request, asOperator.answer]).toEqual([asZoe.id, null, null]);
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
    await zoe.delete(`/api/webhooks/${hook.id}`);
  });
});

it('a delivery of one webhook is not reached by the id of another', async () => {
  const { zoe, jonas } = world;
  const [one, other] = [await addWebhook(zoe, receiver.url), await addWebhook(zoe, receiver.url)];
  await jonas.opens('Mixed up');
  await expect.poll(async () => (await logOf(zoe, one.id))[0]?.state).toBe('delivered');
  const [delivery] = await logOf(zoe, one.id);
  expect((await zoe.get(`/api/webhooks/${other.id}/deliveries/${delivery?.id}`)).status).toBe(404);
  expect((await zoe.post(`/api/webhooks/${other.id}/deliveries/${delivery?.id}/replay`)).status).toBe(404);
  expect((await zoe.get(`/api/webhooks/${uuidv7()}/deliveries`)).status).toBe(404);
  for (const { id } of [one, other]) await zoe.delete(`/api/webhooks/${id}`);
});

it('no byte of a note, and not even that there is one, reaches a webhook without notes', async () => {
  const { zoe, jonas, ana } = world;
  const hooks = [
    await addWebhook(zoe, receiver.url, { carries: 'staff' }),
    await addWebhook(zoe, receiver.url),
    await addWebhook(zoe, receiver.url, { carries: 'staff', template: 'slack' }),
  ];
  const { id } = await jonas.opens('Quiet');
  receiver.received.splice(0);
  const note = await ana.post<{ id: string }>(`/api/tickets/${id}/notes`, { body: 'A hidden word' });
  await ana.patch(`/api/tickets/${id}/notes/${note.body.id}`, { body: 'Another hidden word' });
  await ana.delete(`/api/tickets/${id}/notes/${note.body.id}`);
  await jonas.says(id, 'The end');
  await expect
    .poll(() => receiver.received.filter(({ body }) => /message\.sent|new message/u.test(body)).length)
    .toBe(3);
  expect(JSON.stringify(receiver.received)).not.toMatch(/hidden|note/u);
  for (const hook of hooks) {
    await zoe.post(`/api/webhooks/${hook.id}/replay`, { since: Date.now() - 60_000 });
    await zoe.patch(`/api/webhooks/${hook.id}`, { events: ['message.sent'] });
  }
  await expect.poll(() => stored(world.desk, `SELECT id FROM jobs WHERE kind LIKE 'webhook%'`)).toEqual([]);
  expect(JSON.stringify(receiver.received)).not.toMatch(/hidden|note/u);
  expect(JSON.stringify(stored(world.desk, 'SELECT * FROM webhook_deliveries'))).not.toMatch(/hidden|"note/u);
  for (const hook of hooks) await zoe.delete(`/api/webhooks/${hook.id}`);
});

it('nobody adds more than fifty, and tests are limited', async () => {
  const { zoe } = world;
  const hook = await addWebhook(zoe, receiver.url);
  const tests = [];
  for (let n = 0; n < 21; n += 1) tests.push((await zoe.post(`/api/webhooks/${hook.id}/test`)).status);
  expect([tests.slice(0, 20).every((status) => status === 200), tests[20]]).toEqual([true, 429]);
  const there = (await zoe.get<{ items: Webhook[] }>('/api/webhooks')).body.items.length;
  for (let n = there; n < 50; n += 1) expect((await add(zoe, {})).status).toBe(201);
  expect((await add(zoe, {})).body.error.code).toBe('webhooks.full');
  for (const { id } of (await zoe.get<{ items: Webhook[] }>('/api/webhooks')).body.items)
    await zoe.delete(`/api/webhooks/${id}`);
});

it('a secret, an address and a body are in no line of the log or the audit', async () => {
  const { zoe, desk } = world;
  const hook = await addWebhook(zoe, `${receiver.url}/services/T000/SECRET-PART`);
  await operator.post(`/api/webhooks/${hook.id}/test`);
  await zoe.patch(`/api/webhooks/${hook.id}`, { url: `${receiver.url}/services/T000/OTHER-PART` });
  await zoe.delete(`/api/webhooks/${hook.id}`);
  const audited = JSON.stringify(stored(desk, 'SELECT * FROM audit_log WHERE target_id = ?', hook.id));
  for (const action of ['created', 'tested', 'edited', 'deleted']) expect(audited).toContain(`webhook.${action}`);
  expect(audited).not.toMatch(/PART|whsec/u);
  expect(toldBy(receiver.received.at(-1) ?? { method: '', path: '', headers: {}, body: '{}' }).type).toBe(
    'webhook.test',
  );
});
