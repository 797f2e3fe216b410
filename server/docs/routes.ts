import { type Context, Hono } from 'hono';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { describe } from './describe.ts';
import { callPage } from './page-call.ts';
import { callsOf } from './page-calls.ts';
import { page } from './page.ts';

/** The OpenAPI document, generated from the routes, and a page that shows it without third-party requests. */
export const docsRoutes = (app: Hono<AppEnv>, { guard: { open }, config }: Deps) => {
  const served = (summary: string) => open({ needs: 'anyone', limit: 'read', summary, answers: 'bytes' });
  // Made at the first request, when all routes are there. The routes do not change while the server runs.
  const description = once(() => describe(app, config));
  const json = once(() => packed('application/json', JSON.stringify(description())));
  const shown = once(async () => packed('text/html; charset=utf-8', (await page(description())).toString()));
  const script = once(() => packed('text/javascript; charset=utf-8', fileBeside('page.js')));
  const callAt = once(
    () =>
      new Map(callsOf(description()).flatMap((group) => group.operations.map((one) => [one.spec.operationId, one]))),
  );
  const shownCalls = new Map<string, Packed>();
  async function shownCall(id: string): Promise<Packed> {
    const call = callAt().get(id);
    if (!call) throw notFound();
    const known = shownCalls.get(id);
    if (known) return known;
    const made = packed('text/html; charset=utf-8', (await callPage(call, description())).toString());
    shownCalls.set(id, made);
    return made;
  }
  const style = once(() => packed('text/css; charset=utf-8', fileBeside('page.css')));

  return new Hono<AppEnv>()
    .get('/openapi.json', served('Get this description as OpenAPI 3.1'), (c) => answer(c, json()))
    .get('/docs.js', served('Get the script of the page'), (c) => answer(c, script()))
    .get('/docs.css', served('Get the style sheet of the page'), (c) => answer(c, style()))
    .get('/docs', served('Show this description as a page'), async (c) => {
      c.header('Content-Security-Policy', PAGE_POLICY);
      return answer(c, await shown());
    })
    .get(
      '/docs/calls/:id',
      served('Show a call of this description as a page'),
      valid('param', v.object({ id: v.pipe(v.string(), v.maxLength(200)) })),
      async (c) => {
        c.header('Content-Security-Policy', PAGE_POLICY);
        return answer(c, await shownCall(c.req.valid('param').id));
      },
    );
};

const PAGE_POLICY = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const fileBeside = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

interface Packed {
  type: string;
  raw: Buffer<ArrayBuffer>;
  gzip: Buffer<ArrayBuffer>;
  etag: string;
}
function packed(type: string, text: string): Packed {
  const raw = Buffer.from(text);
  const etag = `"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`;
  return { type, raw, gzip: gzipSync(raw), etag };
}

/** Compressed where the caller takes it, and 304 where the caller has it. */
function answer(c: Context<AppEnv>, { type, raw, gzip, etag }: Packed) {
  c.header('Cache-Control', 'no-cache');
  c.header('ETag', etag);
  c.header('Vary', 'Accept-Encoding');
  const { 'if-none-match': known, 'accept-encoding': takes = '' } = c.env.incoming.headers;
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//u, '') === etag)) return c.body(null, 304);
  c.header('Content-Type', type);
  if (!/\bgzip\b/u.test(String(takes))) return c.body(raw);
  c.header('Content-Encoding', 'gzip');
  return c.body(gzip);
}

function once<T>(make: () => T) {
  let made: T | undefined;
  return () => (made ??= make());
}
