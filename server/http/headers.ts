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

// A policy cannot name an IPv6 address.
const ownNamed = ({ origins }: Config) => [...origins].filter((origin) => !origin.includes('['));

/** Who may frame a page of the widget: its site, and ourselves for the preview. */
export const framedBy = (config: Config, { origins }: { origins: string[] }) =>
  [...origins, ...ownNamed(config)].join(' ');

/** `ancestors`: who may put the page into a frame. */
export function pageHeaders(config: Config, ancestors = `'none'`): Record<string, string> {
  // Older browsers do not count a socket to the own origin as 'self'.
  const named = ownNamed(config);
  const sockets = named.map((origin) => origin.replace(/^http/u, 'ws')).join(' ');
  const policy = [
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; media-src 'self'`,
    `frame-src 'self'; connect-src 'self' ${sockets}; manifest-src 'self'; worker-src 'self'`,
    `form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors ${ancestors}`,
  ];
  return { ...everywhere(config), 'Content-Security-Policy': policy.join('; ') };
}

/** For everything but pages, which say these themselves. */
const UNLESS_SAID = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; frame-ancestors 'none'`,
};

/** Said to Node's own answer before there is one: what a route says itself takes their place, and no Response is taken apart. */
export function headers(config: Config) {
  const said = Object.entries({ ...UNLESS_SAID, ...everywhere(config) });
  return createMiddleware<AppEnv>(async ({ env }, next) => {
    for (const [name, value] of said) env.outgoing.setHeader(name, value);
    await next();
  });
}
