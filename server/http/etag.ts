import type { Context } from 'hono';
import { sha256 } from '../../db/ids.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from './env.ts';

/**
 * The version of a thing and a hash of how it is shown. `If-Match` compares the version: somebody's new name does not stand
 * in the way of an edit. `If-None-Match` compares all of it: whoever has this tag has these bytes.
 */
const tagOf = (version: string | number, text: string) => `"${version}-${sha256(text).slice(0, 12)}"`;
const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim().replace(/^W\//u, ''));

/** Thrown, so that the typed client knows of one answer. */
export class NotModified extends Error {}

/** Answers with an ETag; 304 where the caller has it. */
export function tagged<E extends AppEnv, T>(c: Context<E>, value: T, version: string | number) {
  const text = JSON.stringify(value);
  const etag = tagOf(version, text);
  c.env.outgoing.setHeader('ETag', etag);
  const known = c.env.incoming.headers['if-none-match'];
  if (known && c.req.method === 'GET' && tagsIn(known).includes(etag)) throw new NotModified();
  return c.json(value);
}

/** Throws 412 with the thing as it is, if it changed since the ETag of `If-Match`. Call it in the unit that changes it. */
export function requireMatch(
  header: string,
  { version, name, now }: { version: string | number; name: string; now: unknown },
) {
  const fits = tagsIn(header).some((tag) => tag === '*' || tag.startsWith(`"${version}-`));
  if (!fits)
    throw new AppError(412, 'changed_since', 'This changed since you read it. Look at it again.', {
      details: { [name]: now },
    });
}

/** Without a schema of versions: the hash is the version. */
export const versionOf = (value: unknown) => sha256(JSON.stringify(value)).slice(0, 12);
