import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLine } from '../server/audit/contract.ts';
import { auditLog } from '../db/schema/audit.ts';
import { userPermissions } from '../db/schema/people.ts';
import { SHELL, withCause } from '../server/cause.ts';
import { makePasswordLinkFor } from '../server/password-links/commands.ts';
import { text } from './support/files.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

type Page = { items: AuditLine[]; next: string | null };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const read = async (query = '') => (await world.zoe.get<Page>(`/api/audit${query}`)).body;
const about = async (targetId: string, more = '') => (await read(`?target=${targetId}&signIns=true${more}`)).items;
const sessionOf = ({ id }: Person) =>
  stored<{ id: string }>(world.desk, 'SELECT id FROM sessions WHERE user_id = ?', id).map((row) => row.id);

/** Every line of a query, page by page. */
async function all(query: string, limit = 7): Promise<AuditLine[]> {
  const lines: AuditLine[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await read(`?${query}&limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
    lines.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return lines;
}

describe('a line of the audit log', () => {
  it('says who changed what, from where, in which request, before and after', async () => {
    const lee = await addPerson(world.desk, { name: 'Lee' });
    const change = { role: 'supervisor', name: 'Lee Secret', capacity: 3 };
    const { headers } = await world.zoe.send('PATCH', `/api/users/${lee.id}`, change, { 'x-request-id': 'r-7Q2M4K' });
    expect(headers.get('x-request-id')).toBe('r-7Q2M4K');
    const [line] = await about(lee.id);
    expect(line).toMatchObject({
      actor: { id: world.zoe.id, name: world.zoe.name },
      ...{ via: 'session', action: 'user.edited', topic: 'people', requestId: 'r-7Q2M4K' },
      target: { id: lee.id, name: 'Lee Secret' },
      before: { role: 'agent', capacity: 15 },
      after: { role: 'supervisor', capacity: 3 },
      // Of what a person wrote only that it changed.
      data: { changed: ['name'] },
    });
    expect(sessionOf(world.zoe)).toContain(line?.credentialId);
    expect(['127.0.0', '0000:0000:0000:00']).toContain(line?.address);
    const [row] = stored(world.desk, 'SELECT * FROM audit_log WHERE request_id = ?', 'r-7Q2M4K');
    expect(JSON.stringify(row)).not.toContain('Secret');
  });

  it('has the id of the answer if the request brought none or a bad one', async () => {
    for (const [sent, capacity] of [
      [undefined, 5],
      ['no spaces, please', 6],
    ] as const) {
      const { headers } = await world.zoe.send(
        'PATCH',
        `/api/users/${world.ben.id}`,
        { capacity },
        {
          ...(sent && { 'x-request-id': sent }),
        },
      );
      const [line] = await about(world.ben.id);
      expect(line?.after).toEqual({ capacity });
      expect(line?.requestId).toBe(headers.get('x-request-id'));
      expect(line?.requestId).toMatch(/^[\da-f-]{36}$/u);
    }
  });

  it('has the request of its own command when many are committed together', async () => {
    const people = await Promise.all(
      Array.from({ length: 30 }, (_, at) => addPerson(world.desk, { name: `Many${at}` })),
    );
    await Promise.all(
      people.map(({ id }, at) =>
        world.zoe.send('PATCH', `/api/users/${id}`, { capacity: at + 20 }, { 'x-request-id': `many-${at}` }),
      ),
    );
    const lines = await all('action=user.edited', 100);
    for (const [at, { id }] of people.entries()) {
      const [line] = lines.filter(({ target }) => target?.id === id);
      expect([line?.requestId, line?.after]).toEqual([`many-${at}`, { capacity: at + 20 }]);
    }
  });

  it('names a visitor by their token, and the shell without a request', async () => {
    const { key } = await addSite(world.desk);
    const vera = await new Visitor(world.desk.url).begins(key);
    const { id } = await vera.opens('Hello');
    const { body } = await vera.post<{ id: string }>(`/api/tickets/${id}/messages`, { body: 'Private words' });
    expect((await vera.delete(`/api/tickets/${id}/messages/${body.id}`)).status).toBe(200);
    const [line] = await about(id);
    expect(line).toMatchObject({ action: 'message.deleted', via: 'visitor', data: { messageId: body.id } });
    expect(JSON.stringify(line)).not.toContain('Private');

    await withCause(SHELL, () => world.desk.commit((unit) => makePasswordLinkFor(unit, world.ben.email)));
    expect((await about(world.ben.id))[0]).toMatchObject({
      ...{ action: 'password_link.made', actor: null, via: 'shell', requestId: null, address: null },
    });
  });

  it('does not inherit the request that woke the server’s own work', async () => {
    const { jonas, desk } = world;
    // The follow-up of a deleted ticket is work of the server: jobs and followers run in a drain that the request began.
    await jonas.opens('Wakes the followers');
    const causes: unknown[] = [];
    await Promise.all([
      withCause(SHELL, () => desk.commit(async ({ cause }) => void causes.push(cause?.via))),
      desk.commit(async ({ cause }) => void causes.push(cause)),
    ]);
    expect(causes).toEqual(['shell', null]);
  });
});

describe('what was deleted', () => {
  it('stays known, with who deleted it and without its words', async () => {
    const { jonas, ana, zoe } = world;
    const { id, number } = await jonas.opens('A subject to forget', 'Words to forget');
    await ana.put(`/api/tickets/${id}/assignee`, { assigneeId: ana.id });
    const note = await ana.post<{ id: string }>(`/api/tickets/${id}/notes`, { body: 'A note to forget' });
    await ana.delete(`/api/tickets/${id}/notes/${note.body.id}`);
    const file = await jonas.attaches(id, text('forget.txt', 'Forget me'));
    await jonas.delete(`/api/attachments/${file.body.id}`);
    await zoe.delete(`/api/tickets/${id}`);
    const lines = await about(id);
    expect(lines).toMatchObject([
      {
        action: 'ticket.deleted',
        actor: { id: zoe.id },
        target: { id, name: String(number) },
        data: { number, customerId: jonas.id, messages: 1 },
      },
      { action: 'note.deleted', actor: { id: ana.id }, data: { noteId: note.body.id, number } },
    ]);
    expect((await about(file.body.id))[0]).toMatchObject({ action: 'attachment.deleted', actor: { id: jonas.id } });
    expect(JSON.stringify(lines)).not.toContain('forget');
  });

  it('includes shared replies and views, and only shared ones', async () => {
    const { sol } = world;
    const say = (shared: boolean) => ({ shared, name: 'Greeting', shortcut: `g${shared}`, body: 'Hello' });
    const [own, common] = [
      await sol.post<{ id: string }>('/api/saved-replies', say(false)),
      await sol.post<{ id: string }>('/api/saved-replies', say(true)),
    ];
    for (const { id } of [own.body, common.body]) {
      await sol.patch(`/api/saved-replies/${id}`, { body: 'Hi' });
      await sol.delete(`/api/saved-replies/${id}`);
    }
    expect(await about(own.body.id)).toEqual([]);
    expect(await about(common.body.id)).toMatchObject([
      { action: 'saved_reply.deleted' },
      { action: 'saved_reply.edited', data: { changed: ['body'] } },
      { action: 'saved_reply.added' },
    ]);
    const view = { shared: false, name: 'Hot', base: 'waiting', order: 'waiting', filters: {} };
    const { id } = (await sol.post<{ id: string }>('/api/views', view)).body;
    await sol.patch(`/api/views/${id}`, { shared: true });
    await sol.patch(`/api/views/${id}`, { name: 'Hotter' });
    expect(await about(id)).toMatchObject([
      { action: 'view.edited', data: { changed: ['name'] } },
      { action: 'view.shared', before: { shared: false }, after: { shared: true } },
    ]);
  });
});

describe('a refused request', () => {
  it('is one line with its method and pattern, and few lines an hour', async () => {
    const { desk, zoe } = world;
    const kim = await addPerson(desk, { name: 'Kim' });
    const agent = await new Person(desk.url).signIn(kim.email);
    for (let at = 0; at < 15; at += 1)
      expect((await agent.patch(`/api/users/${zoe.id}`, { name: 'X' })).status).toBe(403);
    const lines = (await read(`?actor=${kim.id}&action=access.refused`)).items;
    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatchObject({ target: { id: zoe.id }, data: { method: 'PATCH', path: '/api/users/:id' } });
  });

  it('has its own pattern where pages could have the same address too', async () => {
    const { email, id } = await addPerson(world.desk, { name: 'Lou' });
    const agent = await new Person(world.desk.url).signIn(email);
    await agent.get('/api/audit');
    await agent.send('HEAD', `/api/users/${id}/sessions`);
    const lines = (await read(`?actor=${id}&action=access.refused`)).items;
    expect(lines.map(({ data }) => data)).toEqual([
      { method: 'HEAD', path: '/api/users/:id/sessions' },
      { method: 'GET', path: '/api/audit' },
    ]);
  });
});

describe('the list', () => {
  it('leaves sign-ins out until they are asked for', async () => {
    await new Person(world.desk.url).signIn(world.sol.email);
    const topics = async (query: string) => new Set((await all(query)).map(({ topic }) => topic));
    expect(await topics('')).not.toContain('sign_ins');
    expect(await topics('signIns=true')).toContain('sign_ins');
    expect(await topics('topic=sign_ins')).toEqual(new Set(['sign_ins']));
    expect((await read('?action=session.started')).items.length).toBeGreaterThan(0);
  });

  it('has every line once, also while others are added', async () => {
    const before = await all('signIns=true', 100);
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await read(`?signIns=true&limit=5${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      await world.zoe.patch('/api/settings', { autoAssign: seen.length % 2 === 0 });
    } while (cursor);
    expect(seen.toSorted((a, b) => a - b)).toEqual(before.map(({ id }) => id).toSorted((a, b) => a - b));
  });

  it('is filtered by actor, topic, action, request and period, alone and together', async () => {
    const { zoe, sol } = world;
    const everything = await all('signIns=true', 100);
    const [middle] = everything.slice(Math.floor(everything.length / 2));
    const at = middle?.at ?? 0;
    const cases: [string, (line: AuditLine) => boolean][] = [
      [`actor=${sol.id}`, (line) => line.actor?.id === sol.id],
      ['actor=nobody', (line) => line.actor === null],
      ['topic=people', (line) => line.topic === 'people'],
      ['action=user.edited', (line) => line.action === 'user.edited'],
      ['request=many-3', (line) => line.requestId === 'many-3'],
      [`since=${at}`, (line) => line.at >= at],
      [`until=${at}`, (line) => line.at < at],
      [`actor=${zoe.id}&topic=people&since=${at}`, (l) => l.actor?.id === zoe.id && l.topic === 'people' && l.at >= at],
    ];
    for (const [query, fits] of cases) {
      const found = (await all(`signIns=true&${query}`)).map(({ id }) => id);
      expect(found.length).toBeGreaterThan(0);
      expect([query, found]).toEqual([query, everything.filter(fits).map(({ id }) => id)]);
    }
  });

  it('refuses the cursor of other filters', async () => {
    const { next } = await read('?topic=people&limit=2');
    expect((await world.zoe.get(`/api/audit?topic=people&limit=9&cursor=${next}`)).status).toBe(200);
    for (const query of ['', 'topic=widget&', 'topic=people&signIns=true&', `actor=${world.zoe.id}&topic=people&`])
      expect((await world.zoe.get(`/api/audit?${query}cursor=${next}`)).body).toMatchObject({
        error: { code: 'bad_cursor' },
      });
  });

  it.each([
    ['', /audit_acts/u],
    ['topic = ?', /audit_topic/u],
    ['actor_id = ?', /audit_actor/u],
    ['target_id = ?', /audit_target/u],
  ])('reads one range of an index and sorts nothing: %s', (condition, index) => {
    const where = condition || `topic <> 'sign_ins'`;
    const plan = stored<{ detail: string }>(
      world.desk,
      `EXPLAIN QUERY PLAN SELECT * FROM audit_log WHERE ${where} ORDER BY at DESC, id DESC LIMIT 51`,
      ...(condition ? ['x'] : []),
    );
    expect(plan.map(({ detail }) => detail).join()).toMatch(index);
    expect(plan.map(({ detail }) => detail).join()).not.toContain('TEMP B-TREE');
  });
});

describe('the export', () => {
  const download = async (query: string) => {
    const response = await fetch(`${world.desk.url}/api/audit/export?${query}`, { headers: world.zoe.headers });
    return { response, text: await response.text() };
  };

  it('has the same lines as the list, in both formats, over many pages, and is itself a line', async () => {
    await world.desk.commit(async ({ tx, now }) => {
      const row = { at: now, action: 'site.edited', topic: 'widget' as const, data: {} };
      for (let at = 0; at < 500; at += 100) await tx.insert(auditLog).values(Array.from({ length: 100 }, () => row));
    });
    const lines = await all('topic=widget', 100);
    expect(lines.length).toBeGreaterThanOrEqual(500);
    const { text: ndjson, response } = await download('format=ndjson&topic=widget');
    expect(response.headers.get('content-disposition')).toMatch(/attachment; filename="audit-[\d-]+\.ndjson"/u);
    expect(
      ndjson
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(lines);
    const { text: csv } = await download('format=csv&topic=widget');
    expect(
      csv
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => Number(line.split(',')[0])),
    ).toEqual(lines.map(({ id }) => id));
    expect((await read('?topic=audit')).items[0]).toMatchObject({
      ...{ action: 'audit.exported', actor: { id: world.zoe.id }, data: { format: 'csv', topic: 'widget' } },
    });
  });

  it('answers others while a slow reader downloads it', async () => {
    const response = await fetch(`${world.desk.url}/api/audit/export?format=ndjson&signIns=true`, {
      headers: world.zoe.headers,
    });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.length).toBeGreaterThan(0);
    expect((await world.ana.get('/api/me')).status).toBe(200);
    await reader?.cancel();
    expect((await world.ana.get('/api/me')).status).toBe(200);
  });

  it('writes a name that is a formula as text', async () => {
    const evil = await addPerson(world.desk, { name: `=HYPERLINK("https://evil.example","a,b")` });
    await world.zoe.patch(`/api/users/${evil.id}`, { capacity: 1 });
    const { text: csv } = await download(`format=csv&target=${evil.id}`);
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"",""a,b"")"`);
  });
});

it('nobody changes or deletes a line', async () => {
  const [line] = (await read()).items;
  for (const change of [`UPDATE audit_log SET actor_id = NULL`, 'DELETE FROM audit_log'])
    await expect(
      world.desk.commit(async (unit) => {
        const run: unknown = Reflect.get(unit.tx, '$client');
        (run as { exec(sql: string): void }).exec(change);
      }),
    ).rejects.toThrow(/append-only/u);
  expect((await read()).items[0]).toEqual(line);
  expect((await world.zoe.send('DELETE', '/api/audit')).status).toBe(405);
});

it('only who holds the right sees it, and an own row gives or takes it', async () => {
  const { desk, ana, zoe } = world;
  expect((await ana.get('/api/audit')).status).toBe(403);
  const rights = { view: true, create: false, update: false, delete: false };
  await desk.commit(({ tx }) => tx.insert(userPermissions).values({ userId: ana.id, area: 'audit', ...rights }));
  expect((await ana.get('/api/audit')).status).toBe(200);
  expect((await zoe.get<{ rights: object }>('/api/me')).body.rights).toMatchObject({ audit: ['view'] });
});
