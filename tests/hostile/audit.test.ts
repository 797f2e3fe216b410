import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../server/audit/contract.ts';
import { Person } from '../support/person.ts';
import { addSite } from '../support/site.ts';
import { stored } from '../support/stored.ts';
import { Visitor } from '../support/visitor.ts';
import { addPerson, createWorld, type World } from '../support/world.ts';

type Page = { items: AuditLine[]; next: string | null };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const newest = async (target: string) =>
  (await world.zoe.get<Page>(`/api/audit?target=${target}&signIns=true`)).body.items[0];

describe('a question that the log does not understand is refused', () => {
  it.each([
    ['actor=%25', 422],
    ['actor=me', 422],
    [`target=${'x'.repeat(65)}`, 422],
    ['target=', 422],
    ['topic=__proto__', 422],
    ['topic=people&topic=widget', 422],
    ['action=constructor', 422],
    [`action=user.edited'--`, 422],
    ['since=-1', 422],
    ['until=1e99', 422],
    ['limit=0', 422],
    ['limit=100000000', 422],
    ['signIns=1', 422],
    ['hidden=true', 422],
    ['cursor=x', 400],
    ['cursor=1_1_000000000000', 400],
    ['cursor=9999999999999999_1_000000000000', 400],
    [`cursor=1_1_${encodeURIComponent("' OR '1'='1")}`, 400],
  ])('%s', async (query, status) => {
    expect((await world.zoe.get(`/api/audit?${query}`)).status).toBe(status);
    // An export takes no cursor, so it has the same refusals with another code.
    const whole = await world.zoe.get(`/api/audit/export?format=csv&${query}`);
    if (!query.startsWith('limit') && !query.startsWith('cursor')) expect(whole.status).toBe(422);
    expect((await world.zoe.get<Page>('/api/audit?topic=audit')).body.items).toEqual([]);
  });

  it.each(['xlsx', 'CSV', '', 'csv&format=ndjson'])('an export as %s', async (format) => {
    expect((await world.zoe.get(`/api/audit/export?format=${format}`)).status).toBe(422);
  });
});

describe('no method changes the log', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s', async (method) => {
    const before = stored(world.desk, 'SELECT max(id) AS id, count(*) AS n FROM audit_log');
    expect((await world.zoe.send(method, '/api/audit', {})).status).toBe(405);
    expect((await world.zoe.send(method, '/api/audit/1', {})).status).toBe(404);
    expect(stored(world.desk, 'SELECT max(id) AS id, count(*) AS n FROM audit_log')).toEqual(before);
  });
});

describe('a request id of a caller', () => {
  it.each([
    ['too long', 'x'.repeat(65)],
    ['markup', '<script>alert(1)</script>'],
    ['a formula', '+cmd|calc'],
    ['a quote', `a"b`],
    ['an SQL comment', `x'--`],
    ['empty', ''],
  ])('that is %s is replaced', async (_what, sent) => {
    const { capacity } = world.ana.me;
    const next = (await newest(world.ana.id))?.after?.['capacity'] === 20 ? capacity : 20;
    const { headers } = await world.zoe.send(
      'PATCH',
      `/api/users/${world.ana.id}`,
      { capacity: next },
      {
        'x-request-id': sent,
      },
    );
    const line = await newest(world.ana.id);
    expect(line?.after).toEqual({ capacity: next });
    expect(line?.requestId).toMatch(/^[\da-f-]{36}$/u);
    expect(line?.requestId).toBe(headers.get('x-request-id'));
  });

  it('and an address that the caller claims are not believed', async () => {
    await world.zoe.send('PATCH', `/api/users/${world.ben.id}`, { capacity: 9 }, { 'x-forwarded-for': '203.0.113.7' });
    expect(JSON.stringify(await newest(world.ben.id))).not.toContain('203.0.113');
  });
});

describe('a name that a spreadsheet would run', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\n=1',
    '\u00A0=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '=a"b,c',
  ])('is text in the export: %j', async (name) => {
    const { id } = await addPerson(world.desk, { name });
    await world.zoe.patch(`/api/users/${id}`, { capacity: 2 });
    const csv = await (
      await fetch(`${world.desk.url}/api/audit/export?format=csv&target=${id}&action=user.edited`, {
        headers: world.zoe.headers,
      })
    ).text();
    for (const cell of cellsOf(csv)) expect(cell).not.toMatch(/^[\s\u00A0]*[=+\-@＝＋－＠]/u);
    expect(cellsOf(csv)).toContain(`'${name}`);
  });
});

/** The cells of all rows, as a spreadsheet reads them. */
const cellsOf = (csv: string) =>
  [...csv.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?:,|\r\n)/gu)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );

it('holds no secret, no address of a person and nothing that anybody wrote', async () => {
  const { desk, zoe, jonas, ana } = world;
  const secrets = [
    'hunter2 hunter2',
    'A very own subject',
    'Very own words',
    'Very own note',
    'very-own-file',
    'Zelda',
  ];
  await new Person(desk.url).post('/api/auth/login', { email: ana.email, password: secrets[0] });
  const { id } = await jonas.opens('A very own subject', 'Very own words');
  await ana.post(`/api/tickets/${id}/notes`, { body: 'Very own note' });
  const { body: site } = await zoe.post<{ id: string }>('/api/sites', { name: 'Zelda', origins: [] });
  const { body: made } = await zoe.post<{ secret: string }>(`/api/sites/${site.id}/identity-secret`);
  const { body: link } = await zoe.post<{ link: string }>(`/api/users/${ana.id}/password-link`);
  const { body: invited } = await zoe.post<{ items: { link: string; email: string }[] }>('/api/invitations', {
    emails: ['zelda@desk.example'],
    role: 'agent',
  });
  await zoe.patch(`/api/users/${jonas.id}`, { name: 'Zelda' });
  const { key } = await addSite(desk);
  const vera = await new Visitor(desk.url).begins(key);
  await zoe.delete(`/api/tickets/${id}`);
  const log = JSON.stringify(stored(desk, 'SELECT * FROM audit_log'));
  expect(log).toContain('invitation.made');
  const tokens = [made.secret, link.link, invited.items[0]?.link].map((text) => text?.split('#').at(-1) ?? '');
  const people = [ana.email, 'zelda@desk.example', jonas.email];
  for (const text of [...secrets, ...tokens, ...people, vera.headers['authorization']?.slice(7) ?? '', zoe.cookie]) {
    expect(text.length).toBeGreaterThan(4);
    expect(log).not.toContain(text);
  }
});
