import { createMiddleware } from 'hono/factory';
import type { Config } from '../config.ts';
import { allowToken, asksForToken, exposeTo, hasToken } from './cors.ts';
import type { AppEnv } from './env.ts';
import { AppError } from '../errors.ts';
import { refuseSecretIn } from './secret-in-url.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
export const isSafe = (method: string) => SAFE.has(method);

/**
 * Classifies a request by its Origin header or, without one, by Sec-Fetch-Site. `unknown` is a program and not a browser:
 * it is served, but its cookies are ignored.
 */
export function originOf(headers: { origin: string | undefined; site: string | undefined }, origins: Set<string>) {
  // Node joins a header that is sent twice.
  if (headers.origin !== undefined)
    return headers.origin.split(/,\s*/u).every((origin) => origins.has(origin)) ? 'own' : 'foreign';
  if (headers.site === undefined) return 'unknown';
  return headers.site === 'same-origin' ? 'own' : 'foreign';
}

/** Refuses secrets in addresses, and changes from foreign origins but by a program's token. Reads are safe: browsers do not let other sites see the answer. */
export const checkOrigin = (config: Config) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { origin, 'sec-fetch-site': site } = c.env.incoming.headers;
    const from = originOf({ origin, site: typeof site === 'string' ? site : undefined }, config.origins);
    refuseSecretIn(c.env.incoming.url);
    const safe = isSafe(c.req.method);
    const { incoming, outgoing } = c.env;
    if (from === 'foreign' && c.req.method === 'OPTIONS' && asksForToken(incoming.headers)) {
      allowToken(outgoing);
      return c.body(null, 204);
    }
    const byToken = from === 'foreign' && hasToken(incoming.headers);
    if (byToken) exposeTo(outgoing);
    if (!safe && from === 'foreign' && !byToken) throw foreignOrigin();
    c.set('cookiesCount', (safe || from === 'own') && !byToken);
    return next();
  });

const foreignOrigin = () =>
  new AppError(
    403,
    'foreign_origin',
    'This request came from another site. If this is your own address, set PUBLIC_URL to it.',
  );
