import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SOCKET_ACCESS } from '../../server/live/sockets.ts';
import { uuidv7 } from '../../db/ids.ts';
import type { Person } from '../support/person.ts';
import { addSite } from '../support/site.ts';
import { Visitor } from '../support/visitor.ts';
import { addStaff, createWorld, type World } from '../support/world.ts';
import { codeOf, sendUp, tryToConnect } from './bare-socket.ts';

/** What the API says of itself, so that a new route or field is tested without being listed here. */
interface Schema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema | Schema[];
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
}
interface Operation {
  description: string;
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Route {
  method: string;
  path: string;
  operation: Operation;
  body: Schema | undefined;
}
type Refusal = { error: { code: string; fields?: Record<string, string> } };

/** Names that every object has from its prototype. */
const INHERITED = ['toString', '__proto__', 'constructor', 'hasOwnProperty', 'valueOf', 'prototype'];

let world: World;
let vera: Visitor;
let admin: Person;
let routes: Route[];
let components: Record<string, Schema>;
beforeAll(async () => {
  world = await createWorld();
  const { key } = await addSite(world.desk);
  vera = await new Visitor(world.desk.url).begins(key);
  const { body } = await world.zoe.get<{
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  }>('/api/openapi.json');
  components = body.components.schemas;
  routes = Object.entries(body.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...{ method: method.toUpperCase(), path, operation },
      body: operation.requestBody?.content['application/json']?.schema,
    })),
  );
});
afterAll(() => world.end());
let admins = 0;
/** Another one for each test, as nobody may send more than 300 changes a minute. */
beforeEach(async () => {
  admin = await addStaff(world.desk, `Zoe${(admins += 1)}`, 'admin');
});

const withBody = () => {
  const found = routes.flatMap(({ body, ...route }) => (body ? [{ ...route, body }] : []));
  expect(found.length).toBeGreaterThan(25);
  return found;
};

/** Somebody who is allowed to use the route, so that nothing but the input is refused. */
const callerOf = ({ path, operation }: Route): Person => {
  if (path.startsWith('/api/widget/')) return vera;
  return operation.description.includes('Customers only') ? world.jonas : admin;
};
/** A place that could be there: what is refused is the body or the query. */
const addressOf = ({ path }: Route) =>
  path.replaceAll(/\{(\w+)\}/gu, (_whole, name) => (name === 'code' ? 'nowhere' : uuidv7()));

async function refusalOf(route: Route, body: string) {
  const { status, body: answer } = await callerOf(route).send<Refusal>(route.method, addressOf(route), body);
  return {
    route: `${route.method} ${route.path}`,
    status,
    code: answer.error?.code,
    fields: answer.error?.fields ?? {},
  };
}

type Leaf = { path: string[]; schema: Schema };
function kindsOf(schema: Schema): Schema[] {
  const named = schema.$ref && components[schema.$ref.replace('#/components/schemas/', '')];
  if (named) return kindsOf(named);
  return (schema.anyOf ?? schema.oneOf)?.flatMap(kindsOf) ?? [schema];
}

/** Every place in a body that takes a value of this type, however deep. */
function placesOf(schema: Schema, type: (schema: Schema) => boolean, path: string[] = []): Leaf[] {
  return kindsOf(schema).flatMap((kind): Leaf[] => [
    ...(type(kind) ? [{ path, schema: kind }] : []),
    ...Object.entries(kind.properties ?? {}).flatMap(([name, inner]) => placesOf(inner, type, [...path, name])),
    ...itemsOf(kind).flatMap((inner, at) => placesOf(inner, type, [...path, String(at)])),
    ...(typeof kind.additionalProperties === 'object'
      ? placesOf(kind.additionalProperties, type, [...path, 'plan'])
      : []),
  ]);
}
const itemsOf = ({ items, prefixItems }: Schema) =>
  prefixItems ?? (Array.isArray(items) ? items : items ? [items] : []);

/** A body with nothing but `value` at `path`; `%` stands for the value, which may be what JSON.stringify cannot write. */
function bodyWith(path: string[], value: string): string {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const inner = bodyWith(rest, value);
  return /^\d+$/u.test(first) ? `[${'null,'.repeat(Number(first))}${inner}]` : `{${JSON.stringify(first)}:${inner}}`;
}

async function expectNamed(type: (schema: Schema) => boolean, values: string[]) {
  let tried = 0;
  for (const route of withBody())
    for (const { path } of placesOf(route.body, type))
      for (const value of values) {
        tried++;
        const refusal = await refusalOf(route, bodyWith(path, value));
        expect({ ...refusal, value, named: Object.keys(refusal.fields) }).toMatchObject({
          ...{ status: 422, code: 'invalid' },
          named: expect.arrayContaining([path.join('.') || 'body']),
        });
      }
  return tried;
}

describe('every schema of a body', () => {
  it('refuses a list where an object is due, at the top and inside', async () => {
    expect(await expectNamed(({ type }) => type === 'object', ['[]'])).toBeGreaterThan(30);
  });

  it('refuses a number that no program can count with', async () => {
    const tried = await expectNamed(
      ({ type }) => type === 'number' || type === 'integer',
      ['1e308', '-1e308', '1e999', '9007199254740993'],
    );
    expect(tried).toBeGreaterThan(40);
  });

  it('refuses half a character', async () => {
    expect(await expectNamed(({ type }) => type === 'string', ['"a\\ud800"'])).toBeGreaterThan(60);
  });

  it('names each unknown field, whatever its name', async () => {
    let tried = 0;
    for (const route of withBody())
      for (const { path } of placesOf(route.body, ({ additionalProperties }) => additionalProperties === false)) {
        tried++;
        const unknown = `{${INHERITED.map((name) => `"${name}":{}`).join(',')}}`;
        const { fields, ...refusal } = await refusalOf(route, bodyWith(path, unknown));
        expect({ ...refusal, path, named: Object.keys(fields) }).toMatchObject({
          ...{ status: 422, code: 'invalid' },
          named: expect.arrayContaining(INHERITED.map((name) => [...path, name].join('.'))),
        });
        for (const name of INHERITED) expect(fields[[...path, name].join('.')]).toBe('This field is unknown.');
      }
    expect(tried).toBeGreaterThan(30);
  });

  it('refuses a body that is nested without end', async () => {
    const deep = '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000);
    for (const route of withBody()) expect(await refusalOf(route, deep)).toMatchObject({ status: 422 });
  });

  it('answers with few words to a body of many faults', async () => {
    const many = `{${Array.from({ length: 9_000 }, (_, at) => `"f${at}":1`).join(',')}}`;
    for (const route of withBody()) {
      const { status, fields } = await refusalOf(route, many);
      expect(status).toBe(422);
      expect(Object.keys(fields).length).toBeLessThan(60);
    }
  });
});

describe('a body that is not UTF-8', () => {
  const BROKEN = [
    ['a byte of Latin-1', [0xe9]],
    ['a character that is cut', [0xe2, 0x82]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half of a pair', [0xed, 0xa0, 0x80]],
  ] as const;

  it.each(BROKEN)('is malformed for every route: %s', async (_case, bytes) => {
    for (const route of withBody()) {
      const caller = callerOf(route);
      const text = Buffer.concat([Buffer.from('{"subject":"caf'), Buffer.from(bytes), Buffer.from('","body":"x"}')]);
      const answer = await fetch(caller.url + addressOf(route), {
        method: route.method,
        headers: { origin: caller.url, 'content-type': 'application/json', ...caller.headers },
        body: text,
      });
      expect([route.path, answer.status, await answer.json()]).toMatchObject([
        route.path,
        400,
        { error: { code: 'malformed' } },
      ]);
    }
  });
});

describe('every schema of a query', () => {
  const withQuery = () => routes.filter(({ operation }) => operation.parameters?.some((one) => one.in === 'query'));

  it('names each unknown parameter, whatever its name', async () => {
    expect(withQuery().length).toBeGreaterThan(5);
    for (const route of withQuery()) {
      const query = INHERITED.map((name) => `${name}=1`).join('&');
      const { status, body } = await callerOf(route).send<Refusal>(route.method, `${addressOf(route)}?${query}`);
      expect([route.path, status]).toEqual([route.path, 422]);
      expect(Object.keys(body.error.fields ?? {})).toEqual(expect.arrayContaining(INHERITED));
    }
  });

  it('refuses what is not UTF-8, and takes all that is', async () => {
    for (const route of withQuery()) {
      const names = (route.operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      for (const text of ['caf%E9', '%E2%82', '%ED%A0%80', 'caf%E9+caf%C3%A9']) {
        const address = `${addressOf(route)}?${names[0]}=${text}`;
        const answer = await callerOf(route).send<Refusal>(route.method, address);
        expect([route.path, answer.status, answer.body.error.code]).toEqual([route.path, 400, 'malformed']);
      }
    }
    const { zoe } = world;
    for (const text of ['100%', '100%25', 'caf%C3%A9', '%F0%9F%98%80', 'a+b', '%', '%zz', 'x=y', ''])
      expect([text, (await zoe.get(`/api/users?q=${text}`)).status]).toEqual([text, 200]);
  });
});

/** Copies of an input with one value spoiled: a list for an object, a number nobody counts with, half a character, a name of a prototype. */
function spoiled(value: unknown): unknown[] {
  if (typeof value === 'number') return [1e308];
  if (typeof value === 'string') return ['a\uD800'];
  if (Array.isArray(value)) return value.flatMap(spoiled).map((bad) => [bad]);
  const inside = Object.entries(value ?? {}).flatMap(([name, inner]) =>
    spoiled(inner).map((bad) => Object.assign({}, value, { [name]: bad })),
  );
  return [[], Object.assign({}, value, { toString: 1 }), ...inside];
}

describe('every schema of a socket event', () => {
  it('refuses a list, a number that nobody counts with, half a character, and names of a prototype', async () => {
    const { ana, jonas, desk } = world;
    const { id: ticketId } = await jonas.opens('On a socket');
    const taken: Record<keyof typeof SOCKET_ACCESS, object> = {
      sync: { cursor: 0, epoch: 'x', listsAt: 0, userId: ana.id, watching: [{ ticketId, after: 0 }] },
      watch: { ticketId, after: 0 },
      unwatch: { ticketId },
      typing: { ticketId, kind: 'message' },
      show: { viewIds: [uuidv7()] },
    };
    for (const [event, input] of Object.entries(taken)) {
      const { socket } = await tryToConnect(desk.url, { origin: desk.url, cookie: ana.cookie });
      expect([event, codeOf(await sendUp(socket, event, input))]).toEqual([event, 'ok']);
      for (const bad of spoiled(input))
        expect([event, bad, codeOf(await sendUp(socket, event, bad))]).toEqual([event, bad, 'invalid']);
      socket.disconnect();
    }
  });
});

describe('the form of an upload', () => {
  it('names each unknown field, whatever its name', async () => {
    const form = new FormData();
    for (const name of ['toString', '__proto__', 'kind']) form.append(name, 'message');
    form.append('file', new Blob(['text']), 'a.txt');
    const { status, body } = await world.ana.sendForm<Refusal>('/api/attachments', form);
    expect(status).toBe(422);
    expect(Object.keys(body.error.fields ?? {}).toSorted()).toEqual(['__proto__', 'toString']);
  });
});
