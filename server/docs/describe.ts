import type { Hono } from 'hono';
import { cookieName } from '../auth/credential.ts';
import type { Config } from '../config.ts';
import { ERROR_CODES } from '../error-codes.ts';
import type { AppEnv } from '../http/env.ts';
import { componentSchemas } from './json-schema.ts';
import { type Operation, operationsOf } from './operations.ts';
import { TAGS } from './tags.ts';
import { errorResponses } from './problems.ts';
import { webhookDescription } from './webhooks.ts';

const ABOUT = `Live support chat.

- Times are milliseconds since 1970, UTC. Ids are UUIDs; a client may create them itself, so that a retry is not done twice.
- Every error has one shape, \`{ "error": { "code", "message", "fields"?, "details"? } }\`. Programs read \`code\`, people read \`message\`.
- A list is read in pages: pass \`next\` as \`cursor\`, until it is null.
- Live changes come over Socket.IO: see the page \`/api/docs\`.`;

/** The OpenAPI 3.1 document, made of what the routes say of themselves. */
export function describe(app: Hono<AppEnv>, config: Config) {
  const operations = operationsOf(app);
  const paths: Record<string, Record<string, Operation['spec']>> = {};
  for (const { path, method, spec } of operations) (paths[path] ??= {})[method] = spec;
  const tags = [...new Set(operations.flatMap(({ spec }) => spec.tags))].toSorted();
  return {
    openapi: '3.1.0',
    info: { title: 'Answerback', version: '1', description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: config.publicUrl }],
    tags: tags.map((name) => ({ name, description: TAGS[name] ?? '' })),
    paths,
    webhooks: webhookDescription(),
    components: {
      schemas: { ...componentSchemas(), Error: errorSchema },
      responses: errorResponses(),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: cookieName(config.secure),
          description: 'The session of a signed-in user. Changes also need an Origin of this server.',
        },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token of a program: an API token (`abk_…`, from POST /api/me/tokens), or one from POST /api/auth/token, which lasts 15 minutes. With a token, the cookie is ignored, and no Origin is needed.',
        },
        visitor: {
          type: 'http',
          scheme: 'bearer',
          description:
            'The token of a widget visitor, from POST /api/widget/visitors. With a token, the cookie is ignored.',
        },
      },
    },
  };
}
export type Description = ReturnType<typeof describe>;

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: Object.keys(ERROR_CODES), description: 'For programs.' },
        message: { type: 'string', description: 'For people: what happened, and what to do.' },
        fields: {
          type: 'object',
          description: 'The path of each wrong field, and what is wrong with it.',
          additionalProperties: { type: 'string' },
        },
        details: { type: 'object', description: 'What is needed to resolve the error.', additionalProperties: true },
      },
    },
  },
} as const;
