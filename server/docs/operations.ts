import type { JsonSchema } from '@valibot/to-json-schema';
import type { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Route } from '../http/guard.ts';
import type { RouteInput } from '../http/validate.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { tagOf } from './tags.ts';
import { PROBLEMS, type ProblemStatus } from './problems.ts';

/** A method of a path, as OpenAPI describes it. */
export interface Operation {
  /** In the spelling of OpenAPI: `/api/tickets/{id}`. */
  path: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  spec: Spec;
}

interface Spec {
  operationId: string;
  tags: [string];
  summary: string;
  description: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: true; content: Record<string, { schema: JsonSchema }> };
  /** By status. */
  responses: Record<string, object>;
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

interface Described {
  method: string;
  path: string;
  route: Route;
  inputs: RouteInput[];
}

/** Every route of the API, and the health checks. Pages and their files are no API. */
export function operationsOf(app: Hono<AppEnv>): Operation[] {
  const described = new Map<string, Partial<Described>>();
  for (const { method, path, handler } of app.routes) {
    const key = `${method} ${path}`;
    const known = described.get(key) ?? { method, path, inputs: [] };
    if ('route' in handler) known.route = handler.route as Route;
    if ('input' in handler) known.inputs?.push(handler.input as RouteInput);
    described.set(key, known);
  }
  return [...described.values()]
    .filter((one): one is Described => one.route !== undefined)
    .filter(({ path }) => path.startsWith('/api/') || path === '/healthz' || path === '/readyz')
    .map((one) => ({
      path: one.path.replace(/:(\w+)/gu, '{$1}'),
      method: one.method.toLowerCase() as Operation['method'],
      spec: specOf(one),
    }));
}

function specOf({ method, path, route, inputs }: Described): Spec {
  const inputOf = (target: RouteInput['target']) => inputs.find((input) => input.target === target)?.schema;
  const body = inputOf('json');
  const parameters = [
    ...parametersOf('path', inputOf('param') ?? anyPath(path)),
    ...parametersOf('query', inputOf('query') ?? v.object({})),
    ...(route.needs !== 'anyone' && route.status === 201 && !route.form ? [IDEMPOTENCY_KEY] : []),
    ...(route.tagged ? [method === 'GET' ? IF_NONE_MATCH : IF_MATCH] : []),
  ];
  return {
    operationId: operationId(method, path),
    tags: [tagOf(path)],
    summary: route.summary,
    description: whoMay(route),
    security:
      route.needs === 'anyone'
        ? []
        : [{ session: [] }, { bearer: [] }, ...(route.only === 'staff' ? [] : [{ visitor: [] }])],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: bodyOf('application/json', jsonSchemaOf(body)) }),
    ...(route.fields && { requestBody: bodyOf('application/x-www-form-urlencoded', jsonSchemaOf(route.fields)) }),
    ...(route.form && { requestBody: bodyOf('multipart/form-data', withFile(route.form)) }),
    responses: { ...successOf({ method, path, route, inputs }), ...problemsOf({ method, path, route, inputs }) },
  };
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A word of your own, such as a UUID. Sent again within 24 hours with the same body, the call is done once and answered as the first time.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const tagHeader = (name: string, description: string): Parameter => ({
  ...{ name, in: 'header', required: false, description },
  schema: { type: 'string' },
});
const IF_NONE_MATCH = tagHeader('If-None-Match', 'The ETag of the answer that you have: 304 if nothing changed since.');
const IF_MATCH = tagHeader(
  'If-Match',
  'The ETag of the state that you change: 412 with the present state if somebody else changed it meanwhile.',
);
const ETAG = {
  ETag: { description: 'For If-None-Match at the next reading, and If-Match at a change.', schema: { type: 'string' } },
};

/** `GET /api/tickets/:id/messages` → `getTicketsByIdMessages`. */
const operationId = (method: string, path: string) =>
  method.toLowerCase() +
  path
    .replace(/^\/api\//u, '/')
    .split(/[/.-]/u)
    .filter(Boolean)
    .map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)))
    .join('');

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function whoMay({ needs, only }: Route) {
  const who =
    needs === 'anyone'
      ? 'Anyone.'
      : needs === 'signed-in'
        ? 'Anyone who is signed in.'
        : `Needs the right to ${needs[0]} ${needs[1].replace('_', ' ')}.`;
  return only ? `${who} ${only === 'staff' ? 'Staff' : 'Customers'} only.` : who;
}

function parametersOf(place: Parameter['in'], fields: v.GenericSchema): Parameter[] {
  const schema = jsonSchemaOf(fields);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = typeof property === 'boolean' ? {} : property;
    return {
      name,
      in: place,
      required: place === 'path' || (schema.required?.includes(name) ?? false),
      ...(description && { description }),
      schema: withOwnDefault(rest),
    };
  });
}

/** A default is written as text in the query's schema, because text is what arrives. */
const withOwnDefault = (schema: JsonSchema): JsonSchema =>
  schema.type === 'integer' && schema.default !== undefined ? { ...schema, default: Number(schema.default) } : schema;

/** For a route that does not check its path. */
const anyPath = (path: string) =>
  v.object(Object.fromEntries([...path.matchAll(/:(\w+)/gu)].map(([, name]) => [name, v.string()])));

const bodyOf = (type: string, schema: JsonSchema) => ({ required: true as const, content: { [type]: { schema } } });

const withFile = (form: v.GenericSchema): JsonSchema => {
  const schema = jsonSchemaOf(form);
  return {
    ...schema,
    properties: { ...schema.properties, file: { type: 'string', format: 'binary' } },
    required: [...(schema.required ?? []), 'file'],
  };
};

function successOf({ method, path, route: { answers, status, tagged } }: Described): Record<string, object> {
  if (answers === null) return { 204: { description: 'Done; there is no more to say.' } };
  if (answers === 'redirect') {
    const content = { 'text/html': { schema: { type: 'string' } } };
    return {
      200: { description: 'The page at the end, for callers that follow.', content },
      302: { description: 'Go on to the address in Location.' },
    };
  }
  const content =
    answers === 'bytes'
      ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
      : { 'application/json': { schema: jsonSchemaOf(answers) } };
  const headers = tagged && { headers: ETAG };
  const responses: Record<string, object> = { [status ?? 200]: { description: 'Done.', ...headers, content } };
  if (tagged && method === 'GET') responses[304] = { description: 'Unchanged since the ETag in If-None-Match.' };
  if (answers === 'bytes' && path.includes(':'))
    responses[206] = { description: 'The part that Range asks for.', content };
  // Callers may choose the id of what they create; the second time the answer is the same thing.
  if (status === 201) responses[200] = { description: 'It exists already, unchanged.', content };
  return responses;
}

/** The errors that can come, by what the route does. */
function problemsOf({ method, path, route, inputs }: Described) {
  const reads = (target: RouteInput['target']) => inputs.some((input) => input.target === target);
  const writes = method !== 'GET';
  const hasBody = reads('json') || route.form !== undefined || route.fields !== undefined;
  const happens: Record<ProblemStatus, boolean> = {
    // A token in the address.
    400: path.startsWith('/api/'),
    401: route.needs !== 'anyone' || path.includes('/auth/'),
    403: route.needs !== 'anyone' || writes,
    404: path.includes(':') || path.startsWith('/api/widget/') || path.startsWith('/api/auth/'),
    409: writes,
    412: route.tagged !== undefined && writes,
    413: hasBody,
    415: hasBody,
    416: route.answers === 'bytes' && path.includes(':'),
    422: inputs.length > 0 || route.form !== undefined,
    429: true,
    500: true,
    503: writes,
  };
  return Object.fromEntries(
    Object.entries(PROBLEMS)
      .filter(([status]) => happens[Number(status) as ProblemStatus])
      .map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
  );
}
