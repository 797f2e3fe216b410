import { randomUUID } from 'node:crypto';
import { identityToken } from './identity-token.ts';

export const SITE_SECRET = 'a secret of the shop that nobody else has';

interface Signs {
  site: string;
  secret?: string;
  header?: object;
  [claim: string]: unknown;
}

/** What the server of a site signs for somebody who is signed in there; what is given bends it. */
export function signFor(sub: unknown, { site, secret = SITE_SECRET, header, ...claims }: Signs): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { aud: site, sub, jti: randomUUID(), iat: now, exp: now + 300, ...claims };
  return identityToken(secret, payload, { alg: 'HS256', typ: 'JWT', ...header });
}
