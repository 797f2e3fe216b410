import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AddedWebhook } from './support/webhooks.ts';
import { addWebhook, deliveryOf, isSigned, logOf, toldBy, webhookOf } from './support/webhooks.ts';
import { ADMIN } from './support/desk.ts';
import { type Received, type Receiver, startReceiver } from './support/receiver.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let receiver: Receiver;
/** What the receiver answers; each test sets its own. */
let answer: Parameters<typeof startReceiver>[0];
beforeEach(async () => {
  world = await createWorld();
  answer = undefined;
  receiver = await startReceiver((request, response) =>
    answer ? answer(request, response) : response.writeHead(204).end(),
  );
});
afterEach(async () => {
  await world.end();
  await receiver.close();
});

const heard = (ticketId: string) => receiver.received.filter((one) => toldBy(one).data.ticketId === ticketId);
const typesOf = (ticketId: string) => heard(ticketId).map((one) => toldBy(one).type);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const now = () => Date.now() + world.desk.ahead.ms;

/** Time passes, in which sessions end; jobs are looked for once a second. */
async function passes(ms: number) {
  const { desk, zoe, jonas, ana } = world;
  desk.ahead.ms += ms;
  await zoe.signIn(ADMIN.email, ADMIN.password);
  for (const person of [jonas, ana]) await person.signIn(person.email);
}

describe('a webhook', () => {
  it('is told of each event in order, thin and signed', async () => {
    const { zoe, jonas, ana } = world;
    const hook = await addWebhook(zoe, `${receiver.url}/hooks/desk?a=1`);
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/u);
    const ticket = await jonas.opens('Where is my parcel?', 'A text of Jonas');
    const sent = await jonas.says(ticket.id, 'Another text');
    await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ana.id });
    await ana.post(`/api/tickets/${ticket.id}/notes`, { body: 'A note' });
    await ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' });
    await expect.poll(() => typesOf(ticket.id).at(-1)).toBe('ticket.status_changed');
    expect(typesOf(ticket.id).slice(0, 3)).toEqual(['ticket.opened', 'message.sent', 'ticket.assigned']);
    const eventIds = heard(ticket.id).map((one) => toldBy(one).data.eventId);
    expect(eventIds).toEqual(eventIds.toSorted((a, b) => a - b));
    const [, second] = heard(ticket.id);
    if (!second) throw new Error('There is no second.');
    expect(toldBy(second)).toEqual({
      type: 'message.sent',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
      data: {
        ...{ eventId: sent.eventId, ticketId: ticket.id, ticketNumber: ticket.number },
        ...{ actorId: jonas.id, messageId: sent.id },
      },
    });
    expect(second).toMatchObject({
      path: '/hooks/desk?a=1',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Answerback' },
    });
    for (const one of receiver.received) expect(isSigned(one, hook.secret, now())).toBe(true);
    expect(isSigned(second, `${hook.secret.slice(0, -4)}AAA=`)).toBe(false);
    const all = receiver.received.map(({ body }) => body).join('\n');
    for (const text of ['A text of Jonas', 'Another text', 'A note', 'note.', 'Jonas', 'parcel'])
      expect(all).not.toContain(text);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('carries what staff hear if it says so, and notes only if it says that too', async () => {
    const { zoe, jonas, ana } = world;
    const staff = await addWebhook(zoe, `${receiver.url}/staff`, { carries: 'staff' });
    const notes = await addWebhook(zoe, `${receiver.url}/notes`, { carries: 'staff', notes: true });
    const { id } = await jonas.opens('With a secret', 'A public text');
    await ana.post(`/api/tickets/${id}/notes`, { body: 'An internal text' });
    await ana.put(`/api/tickets/${id}/assignee`, { assigneeId: ana.id });
    const to = (path: string) => receiver.received.filter((one) => one.path === path);
    const isAssigned = (path: string) => to(path).some((one) => toldBy(one).type === 'ticket.assigned');
    await expect.poll(() => isAssigned('/staff') && isAssigned('/notes')).toBe(true);
    expect(toldBy(to('/staff')[0] ?? fail()).data).toMatchObject({
      ...{ ticketId: id, type: 'ticket.opened', actor: { name: 'Jonas' } },
      message: { body: 'A public text' },
    });
    expect(toldBy(to('/staff')[1] ?? fail()).data).toMatchObject({ assignee: { name: 'Ana' }, was: null });
    expect(
      to('/staff')
        .map(({ body }) => body)
        .join(),
    ).not.toContain('internal');
    expect(toldBy(to('/notes')[1] ?? fail())).toMatchObject({
      type: 'note.added',
      data: { note: { body: 'An internal text' } },
    });
    expect([staff.notes, notes.notes]).toEqual([false, true]);
  });

  it('hears only the types that it asked for, and nothing from before it was there', async () => {
    const { zoe, jonas, ana } = world;
    const before = await jonas.opens('Before');
    await addWebhook(zoe, receiver.url, { events: ['ticket.assigned'] });
    const { id } = await jonas.opens('After');
    await ana.put(`/api/tickets/${id}/assignee`, { assigneeId: ana.id });
    await ana.put(`/api/tickets/${before.id}/assignee`, { assigneeId: ana.id });
    await expect.poll(() => receiver.received.length).toBe(2);
    expect(receiver.received.map((one) => toldBy(one).type)).toEqual(['ticket.assigned', 'ticket.assigned']);
  });

  it('costs nothing when there is none: the follower has no row and no job', async () => {
    const { zoe, jonas, desk } = world;
    const rows = () => stored(desk, `SELECT name FROM followers WHERE name = 'webhooks'`).length;
    expect(rows()).toBe(0);
    await jonas.opens('Nobody is told');
    const { id } = await addWebhook(zoe, receiver.url);
    expect(rows()).toBe(1);
    expect(receiver.received).toEqual([]);
    await zoe.delete(`/api/webhooks/${id}`);
    expect(rows()).toBe(0);
    const work = await zoe.get<{ followers: { name: string }[] }>('/api/work');
    expect(work.body.followers.map(({ name }) => name)).not.toContain('webhooks');
  });
});

describe('a failed attempt', () => {
  it('holds its ticket and no other, and comes back by the schedule with the same id', async () => {
    const { zoe, jonas } = world;
    const bad = await jonas.opens('Always fails');
    let isMended = false;
    answer = (one, response) =>
      void response.writeHead(toldBy(one).data.ticketId === bad.id && !isMended ? 500 : 200).end('stock count');
    const hook = await addWebhook(zoe, receiver.url);
    await jonas.says(bad.id, 'One');
    await jonas.says(bad.id, 'Two');
    const good = await jonas.opens('Works');
    await jonas.says(good.id, 'Three');
    await expect.poll(() => typesOf(good.id)).toEqual(['ticket.opened', 'message.sent']);
    await expect.poll(() => typesOf(bad.id).length).toBe(1);
    const waiting = await logOf(zoe, hook.id, '?state=waiting');
    expect(waiting.map(({ attempts, status }) => [attempts, status])).toEqual([
      [0, null],
      [1, 500],
    ]);
    expect(waiting[1]?.dueAt).toBeGreaterThan(now());
    expect(waiting[0]?.dueAt).toBeNull();
    await passes(7_000);
    await expect.poll(() => typesOf(bad.id).length).toBe(2);
    isMended = true;
    await passes(6 * MINUTE_MS);
    await expect.poll(() => typesOf(bad.id).length).toBe(4);
    const ids = heard(bad.id).map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(ids[3]).not.toBe(ids[0]);
    expect((await webhookOf(zoe, hook.id)).failingSince).toBeNull();
    const whole = await deliveryOf(zoe, hook.id, waiting[1]?.id ?? '');
    expect(whole).toMatchObject({ state: 'delivered', attempts: 3, status: 200, dueAt: null });
    expect(whole.sentAt).toHaveLength(3);
    expect(whole.request).toMatch(/^POST \/\n[^]*webhook-signature: v1,[^]*"message\.sent"/u);
    expect(whole.answer).toMatch(/^200\n[^]*stock count$/u);
  });

  it('waits as long as the receiver asks, and no longer than a day', async () => {
    const { zoe, jonas } = world;
    const asked = ['1800', new Date(now() + 7_200_000).toUTCString(), '99999999', 'soon', '-5', '1'];
    for (const retryAfter of asked) {
      answer = (_one, response) => void response.writeHead(429, { 'retry-after': retryAfter }).end();
      const hook = await addWebhook(zoe, receiver.url, { events: ['ticket.opened'] });
      await jonas.opens('Not now');
      await expect.poll(async () => (await logOf(zoe, hook.id))[0]?.status).toBe(429);
      const [delivery] = await logOf(zoe, hook.id);
      const pause = Math.round(((delivery?.dueAt ?? 0) - now()) / 60_000);
      const expected = { 1800: 30, [asked[1] ?? '']: 120, 99999999: 1_440 }[retryAfter] ?? 0;
      expect([retryAfter, Math.abs(pause - expected) < 2]).toEqual([retryAfter, true]);
      await zoe.delete(`/api/webhooks/${hook.id}`);
    }
  });

  it('is the last after ten, and then the next event of the ticket goes out', async () => {
    const { zoe, jonas } = world;
    const began = now();
    answer = (_one, response) =>
      void response.writeHead(receiver.received.length <= 10 ? 301 : 200, { location: '/elsewhere' }).end();
    const hook = await addWebhook(zoe, receiver.url);
    const { id } = await jonas.opens('Moved');
    await jonas.says(id, 'Next');
    for (let attempt = 1; attempt < 10; attempt += 1) {
      await expect.poll(() => heard(id).length).toBe(attempt);
      await expect.poll(async () => (await logOf(zoe, hook.id)).at(-1)?.attempts).toBe(attempt);
      const due = (await logOf(zoe, hook.id)).at(-1)?.dueAt ?? 0;
      await passes(due - now() + 1);
    }
    expect(now() - began).toBeGreaterThan(3 * DAY_MS);
    await expect
      .poll(async () => (await logOf(zoe, hook.id)).map(({ state }) => state))
      .toEqual(['delivered', 'failed']);
    expect(receiver.received.every(({ path }) => path === '/')).toBe(true);
  });
});

describe('a webhook is turned off', () => {
  it('when its receiver is gone', async () => {
    const { zoe, jonas, desk } = world;
    answer = (_one, response) => void response.writeHead(410).end();
    const hook = await addWebhook(zoe, receiver.url);
    const admin = await zoe.listen();
    const version = () => admin.state.lists.webhooks.version;
    const before = version();
    const { id } = await jonas.opens('Gone');
    await jonas.says(id, 'Not sent');
    await expect.poll(async () => (await webhookOf(zoe, hook.id)).active).toBe(false);
    expect(await webhookOf(zoe, hook.id)).toMatchObject({ offReason: 'gone', told: { waiting: 2 } });
    await expect.poll(version).toBeGreaterThan(before);
    admin.close();
    expect(heard(id)).toHaveLength(1);
    const lines = stored<{ action: string; actor_id: string | null }>(
      desk,
      'SELECT action, actor_id FROM audit_log WHERE target_id = ? ORDER BY id',
      hook.id,
    );
    expect(lines).toMatchObject([
      { action: 'webhook.created', actor_id: zoe.id },
      { action: 'webhook.turned_off', actor_id: null },
    ]);

    // What happens while it is off is not for it, but what waited goes out when it is on again.
    const while_off = await jonas.opens('While it was off');
    answer = undefined;
    expect((await zoe.patch(`/api/webhooks/${hook.id}`, { active: true })).body).toMatchObject({ offReason: null });
    await passes(7_000);
    await expect.poll(() => typesOf(id)).toEqual(['ticket.opened', 'ticket.opened', 'message.sent']);
    expect(heard(while_off.id)).toEqual([]);
  });

  it('after five days in which every attempt failed, and not when one succeeded', async () => {
    const { zoe, jonas } = world;
    answer = (_one, response) => void response.writeHead(503).end();
    const hook = await addWebhook(zoe, receiver.url, { events: ['ticket.opened'] });
    await jonas.opens('One');
    await expect.poll(() => receiver.received.length).toBe(1);
    for (const days of [2, 2]) {
      const before = receiver.received.length;
      await passes(days * DAY_MS);
      await jonas.opens('Another');
      await expect.poll(() => receiver.received.length).toBeGreaterThanOrEqual(before + 2);
    }
    expect(await webhookOf(zoe, hook.id)).toMatchObject({ active: true });
    await passes(1.1 * DAY_MS);
    await expect.poll(async () => (await webhookOf(zoe, hook.id)).offReason).toBe('failing');
    const sent = receiver.received.length;
    await jonas.opens('Not told');
    await passes(DAY_MS);
    expect((await webhookOf(zoe, hook.id)).active).toBe(false);
    expect(receiver.received.length).toBe(sent);
  });
});

describe('a secret', () => {
  it('signs beside the new one for a day after a rotation', async () => {
    const { zoe, jonas } = world;
    const hook = await addWebhook(zoe, receiver.url, { events: ['ticket.opened'] });
    const rotate = async () => (await zoe.post<{ secret: string }>(`/api/webhooks/${hook.id}/rotate`)).body.secret;
    const next = async (): Promise<Received> => {
      const before = receiver.received.length;
      await jonas.opens('Signed');
      await expect.poll(() => receiver.received.length).toBe(before + 1);
      return receiver.received.at(-1) ?? fail();
    };
    const second = await rotate();
    const both = await next();
    expect([isSigned(both, hook.secret, now()), isSigned(both, second, now())]).toEqual([true, true]);
    const third = await rotate();
    const twice = await next();
    expect([hook.secret, second, third].map((secret) => isSigned(twice, secret, now()))).toEqual([false, true, true]);
    expect((await webhookOf(zoe, hook.id)).oldSecretUntil).toBeGreaterThan(now());
    await passes(DAY_MS + 1);
    const later = await next();
    expect(String(later.headers['webhook-signature']).split(' ')).toHaveLength(1);
    expect((await webhookOf(zoe, hook.id)).oldSecretUntil).toBeNull();
  });

  it('stands neither in the database nor in an answer after the first', async () => {
    const { zoe, desk } = world;
    const hook: AddedWebhook = await addWebhook(zoe, receiver.url);
    const answers = [await zoe.get('/api/webhooks'), await zoe.get(`/api/webhooks/${hook.id}`)];
    expect(JSON.stringify(answers)).not.toContain(hook.secret);
    const rows = JSON.stringify(stored(desk, 'SELECT * FROM webhooks'));
    expect(rows).toContain(hook.id);
    expect(rows).not.toContain(hook.secret.slice(6));
    const again = { id: hook.id, name: hook.name, url: hook.url };
    const repeated = await zoe.post<AddedWebhook>('/api/webhooks', again);
    expect([repeated.status, repeated.body.secret]).toEqual([200, null]);
    expect((await zoe.post('/api/webhooks', { ...again, name: 'Other' })).status).toBe(409);
  });
});

describe('the log', () => {
  it('shows a test with its answer, and does not send it again', async () => {
    const { zoe } = world;
    answer = (_one, response) => void response.writeHead(418, { 'x-kind': 'teapot' }).end('short and stout');
    const hook = await addWebhook(zoe, receiver.url);
    const { body } = await zoe.post<{ id: string }>(`/api/webhooks/${hook.id}/test`);
    expect(body).toMatchObject({ type: 'webhook.test', state: 'failed', status: 418, ticketId: null });
    expect(body).toMatchObject({ answer: expect.stringMatching(/^418\n[^]*x-kind: teapot[^]*\n\nshort and stout$/u) });
    const [sent] = receiver.received;
    if (!sent) throw new Error('Nothing was sent.');
    expect(isSigned(sent, hook.secret, now())).toBe(true);
    expect(await logOf(zoe, hook.id)).toMatchObject([{ id: body.id }]);
    const again = await zoe.post<{ error: { code: string } }>(`/api/webhooks/${hook.id}/deliveries/${body.id}/replay`);
    expect([again.status, again.body.error.code]).toEqual([409, 'webhooks.test']);
    expect(await webhookOf(zoe, hook.id)).toMatchObject({ failingSince: null, active: true });
  });

  it('replays one, and all since a time, in order and with the same ids', async () => {
    const { zoe, jonas } = world;
    const early = now();
    const ticket = await jonas.opens('Before the webhook');
    const hook = await addWebhook(zoe, receiver.url);
    await jonas.says(ticket.id, 'First');
    await jonas.says(ticket.id, 'Second');
    await expect.poll(() => heard(ticket.id).length).toBe(2);
    const [newest] = await logOf(zoe, hook.id);
    await zoe.post(`/api/webhooks/${hook.id}/deliveries/${newest?.id}/replay`);
    await expect.poll(() => heard(ticket.id).length).toBe(3);
    const replayed = await zoe.post<{ events: number }>(`/api/webhooks/${hook.id}/replay`, { since: early });
    expect(replayed.body.events).toBeGreaterThanOrEqual(3);
    await expect.poll(() => heard(ticket.id).length).toBe(6);
    const told = heard(ticket.id).map((one) => [toldBy(one).type, one.headers['webhook-id']]);
    expect(told.slice(3).map(([type]) => type)).toEqual(['ticket.opened', 'message.sent', 'message.sent']);
    expect(told[2]).toEqual(told[1]);
    expect(told.slice(4)).toEqual(told.slice(0, 2));
    for (const since of [0, now() + DAY_MS])
      expect((await zoe.post(`/api/webhooks/${hook.id}/replay`, { since })).status).toBe(422);
    await zoe.patch(`/api/webhooks/${hook.id}`, { active: false });
    expect((await zoe.post(`/api/webhooks/${hook.id}/replay`, { since: early })).status).toBe(409);
  });

  it('is read by pages and filters, and a cursor fits only its own filters', async () => {
    const { zoe, jonas } = world;
    const hook = await addWebhook(zoe, receiver.url);
    const { id, number } = await jonas.opens('Pages');
    for (const text of ['a', 'b', 'c']) await jonas.says(id, text);
    await expect.poll(() => heard(id).length).toBe(4);
    type Page = { items: { type: string; messageId: string }[]; next: string | null };
    const read = async (query: string) => (await zoe.get<Page>(`/api/webhooks/${hook.id}/deliveries?${query}`)).body;
    const first = await read('limit=3');
    const second = await read(`limit=3&cursor=${first.next}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([3, 1, null]);
    expect((await read('type=message.sent')).items).toHaveLength(3);
    expect((await read(`q=%23${number}`)).items).toHaveLength(4);
    expect((await read(`q=${first.items[0]?.messageId}`)).items).toEqual([first.items[0]]);
    expect((await read('state=failed')).items).toEqual([]);
    for (const query of [`cursor=${first.next}&state=failed`, 'cursor=x', `cursor=${first.next}x`])
      expect(await read(query)).toMatchObject({ error: { code: 'bad_cursor' } });
  });

  it('forgets a text that was edited or deleted', async () => {
    const { zoe, jonas } = world;
    const hook = await addWebhook(zoe, receiver.url, { carries: 'staff' });
    const ticket = await jonas.opens('Regret', 'Kept text');
    const edited = await jonas.says(ticket.id, 'Wrong text');
    const texts = () =>
      stored<{ request: string | null }>(world.desk, 'SELECT request FROM webhook_deliveries ORDER BY event_id');
    await expect.poll(() => texts().at(-1)?.request).toContain('Wrong text');
    await jonas.patch(`/api/tickets/${ticket.id}/messages/${edited.id}`, { body: 'Right text' });
    await expect.poll(() => texts().at(-1)?.request).toContain('Right text');
    expect(JSON.stringify(texts())).not.toContain('Wrong text');
    expect(JSON.stringify(texts())).toContain('Kept text');
    await zoe.delete(`/api/tickets/${ticket.id}`);
    await expect.poll(() => texts().at(-1)?.request).toContain('ticket.deleted');
    expect(JSON.stringify(texts())).not.toMatch(/Kept text|Right text/u);
    expect(await logOf(zoe, hook.id)).toHaveLength(4);
  });
});

function fail(): never {
  throw new Error('There is none.');
}
