import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { ACCESS_PREFIX, TOKEN_PREFIX } from '../auth/contract.ts';

/**
 * Pages of other sites may call the API with a program's token, and with nothing else: every site is allowed, so credentials
 * never are. A browser then sends no cookie, reads no answer to one, and keeps none that an answer sets.
 */
const EXPOSED =
  'ETag, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, Idempotency-Replayed, Content-Range, Accept-Ranges, Content-Disposition, Allow';
const ASKED = 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Range, Range, X-Request-Id';
const PREFLIGHT_S = '7200';

const TOKEN = new RegExp(`^Bearer (?:${TOKEN_PREFIX}|${ACCESS_PREFIX})`, 'iu');
export const hasToken = ({ authorization }: IncomingHttpHeaders) =>
  authorization !== undefined && TOKEN.test(authorization);

export function exposeTo(answer: ServerResponse): void {
  answer.setHeader('Access-Control-Allow-Origin', '*');
  answer.setHeader('Access-Control-Expose-Headers', EXPOSED);
}

/** Whether a browser asks if it may send a token. It names the header, and not its value. */
export const asksForToken = (headers: IncomingHttpHeaders) =>
  headers['access-control-request-method'] !== undefined &&
  /(?:^|,)\s*authorization\s*(?:,|$)/iu.test(headers['access-control-request-headers'] ?? '');

export function allowToken(answer: ServerResponse): void {
  answer.setHeader('Access-Control-Allow-Origin', '*');
  answer.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
  answer.setHeader('Access-Control-Allow-Headers', ASKED);
  answer.setHeader('Access-Control-Max-Age', PREFLIGHT_S);
}
