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
