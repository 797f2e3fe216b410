import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './env.ts';
import type { Config } from '../config.ts';

const everywhere = ({ secure }: Config): Record<string, string> => ({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  ...(secure && { 'Strict-Transport-Security': 'max-age=31536000' }),
});

// A Content-Security-Policy cannot name an IPv6 address.
const ownNamed = ({ origins }: Config) => [...origins].filter((origin) => !origin.includes('['));

/** The origins that may frame a widget page: those of its site, and our own for the preview. */
export const framedBy = (config: Config, { origins }: { origins: string[] }) =>
  [...origins, ...ownNamed(config)].join(' ');

/** `ancestors`: the origins that may frame the page. */
export function pageHeaders(config: Config, ancestors = `'none'`): Record<string, string> {
  // In older browsers 'self' does not cover a WebSocket to the own origin.
  const named = ownNamed(config);
  const sockets = named.map((origin) => origin.replace(/^http/u, 'ws')).join(' ');
  const policy = [
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; media-src 'self'`,
    `frame-src 'self'; connect-src 'self' ${sockets}; manifest-src 'self'; worker-src 'self'`,
    `form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors ${ancestors}`,
  ];
  return { ...everywhere(config), 'Content-Security-Policy': policy.join('; ') };
}

/**
 * For a page that other sites embed. A site with a Cross-Origin-Embedder-Policy of its own opens only frames that have one too and
 * that let every site load them; what the frame itself loads is all of this origin, so the strictest policy costs it nothing.
 */
export const embeddedHeaders = (config: Config, ancestors?: string) => ({
  ...pageHeaders(config, ancestors),
  ...LOADED_BY_OTHER_SITES,
  'Cross-Origin-Embedder-Policy': 'require-corp',
});
export const LOADED_BY_OTHER_SITES = { 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** For every answer except pages, which set these themselves. */
const DEFAULTS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; frame-ancestors 'none'`,
};

/** Set on Node's response before the route runs: a route's own headers replace them, and no Response is copied. */
export function headers(config: Config) {
  const said = Object.entries({ ...DEFAULTS, ...everywhere(config) });
  return createMiddleware<AppEnv>(({ env }, next) => {
    for (const [name, value] of said) env.outgoing.setHeader(name, value);
    return next();
  });
}
