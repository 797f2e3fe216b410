import { createConfig, lintFromString } from '@redocly/openapi-core';
import { validate as validateByScalar } from '@scalar/openapi-parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from './support/world.ts';

let world: World;
let description: string;
beforeAll(async () => {
  world = await createWorld();
  description = await (await fetch(`${world.desk.url}/api/openapi.json`)).text();
});
afterAll(() => world.end());

it('satisfies the schema of OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(description));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

it('satisfies the parser of Scalar', async () => {
  const { valid, errors } = await validateByScalar(description);
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

it('has nothing that the recommended rules of Redocly find', async () => {
  // The server of a test is on this machine.
  const rules = { 'no-server-example.com': 'off' as const };
  const config = await createConfig({ extends: ['recommended'], rules });
  const problems = await lintFromString({ source: description, absoluteRef: '/openapi.json', config });
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`),
  ).toEqual([]);
});

it.each(['/api/openapi.json', '/api/docs', '/api/docs.js', '/api/docs.css'])(
  'is sent compressed, and not again to a caller that has it: %s',
  async (path) => {
    const get = (headers: Record<string, string>) => fetch(world.desk.url + path, { headers });
    const [packed, plain] = [await get({}), await get({ 'accept-encoding': 'identity' })];
    expect([packed, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null]);
    const text = await plain.text();
    expect(await packed.text()).toBe(text);
    const again = await get({ 'if-none-match': packed.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get({ 'if-none-match': '"another"' })).status).toBe(200);
  },
);
