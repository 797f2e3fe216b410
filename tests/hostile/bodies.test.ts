import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { within } from '../support/within.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const JSON_TYPE = { 'content-type': 'application/json' };
/** Two of them, as nobody may open more than twenty in an hour. */
const open = (body: string, headers: Record<string, string> = JSON_TYPE, by: 'jonas' | 'mia' = 'jonas') =>
  world[by].send<{ error: { code: string } }>('POST', '/api/tickets', body, headers);
const count = async () => (await world.jonas.get<{ items: object[] }>('/api/tickets?limit=100')).body.items.length;

describe('a body that is too large', () => {
  it.each([
    ['POST', () => '/api/tickets'],
    ['POST', () => '/api/auth/login'],
    ['POST', () => '/api/auth/register'],
    ['PUT', () => '/api/me/password'],
    ['PATCH', () => `/api/users/${world.mia.id}`],
  ])('is refused: 10 MB by %s', async (method, path) => {
    const answer = await world.zoe.send(method, path(), `{"body":"${'x'.repeat(10_000_000)}"}`);
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
  });

  it('is refused in chunks without a declared length', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        if (sent > 20_000_000) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const headers = { ...JSON_TYPE, origin: world.desk.url, cookie: world.jonas.cookie };
    const response = await fetch(`${world.desk.url}/api/tickets`, {
      method: 'POST',
      headers,
      body: endless,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(20_000_000);
  });

  it('does not harm the server', async () => {
    expect((await world.stranger.get('/readyz')).status).toBe(200);
  });
});

describe('a body of another kind', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json-patch+json',
    'text/json',
    'application/octet-stream',
    'text/html, application/json',
    'json',
    '',
  ])('is refused: %s', async (type) => {
    const before = await count();
    expect(await open('{"subject":"x","body":"x"}', { 'content-type': type })).toMatchObject({
      status: 415,
      body: { error: { code: 'not_json' } },
    });
    expect(await count()).toBe(before);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/json ;charset=utf-8',
  ])('is accepted if it is JSON: %s', async (type) => {
    expect((await open('{"subject":"x","body":"x"}', { 'content-type': type })).status).toBe(201);
  });
});

it('a body in chunks that names no type is refused, and not dropped in silence', async () => {
  const ticket = await world.jonas.opens('In chunks');
  const response = await fetch(`${world.desk.url}/api/tickets/${ticket.id}`, {
    method: 'PATCH',
    headers: { origin: world.desk.url, cookie: world.ana.cookie },
    body: new Blob(['{"subject":"Hidden"}']).stream(),
    duplex: 'half',
  } as RequestInit);
  expect([response.status, await response.json()]).toMatchObject([415, { error: { code: 'not_json' } }]);
});

describe('a body that is no JSON', () => {
  it.each([
    '{',
    '',
    'null,',
    '{"subject":}',
    "{'subject':'x'}",
    'undefined',
    '{"subject":"x","body":"x"} and more',
    '[1,',
    '\u0000',
    'NaN',
    '{"a":1,}',
    '<xml/>',
  ])('is 400, and the answer does not repeat it: %j', async (body) => {
    const answer = await open(body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'malformed' } } });
    if (body.length > 3) expect(JSON.stringify(answer.body)).not.toContain(body);
  });
});

describe('JSON of the wrong shape', () => {
  it.each([
    'null',
    'true',
    '7',
    '"text"',
    '[]',
    '{}',
    '[{"subject":"x","body":"x"}]',
    '['.repeat(5_000) + ']'.repeat(5_000),
  ])('is 422: $0', async (body) => {
    expect(await open(body, JSON_TYPE, 'mia')).toMatchObject({ status: 422, body: { error: { code: 'invalid' } } });
  });

  it('names each wrong field, and no value', async () => {
    const { status, body } = await open(
      '{"subject":7,"body":"","priority":"SECRETVALUE!","extra":"SECRETVALUE","customerId":"SECRETVALUE"}',
    );
    expect(status).toBe(422);
    expect(Object.keys((body.error as { fields?: object }).fields ?? {}).toSorted()).toEqual([
      'body',
      'customerId',
      'extra',
      'priority',
      'subject',
    ]);
    expect(JSON.stringify(body)).not.toContain('SECRETVALUE');
  });

  it('uses the last of duplicate keys, in the check and in the use', async () => {
    expect((await open('{"subject":"x","body":"good","body":7}', JSON_TYPE, 'mia')).status).toBe(422);
    expect((await open('{"subject":"first","subject":"second","body":"x"}', JSON_TYPE, 'mia')).body).toMatchObject({
      subject: 'second',
    });
    expect(
      (
        await open(
          `{"customerId":"${world.mia.id}","subject":"x","body":"x","customerId":"${world.jonas.id}"}`,
          JSON_TYPE,
          'mia',
        )
      ).status,
    ).toBe(403);
  });
});

describe('a request of thousands of values', () => {
  // Each took a third of a second and more, during which nobody else was answered.
  const TIMES = 40;
  const listOf = (value: string, most: number) => `{"acts":[${Array.from({ length: most }, () => value).join(',')}]}`;
  const act = `{"ticketId":"x","field":"tags","value":[${Array.from({ length: 500 }, () => 1).join(',')}]}`;

  it.each([
    ['numbers in place of objects', listOf('0', 60_000)],
    ['empty objects', listOf('{}', 40_000)],
    ['lists of numbers', listOf(act, 100)],
  ])(
    'is refused before each of them is: %s',
    async (_case, body) => {
      for (let n = 0; n < TIMES; n += 1) {
        const { status } = await world.ana.send('POST', '/api/acts', body);
        expect(status).toBe(422);
      }
    },
    within(6_000),
  );

  it(
    'is refused as soon in an address: one parameter given 7,000 times',
    async () => {
      const query = Array.from({ length: 7_000 }, () => 'q').join('&');
      for (let n = 0; n < TIMES; n += 1) expect((await world.ana.get(`/api/tickets?${query}`)).status).toBe(422);
    },
    within(6_000),
  );
});
