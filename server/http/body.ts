import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { AppError } from '../errors.ts';
import { LOGOUT_PATH } from '../oidc/contract.ts';
import type { AppEnv } from './env.ts';

/** Larger than any message; uploads have their own limit. */
const BODY_MAX_BYTES = 128 * 1024;
const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH']);

/** Only these routes read a body that is not JSON, and they limit its size themselves. */
const UPLOADS = /^(?:POST \/api\/(?:tickets\/[^/]+\/)?attachments|PUT \/api\/(?:me|users\/[^/]+)\/picture)$/u;

/** Refuses bodies of the wrong type with 415, and too large ones with 413. */
export const checkBody = createMiddleware<AppEnv>(async (c, next) => {
  const { 'content-type': type, 'content-length': length, 'transfer-encoding': encoding } = c.env.incoming.headers;
  const { method, path } = c.req;
  const takesBody = BODY_METHODS.has(method);
  if (!takesBody && length === undefined && encoding === undefined) return next();
  const isUpload = UPLOADS.test(`${method} ${path}`);
  // OpenID providers tell of sign-outs by a form.
  if (method === 'POST' && path === LOGOUT_PATH) requireForm(type);
  else if (isUpload) requireFile(type);
  else if (takesBody && (type !== undefined || encoding !== undefined || Number(length ?? 0) > 0)) requireJson(type);
  if (isUpload) return next();
  // Node enforces a declared length. Only a chunked body has to be counted, which costs a stream.
  if (encoding !== undefined) return counted(c, next);
  if (Number(length ?? 0) > BODY_MAX_BYTES) throw tooLarge();
  return next();
});

function requireJson(type = '') {
  if (/^application\/json\s*(;|$)/iu.test(type)) return;
  throw new AppError(415, 'not_json', 'Send JSON, with the header Content-Type: application/json.');
}

function requireForm(type = '') {
  if (/^application\/x-www-form-urlencoded\s*(;|$)/iu.test(type)) return;
  throw new AppError(415, 'not_json', 'Send the logout token as application/x-www-form-urlencoded.');
}

function requireFile(type = '') {
  if (/^multipart\/form-data\s*;/iu.test(type)) return;
  throw new AppError(415, 'not_multipart', 'Send the file as multipart/form-data.');
}

const tooLarge = () =>
  new AppError(413, 'too_large', `The request is larger than ${BODY_MAX_BYTES / 1024} KiB. Send less at once.`);
const counted = bodyLimit({
  maxSize: BODY_MAX_BYTES,
  onError: () => {
    throw tooLarge();
  },
});
