import { createHmac, randomUUID } from 'node:crypto';

export const SITE_SECRET = 'a secret of the shop that nobody else has';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What the server of a site signs for somebody who is signed in there; `claims` and `header` bend it. */
export function signFor(
  sub: unknown,
  {
    site,
    secret = SITE_SECRET,
    hash = 'sha256',
    header = {},
    ...claims
  }: { site: string; secret?: string | Buffer; hash?: string; header?: object; [claim: string]: unknown },
): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { aud: site, sub, jti: randomUUID(), iat: now, exp: now + 300, ...claims };
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT', ...header })}.${encoded(payload)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}
