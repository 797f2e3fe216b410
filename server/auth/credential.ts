import type { IncomingHttpHeaders } from 'node:http';
import { parse } from 'hono/utils/cookie';

export const cookieName = (secure: boolean) => (secure ? '__Host-sid' : 'sid');

interface Sent {
  /** `Authorization`, or the token of a socket's handshake. */
  bearer: string | undefined;
  cookie: IncomingHttpHeaders['cookie'];
  /** False for what comes from another site. */
  cookiesCount: boolean;
  secure: boolean;
}

/**
 * What somebody shows of themselves. A bearer wins and the cookie is ignored, because a frame on our own site sends both;
 * and a secret of one kind opens nothing when it is shown as the other.
 */
export function credentialOf({ bearer, cookie, cookiesCount, secure }: Sent): string | undefined {
  if (bearer !== undefined) return isBearer(bearer) ? bearer : undefined;
  const name = cookieName(secure);
  const secret = cookiesCount && cookie ? parse(cookie, name)[name] : undefined;
  return secret && !isBearer(secret) ? secret : undefined;
}

const isBearer = (secret: string) => secret.startsWith('visitor_');

/** Undefined without the header; what is no bearer token is one that opens nothing. */
export function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  return /^Bearer ([\w-]{1,200})$/iu.exec(authorization)?.[1] ?? '';
}
