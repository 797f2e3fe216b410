import { createMiddleware } from 'hono/factory';
import type { Config } from '../config.ts';
import type { AppEnv } from './env.ts';
import { AppError } from '../errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Where a request comes from, as the browser says it: the exact origin, or, where it sends none to its own site, the
 * fetch metadata. `unknown` is a program: it is served, and its cookies do not count.
 */
export function originOf(headers: { origin: string | undefined; site: string | undefined }, origins: Set<string>) {
  if (headers.origin !== undefined) return origins.has(headers.origin) ? 'own' : 'foreign';
  if (headers.site === undefined) return 'unknown';
  return headers.site === 'same-origin' ? 'own' : 'foreign';
}

/** Reading is safe from anywhere: no answer can be read by another site. */
export const checkOrigin = (config: Config) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { origin, 'sec-fetch-site': site } = c.env.incoming.headers;
    const from = originOf({ origin, site: typeof site === 'string' ? site : undefined }, config.origins);
    const safe = SAFE.has(c.req.method);
    if (!safe && from === 'foreign') throw foreignOrigin();
    c.set('cookiesCount', safe || from === 'own');
    await next();
  });

const foreignOrigin = () =>
  new AppError(
    403,
    'foreign_origin',
    'This request came from another site. If this is your own address, set PUBLIC_URL to it.',
  );
