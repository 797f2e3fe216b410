import type { IncomingHttpHeaders } from 'node:http';
import { parse } from 'hono/utils/cookie';
import { ACCESS_PREFIX, TOKEN_PREFIX } from './contract.ts';

export const cookieName = (secure: boolean) => (secure ? '__Host-sid' : 'sid');

interface Sent {
  /** `Authorization`, or the token of a socket's handshake. */
  bearer: string | undefined;
  cookie: IncomingHttpHeaders['cookie'];
  /** False for a request from another site. */
  cookiesCount: boolean;
  secure: boolean;
}

/**
 * The secret of a request. With a bearer token the cookie is ignored, because the widget's frame sends both. A bearer token
 * is not accepted as a cookie, and a cookie's secret not as a bearer token.
 */
export function credentialOf({ bearer, cookie, cookiesCount, secure }: Sent): string | undefined {
  if (bearer !== undefined) return isBearer(bearer) ? bearer : undefined;
  const name = cookieName(secure);
  const secret = cookiesCount && cookie ? parse(cookie, name)[name] : undefined;
  return secret && !isBearer(secret) ? secret : undefined;
}

const BEARERS = ['visitor_', ACCESS_PREFIX, TOKEN_PREFIX];
const isBearer = (secret: string) => BEARERS.some((prefix) => secret.startsWith(prefix));

/** Undefined without the header; an empty token, which matches no session, for a malformed header. */
export function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  return /^Bearer ([\w-]{1,200})$/iu.exec(authorization)?.[1] ?? '';
}
