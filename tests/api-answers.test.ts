import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../server/tickets/contract.ts';
import type { Answer } from './support/person.ts';
import { addSite } from './support/site.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

type Page = { items: TicketRow[]; next: string | null };
type Refused = { error: { code: string; message: string; fields?: Record<string, string> } };

let world: World;
beforeAll(async () => {
  world = await createWorld();
  for (const subject of ['One', 'Two', 'Three']) await world.jonas.opens(subject);
});
afterAll(() => world.end());

const fieldsOf = ({ status, body }: Answer<Refused>) => ({ status, fields: body.error.fields });

describe('a filter or an order that is not served', () => {
  it.each([
    ['escalated=true', 'escalated'],
    ['breached=false', 'breached'],
    ['snoozed=true', 'snoozed'],
    ['tag=0190f6a4-7c1e-7d3a-9b52-3f1c8a4d2e10', 'tag'],
    ['team=none', 'team'],
  ])('is refused to a customer and not dropped: %s', async (query, field) => {
    const answer = await world.jonas.get<Refused>(`/api/tickets?${query}`);
    expect(fieldsOf(answer)).toEqual({ status: 422, fields: { [field]: 'Only staff can use this.' } });
  });

  it.each(['importance', 'deadline', 'snoozed'])(
    'is refused to a customer and not dropped: order=%s',
    async (order) => {
      const answer = await world.jonas.get<Refused>(`/api/tickets?order=${order}`);
      expect(fieldsOf(answer)).toEqual({ status: 422, fields: { order: 'Use one of: created, updated.' } });
    },
  );

  it.each([
    ['order=newest', 'order', /^Use one of: importance, waiting, .*creator, snoozed\.$/u],
    ['limit=1000', 'limit', /^Use at most 100\.$/u],
    ['active=yes', 'active', /^Use true or false\.$/u],
    ['statusType=openn', 'statusType', /./u],
    ['status=opne', 'status', /^Use one of: open, in_progress, pending, resolved, closed, cancelled\.$/u],
    ['status=open&status=opne', 'status', /^Use one of: open, /u],
    ['priority=extreme', 'priority', /^Use one of: low, normal, high, urgent\.$/u],
    ['team=theirs', 'team', /^Use the id of a team, mine or none\.$/u],
    ['category=plumbing', 'category', /^There is no category\.$/u],
    ['area=plumbing', 'area', /^This field is unknown\. Use one of: status, .*updated_since.*, limit\.$/u],
    ['updated_since=yesterday', 'updated_since', /^Use a number\.$/u],
  ])('names what is allowed: %s', async (query, field, words) => {
    const { status, fields } = fieldsOf(await world.ana.get<Refused>(`/api/tickets?${query}`));
    expect(status).toBe(422);
    const [[name, said] = []] = Object.entries(fields ?? {});
    expect(name?.startsWith(field)).toBe(true);
    expect(said).toMatch(words);
  });
});

describe('a customer', () => {
  it('filters their own tickets by status and priority, and sees nobody else’s', async () => {
    const { jonas, mia, ana } = world;
    const [his, hers] = [await jonas.opens('Urgent, his'), await mia.opens('Urgent, hers')];
    for (const { id } of [his, hers]) await ana.patch(`/api/tickets/${id}`, { priority: 'urgent' });
    const ids = async (query: string) =>
      (await jonas.get<Page>(`/api/tickets?${query}`)).body.items.map(({ id }) => id);
    expect(await ids('priority=urgent,high')).toEqual([his.id]);
    expect(await ids('priority=urgent&status=open')).toEqual([his.id]);
    expect(await ids('priority=urgent&status=closed')).toEqual([]);
    for (const { id } of [his, hers]) await ana.put(`/api/tickets/${id}/status`, { status: 'closed' });
    expect(await ids('status=closed')).toEqual([his.id]);
  });
});

describe('a list of values', () => {
  it('is read with commas as it is repeated', async () => {
    const [repeated, joined] = await Promise.all([
      world.ana.get<Page>('/api/tickets?status=open&status=pending'),
      world.ana.get<Page>('/api/tickets?status=open,pending'),
    ]);
    expect(joined.body.items.map(({ id }) => id)).toEqual(repeated.body.items.map(({ id }) => id));
    expect(joined.body.items).toHaveLength(3);
  });
});

describe('a list of tickets since a time', () => {
  it('has those that changed or were opened then or later', async () => {
    const { ana, jonas, mia, desk } = world;
    const [first] = (await ana.get<Page>('/api/tickets?order=created')).body.items.slice(-1);
    desk.ahead.ms += 3_600_000;
    const since = Date.now() + desk.ahead.ms;
    const opened = await mia.opens('Since then');
    await ana.patch(`/api/tickets/${first?.id}`, { escalated: true });
    const ids = async (person: typeof ana, query: string) =>
      (await person.get<Page>(`/api/tickets?${query}`)).body.items.map(({ id }) => id).toSorted();
    expect(await ids(ana, `updated_since=${since}`)).toEqual([first?.id ?? '', opened.id].toSorted());
    for (const order of ['created', 'waiting', 'importance'])
      expect(await ids(ana, `updated_since=${since}&order=${order}`)).toHaveLength(2);
    expect(await ids(ana, `created_since=${since}`)).toEqual([opened.id]);
    expect(await ids(ana, `created_since=${since}&updated_since=${since}&status=open`)).toEqual([opened.id]);
    // Jonas learns nothing of how the desk sorts his ticket.
    expect(await ids(jonas, `updated_since=${since}`)).toEqual([]);
    await ana.says(first?.id ?? '', 'Hello');
    expect(await ids(jonas, `updated_since=${since}`)).toEqual([first?.id]);
    expect(await ids(ana, `updated_since=${since + 86_400_000}`)).toEqual([]);
    expect(await ids(ana, 'updated_since=0&limit=100')).toEqual(await ids(ana, 'limit=100'));
  });
});

describe('a cursor', () => {
  it('of other filters is refused, and of the same in another order taken', async () => {
    const page = (query: string) => world.ana.get<Page & Refused>(`/api/tickets?order=created&limit=1&${query}`);
    const { body } = await page('status=open,pending&active=true');
    const cursor = `cursor=${encodeURIComponent(body.next ?? '')}`;
    expect((await page(`active=true&status=pending&status=open&${cursor}`)).body.items).toHaveLength(1);
    for (const query of ['', 'status=open', 'status=open,pending', 'status=open,pending&active=false', 'number=1']) {
      const { status, body: refused } = await page(`${query}&${cursor}`);
      expect([query, status, refused.error?.code]).toEqual([query, 400, 'bad_cursor']);
    }
  });

  it('of one order is refused by another', async () => {
    const { body } = await world.ana.get<Page>('/api/tickets?order=created&limit=1');
    const cursor = encodeURIComponent(body.next ?? '');
    expect((await world.ana.get<Page>(`/api/tickets?order=created&limit=1&cursor=${cursor}`)).body.items).toHaveLength(
      1,
    );
    for (const order of ['updated', 'waiting', 'creator'] as const) {
      const { status, body: refused } = await world.ana.get<Refused>(`/api/tickets?order=${order}&cursor=${cursor}`);
      expect([order, status, refused.error.code]).toEqual([order, 400, 'bad_cursor']);
    }
  });

  it.each(['/api/users', '/api/tickets'])('that is none is refused: %s', async (path) => {
    const { status, body } = await world.zoe.get<Refused>(`${path}?cursor=x`);
    expect([status, body.error.code]).toEqual([400, 'bad_cursor']);
  });
});

describe('a program without a browser', () => {
  it('is told what is missing when it sends a cookie without an Origin', async () => {
    const response = await fetch(`${world.desk.url}/api/tickets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: world.jonas.cookie },
      body: JSON.stringify({ subject: 'Four', body: 'By curl' }),
    });
    const { error } = (await response.json()) as Refused;
    expect([response.status, error.code]).toEqual([403, 'no_origin']);
    expect(error.message).toContain('Origin');
  });

  it('may send the right Origin twice', async () => {
    const { url } = world.desk;
    const { status } = await world.jonas.send('PUT', '/api/me/none', {}, { origin: `${url}, ${url}` });
    expect(status).toBe(404);
    const foreign = await world.jonas.send('PUT', '/api/me/none', {}, { origin: `${url}, https://evil.example` });
    expect(foreign.status).toBe(403);
  });

  it('connects a socket with its token in Authorization', async () => {
    const { key } = await addSite(world.desk);
    const vera = await new Visitor(world.desk.url).begins(key);
    const socket = io(world.desk.url, {
      transports: ['websocket'],
      extraHeaders: { authorization: vera.headers['authorization'] ?? '' },
      reconnection: false,
      forceNew: true,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    const answer: unknown = await socket.emitWithAck('dance', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'unknown_event' } });
    socket.disconnect();
  });
});

describe('a value that a ticket cannot have', () => {
  it.each([
    ['PUT', '/status', 'status', 'open, in_progress, pending, resolved, closed, cancelled'],
    ['PATCH', '', 'priority', 'low, normal, high, urgent'],
  ] as const)('is refused with those that it can have: %s %s %s', async (method, path, field, codes) => {
    const { id } = await world.jonas.opens('Refused');
    const answer = await world.ana.send<Refused>(method, `/api/tickets/${id}${path}`, { [field]: 'extreme' });
    const [said, named] = fieldsOf(answer).fields?.[field]?.split(' Use one of: ') ?? [];
    expect([answer.status, said]).toEqual([422, `There is no such ${field}.`]);
    expect(named?.replace('.', '').split(', ').toSorted()).toEqual(codes.split(', ').toSorted());
  });

  it('is refused as none where there is none to choose', async () => {
    const { id } = await world.jonas.opens('Refused');
    const answer = await world.ana.patch<Refused>(`/api/tickets/${id}`, { category: 'plumbing' });
    expect(fieldsOf(answer)).toEqual({ status: 422, fields: { category: 'There is no such category.' } });
  });
});
