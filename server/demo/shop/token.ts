import { createHmac, randomUUID } from 'node:crypto';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Says to the widget who somebody is: what any shop's server would do. Good for five minutes, and once. */
export function identityToken(
  secret: string,
  { key, customer }: { key: string; customer: { id: string; name: string } },
) {
  const { id: sub, name } = customer;
  const exp = Math.floor(Date.now() / 1000) + 300;
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ aud: key, sub, name, exp, jti: randomUUID() })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
