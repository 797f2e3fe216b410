import { createHmac, randomUUID } from 'node:crypto';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs an identity token, as any shop's server would. Valid once, for five minutes. */
export function identityToken(
  secret: string,
  { key, customer }: { key: string; customer: { id: string; name: string } },
) {
  const { id: sub, name } = customer;
  const exp = Math.floor(Date.now() / 1000) + 300;
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ aud: key, sub, name, exp, jti: randomUUID() })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
