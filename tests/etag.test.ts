import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './support/person.ts';
import { tokenBy } from './support/token.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let described: Record<string, Record<string, { responses: Record<string, object>; parameters?: { name: string }[] }>>;
beforeAll(async () => {
  world = await createWorld();
  described = (await world.stranger.get<{ paths: typeof described }>('/api/openapi.json')).body.paths;
});
afterAll(() => world.end());

/** What zoe makes, and where it is afterwards. */
const made = async (path: string, body: object, key: 'id' | 'code' = 'id') => {
  const { status, body: thing } = await world.zoe.post<{ id: string; code: string }>(path, body);
  expect({ status, thing }).toMatchObject({ status: 201 });
  return `${path}/${thing[key]}`;
};
let n = 0;
const name = () => `Number ${(n += 1)}`;

const team = () => made('/api/teams', { name: name() });
const role = () => made('/api/roles', { name: name(), kind: 'staff', rights: { tickets: ['view'] } }, 'code');
const tag = () => made('/api/tags', { name: name() });
const item = () => made('/api/menu', { label: name(), href: '/api/docs' }, 'code');
const site = () => made('/api/sites', { name: name(), origins: [`https://${(n += 1)}.example`] });
const reply = () => made('/api/saved-replies', { name: name(), body: 'Hello', shortcut: `r${n}`, shared: false });
const view = () => made('/api/views', { name: name(), base: 'all', order: 'created', filters: {}, shared: false });
const hook = () => made('/api/webhooks', { name: name(), url: 'https://hook.example', events: null, carries: 'ids' });
const status = () => made('/api/statuses', { name: name(), type: 'pending' }, 'code');
const priority = () => made('/api/priorities', { name: name(), responseMinutes: 5, resolutionMinutes: 50 }, 'code');
const category = () => made('/api/categories', { name: name() }, 'code');
const codes = async (list: string) => {
  const { body } = await world.zoe.get<{ code: string }[]>(`/api/${list}`);
  return body.map(({ code }) => code);
};
const turned = async (list: string) => ({ codes: (await codes(list)).toReversed() });
const rename = () => ({ name: name() });

/** Where a thing is read, how somebody else changes it, and the call that must not overwrite that. */
interface Case {
  /** The path of the thing. */
  at: () => Promise<string>;
  /** Behind it, where the call goes. */
  to?: string;
  meanwhile: { method?: 'PATCH' | 'PUT'; to?: string; body: () => unknown };
  body?: () => unknown;
}
const named = { meanwhile: { body: rename } };
const edited = { ...named, body: rename };
const ordered = (list: string): Case => {
  const order = { method: 'PUT' as const, to: '/order', body: () => turned(list) };
  const at = async () => {
    if ((await codes(list)).length < 2) await Promise.all([category(), category()]);
    return `/api/${list}`;
  };
  return { at, to: '/order', meanwhile: order, body: () => turned(list) };
};
const jonas = () => Promise.resolve(`/api/users/${world.jonas.id}`);
const rightsOf = async (thing: () => Promise<string>) => `${await thing()}/permissions`;
const own = (): Case => {
  const set = {
    method: 'PUT' as const,
    body: () => ({ own: { tickets: ['view', (n += 1) % 2 ? 'update' : 'create'] } }),
  };
  return { at: () => rightsOf(() => Promise.resolve(`/api/users/${world.ben.id}`)), meanwhile: set, body: set.body };
};
const settings = async (): Promise<{ autoAssign: boolean }> => {
  const { body } = await world.zoe.get<{ autoAssign: boolean }>('/api/settings');
  return { autoAssign: !body.autoAssign };
};
const roleRights = () => ({ rights: { tickets: ['view'], messages: (n += 1) % 2 ? ['view'] : ['view', 'create'] } });

const CASES: Record<string, Case> = {
  'PATCH /api/teams/{id}': { at: team, ...edited },
  'PUT /api/teams/{id}/members': { at: team, to: '/members', ...named, body: () => ({ memberIds: [world.ana.id] }) },
  'DELETE /api/teams/{id}': { at: team, ...named },
  'PATCH /api/roles/{code}': { at: role, ...edited },
  'DELETE /api/roles/{code}': { at: role, ...named },
  'PUT /api/roles/{code}/permissions': {
    at: () => rightsOf(role),
    meanwhile: { method: 'PUT', body: roleRights },
    body: roleRights,
  },
  'PUT /api/users/{id}/permissions': own(),
  'DELETE /api/users/{id}/permissions': { ...own(), body: () => undefined },
  'PATCH /api/users/{id}': { at: jonas, ...edited },
  'PATCH /api/tags/{id}': { at: tag, ...edited },
  'DELETE /api/tags/{id}': { at: tag, ...named },
  'PATCH /api/menu/{code}': {
    at: item,
    meanwhile: { body: () => ({ label: name() }) },
    body: () => ({ label: name() }),
  },
  'DELETE /api/menu/{code}': { at: item, meanwhile: { body: () => ({ label: name() }) } },
  'PATCH /api/sites/{id}': { at: site, ...edited },
  'DELETE /api/sites/{id}': { at: site, ...named },
  'PATCH /api/saved-replies/{id}': { at: reply, ...edited },
  'DELETE /api/saved-replies/{id}': { at: reply, ...named },
  'PATCH /api/views/{id}': { at: view, ...edited },
  'DELETE /api/views/{id}': { at: view, ...named },
  'PATCH /api/webhooks/{id}': { at: hook, ...edited },
  'DELETE /api/webhooks/{id}': { at: hook, ...named },
  'PATCH /api/statuses/{code}': { at: status, ...edited },
  'DELETE /api/statuses/{code}': { at: status, ...named },
  'PUT /api/statuses/order': ordered('statuses'),
  'PATCH /api/priorities/{code}': { at: priority, ...edited },
  'DELETE /api/priorities/{code}': { at: priority, ...named },
  'PUT /api/priorities/order': ordered('priorities'),
  'PATCH /api/categories/{code}': { at: category, ...edited },
  'DELETE /api/categories/{code}': { at: category, ...named },
  'PUT /api/categories/order': ordered('categories'),
  'PATCH /api/settings': {
    at: () => Promise.resolve('/api/settings'),
    meanwhile: { body: settings },
    body: settings,
  },
  'PATCH /api/sign-in': {
    at: () => Promise.resolve('/api/sign-in'),
    meanwhile: { body: () => ({ secondStepRoles: ['supervisor'] }) },
    body: () => ({ secondStepRoles: [] }),
  },
};
/** In http-headers.test.ts. */
const OF_TICKETS = /\/api\/tickets/u;

const etagOf = ({ headers }: Answer) => headers.get('etag') ?? '';

describe('a change with If-Match', () => {
  it('has a case for every call that compares states', () => {
    const compared = Object.entries(described).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { responses }]) => '412' in responses)
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(CASES).toSorted()).toEqual(compared.filter((call) => !OF_TICKETS.test(call)).toSorted());
  });

  it.each(Object.entries(CASES))('never overwrites what somebody else changed: %s', async (call, one) => {
    const [method = ''] = call.split(' ');
    const at = await one.at();
    const old = etagOf(await world.zoe.get(at));
    const { method: how = 'PATCH', to = '', body } = one.meanwhile;
    expect((await world.zoe.send(how, at + to, await body())).status).toBe(200);
    const between = await world.zoe.get(at);

    const send = async (match: string) =>
      world.zoe.send(method, at + (one.to ?? ''), await one.body?.(), { 'if-match': match });
    for (const tag of [old, '"', 'none', '""', '"0-0"']) {
      const refused = await send(tag);
      expect(refused).toMatchObject({ status: 412, body: { error: { code: 'changed_since' } } });
      const { details } = (refused.body as { error: { details: Record<string, unknown> } }).error;
      expect(Object.values(details)).toHaveLength(1);
    }
    expect((await world.zoe.get(at)).body).toEqual(between.body);

    const done = await send(etagOf(between));
    expect(done.status).toBeLessThan(300);
    const after = await world.zoe.get(at);
    if (method !== 'DELETE') expect(etagOf(done).split('-')[0]).toBe(etagOf(after).split('-')[0]);
  });

  it('lets one of two admins through who start from the same state', async () => {
    const at = await role();
    const etag = etagOf(await world.zoe.get(at));
    const rename = () => world.zoe.send('PATCH', at, { name: name() }, { 'if-match': etag });
    const both = await Promise.all([rename(), rename()]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });

  it('is not stopped by counts that change by themselves', async () => {
    const at = await role();
    const etag = etagOf(await world.zoe.get(at));
    await world.zoe.patch(`/api/users/${world.ben.id}`, { role: at.split('/').at(-1) });
    expect(etagOf(await world.zoe.get(at))).not.toBe(etag);
    expect((await world.zoe.send('PATCH', at, { name: name() }, { 'if-match': etag })).status).toBe(200);
    await world.zoe.patch(`/api/users/${world.ben.id}`, { role: 'agent' });
  });

  it('shows the present state only to those who may see it', async () => {
    const at = await team();
    const { program } = await tokenBy(world.zoe, { scopes: { teams: ['update'] } });
    expect((await program.get(at)).status).toBe(403);
    const refused = await program.send('PATCH', at, { name: name() }, { 'if-match': '"0-0"' });
    expect(refused.status).toBe(412);
    expect(refused.body).not.toHaveProperty('error.details');
  });

  it('is refused by a call that compares no states, and changes nothing', async () => {
    const ticket = await world.jonas.opens('Plain');
    const send = (method: string, path: string, body: object) =>
      world.zoe.send(method, path, body, { 'if-match': '"0-0"' });
    for (const answer of [
      await send('PUT', `/api/tickets/${ticket.id}/tags`, { tagIds: [] }),
      await send('POST', '/api/teams', { name: 'Never' }),
    ])
      expect(answer).toMatchObject({ status: 422, body: { error: { fields: { 'If-Match': expect.any(String) } } } });
    expect(JSON.stringify((await world.zoe.get('/api/teams')).body)).not.toContain('Never');
  });
});

/** Reads that programs repeat, and something that changes each. */
const LISTS: Record<string, () => Promise<unknown>> = {
  '/api/tickets': () => world.jonas.opens(name()),
  '/api/tickets?status=open&limit=5': () => world.jonas.opens(name()),
  '/api/roles': role,
  '/api/teams': team,
  '/api/statuses': status,
  '/api/priorities': priority,
  '/api/categories': category,
  '/api/categories?uses=true': category,
  '/api/tags': tag,
  '/api/menu': item,
  '/api/webhooks': hook,
  '/api/sites': site,
  '/api/saved-replies': reply,
  '/api/views': view,
  '/api/users?kind=customer': () => world.zoe.patch(`/api/users/${world.mia.id}`, { name: name() }),
  '/api/invitations': () =>
    world.zoe.post('/api/invitations', { emails: [`p${(n += 1)}@desk.example`], role: 'agent' }),
};

describe('a list with an ETag', () => {
  it.each(Object.entries(LISTS))('is 304 without a body until it changes: %s', async (path, change) => {
    const first = await world.zoe.get(path);
    const etag = etagOf(first);
    expect(etag).toMatch(/^"[0-9a-f]{12}(?:-[0-9a-f]{12})?"$/u);
    const again = (tag: string) => world.zoe.send('GET', path, undefined, { 'if-none-match': tag });
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`])
      expect(await again(tag)).toMatchObject({ status: 304, body: null });
    for (const tag of ['', '"other"', etag.slice(1, -1)]) expect((await again(tag)).body).toEqual(first.body);
    await change();
    const changed = await again(etag);
    expect(changed.status).toBe(200);
    expect(etagOf(changed)).not.toBe(etag);
  });

  it('has another ETag for somebody who sees less of it', async () => {
    await world.jonas.opens('Mine');
    const etag = etagOf(await world.zoe.get('/api/tickets'));
    const { status } = await world.jonas.send('GET', '/api/tickets', undefined, { 'if-none-match': etag });
    expect(status).toBe(200);
  });

  it('keeps its ETag from those who may not read it', async () => {
    const etag = etagOf(await world.zoe.get('/api/roles'));
    const asked = { 'if-none-match': etag };
    expect((await world.jonas.send('GET', '/api/roles', undefined, asked)).status).toBe(403);
    const gone = await world.stranger.send('GET', '/api/roles', undefined, asked);
    expect([gone.status, etagOf(gone)]).toEqual([401, '']);
  });
});

it('describes both headers wherever they are read', () => {
  for (const [path, methods] of Object.entries(described))
    for (const [method, { responses, parameters = [] }] of Object.entries(methods)) {
      const names = parameters.map((one) => one.name);
      expect([path, method, names.includes('If-None-Match')]).toEqual([path, method, '304' in responses]);
      expect([path, method, names.includes('If-Match')]).toEqual([path, method, '412' in responses]);
    }
});
