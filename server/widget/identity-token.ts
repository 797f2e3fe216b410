/**
 * Checks identity tokens, JWTs with HS256 that the site's server signs. `POST /api/widget/identity` uses `claims`, and the
 * token checker at the desk shows `checks`. Without the database: callers make sure by `tokenHash` that a `jti` is used once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../db/ids.ts';
import { cut } from '../text/cut.ts';

/** The longest accepted lifetime of a token. */
export const TOKEN_LIFE_SECONDS = 10 * 60;
/** The accepted difference of the servers' clocks. A `jti` is stored until `exp` plus this. */
export const TOKEN_LEEWAY_SECONDS = 60;
const ID_MOST = 200;

export type IdentityStep = 'parts' | 'json' | 'alg' | 'signature' | 'aud' | 'sub' | 'exp' | 'jti';
/** A check with its explanation for the site's developer. It can quote the token, but never the secret or a signature. */
export interface IdentityCheck {
  check: IdentityStep;
  ok: boolean;
  words: string;
}
export interface IdentityClaims {
  sub: string;
  jti: string;
  /** In seconds since 1970. */
  exp: number;
  /** Unparsed; validate before use. */
  name: unknown;
  email: unknown;
  fields: unknown;
}
interface Expected {
  key: string;
  secret: string;
  /** In milliseconds since 1970. */
  now: number;
}

/** Runs the checks until one makes further ones impossible. `claims` is set only if all checks pass. */
export function judgeIdentity(token: string, { key, secret, now }: Expected) {
  const checks: IdentityCheck[] = [];
  const say = (check: IdentityStep, words: string | null, good: string) => {
    checks.push({ check, ok: words === null, words: words ?? good });
    return words === null;
  };
  const answer = (claims: IdentityClaims | null = null) => ({ checks, claims });

  const [head = '', body = '', signature = '', ...more] = token.split('.');
  if (!say('parts', partsProblem([head, body, signature], more.length), 'The token has three parts.')) return answer();
  const header = objectIn(head);
  const payload = objectIn(body);
  if (!header || !payload) {
    say('json', `The ${header ? 'second' : 'first'} part of the token is not a JSON object in base64url.`, '');
    return answer();
  }
  say('json', null, 'Header and payload are JSON.');

  // Always HS256, whatever algorithm the header names.
  if (say('alg', algProblem(header), 'The token is signed with HS256.')) {
    const good = isSignedBy(secret, `${head}.${body}`, signature);
    say(
      'signature',
      good ? null : 'The token is not signed with this site’s secret. Use the newest secret, as text, not decoded.',
      'The token is signed with this site’s secret.',
    );
  }
  say('aud', audProblem(payload['aud'], key), 'aud is the key of this site.');
  say('sub', idProblem('sub', payload['sub'], 'your own id of the user, such as the id of the account'), 'sub is set.');
  say('exp', timeProblem(payload, now), 'exp is in the future.');
  say('jti', idProblem('jti', payload['jti'], 'a value that is new in every token, such as a UUID'), 'jti is set.');
  const { sub, jti, exp, name, email, fields } = payload;
  if (checks.some(({ ok }) => !ok) || typeof sub !== 'string' || typeof jti !== 'string' || typeof exp !== 'number')
    return answer();
  return answer({ sub, jti, exp, name, email, fields });
}

/** The key of a used token; includes the site. */
export const tokenHash = (siteId: string, { jti }: Pick<IdentityClaims, 'jti'>) => sha256(`${siteId} ${jti}`);

const BASE64URL = /^[\w-]+$/u;

function partsProblem(parts: string[], more: number): string | null {
  const [head = '', body = '', signature = ''] = parts;
  if (more > 0 || !body)
    return 'A token has three parts with a dot between them. This token does not: was it cut off, or encrypted?';
  if (!BASE64URL.test(head) || !BASE64URL.test(body) || (signature && !BASE64URL.test(signature)))
    return 'The token contains characters that are not allowed. Send the token as it is, without quotes or spaces.';
  return null;
}

function objectIn(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return null;
  }
}

function algProblem({ alg, crit }: Record<string, unknown>): string | null {
  if (alg !== 'HS256') return `alg is ${shown(alg)}. It must be "HS256".`;
  return crit === undefined ? null : 'The header contains crit, which is not supported. Leave it out.';
}

function isSignedBy(secret: string, text: string, signature: string): boolean {
  const right = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature, 'base64url');
  return given.length === right.length && timingSafeEqual(given, right);
}

function audProblem(aud: unknown, key: string): string | null {
  if (aud === key || (Array.isArray(aud) && aud.length === 1 && aud[0] === key)) return null;
  if (aud === undefined) return `aud is missing. It must be the key of this site, "${key}".`;
  return `aud is ${shown(aud)}. It must be the key of this site, "${key}".`;
}

function idProblem(name: string, value: unknown, what: string): string | null {
  if (value === undefined || value === '') return `${name} is missing. It must be ${what}.`;
  if (typeof value === 'number') return `${name} is the number ${value}. Send it as text: "${value}".`;
  if (typeof value !== 'string' || !value.isWellFormed()) return `${name} is not text.`;
  return value.length > ID_MOST ? `${name} is longer than ${ID_MOST} characters.` : null;
}

/** `iat` and `nbf` are optional; if present they must not be in the future. */
function timeProblem({ exp, iat, nbf }: Record<string, unknown>, nowMs: number): string | null {
  for (const [name, value] of Object.entries({ iat, nbf })) {
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value))
      return `${name} is ${shown(value)}. It must be a number of seconds since 1970, or not be there.`;
    if (value > nowMs / 1000 + TOKEN_LEEWAY_SECONDS)
      return `${name} is later than ${clock(Math.floor(nowMs / 1000))}, which it is here: the clock of your server may be wrong.`;
  }
  return expProblem(exp, nowMs);
}

function expProblem(exp: unknown, nowMs: number): string | null {
  const now = Math.floor(nowMs / 1000);
  if (exp === undefined) return 'exp is missing. It says until when the token is good, in seconds since 1970.';
  if (typeof exp !== 'number' || !Number.isFinite(exp))
    return `exp is ${shown(exp)}. It must be a number of seconds since 1970.`;
  if (exp > 100_000_000_000) return 'exp is in milliseconds. It must be in seconds since 1970.';
  if (exp < 0 || exp + TOKEN_LEEWAY_SECONDS <= now)
    return `exp was ${clock(exp)}, and it is ${clock(now)} here: the token is too old. Sign a new one for every visit.`;
  if (exp > now + TOKEN_LIFE_SECONDS + TOKEN_LEEWAY_SECONDS)
    return `exp is ${clock(exp)}, and it is ${clock(now)} here: that is more than 10 minutes ahead. Sign it for 5 minutes.`;
  return null;
}

const clock = (seconds: number) => {
  const time = new Date(Math.max(0, seconds) * 1000).toISOString();
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
};

const SHOWN_MOST = 80;
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return cut(text, SHOWN_MOST, '…');
}
