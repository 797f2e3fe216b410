import { createHmac } from 'node:crypto';

const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** What a site's own server signs; `header` for those that try something. */
export function identityToken(secret: string, payload: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }) {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
