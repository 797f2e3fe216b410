import type { Context } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import { sha256 } from '../../db/ids.ts';
import type { Db } from '../../db/database.ts';
import type { Actor } from '../auth/actor.ts';
import { type Access, mayAccess, reload } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from './env.ts';

/** Something that one address reads and changes. Its routes name it as `tagged`, and change it in `guard.matching`. */
export interface Thing<T = unknown> {
  /** In the `details` of a 412. */
  name: string;
  /** Who may see it: others learn by a 412 only that it changed. */
  access: Access;
  /** As its GET answers; throws 404. `id` is the parameter of the path. */
  read(db: Db, actor: Actor, id: string): Promise<T>;
  /** The part that an edit could overwrite: no counts, and no names of others. Without it, everything. */
  edited?(now: T): unknown;
}

/**
 * The version of a thing and a hash of how it is shown. `If-Match` compares the version: a person's new name does not stand
 * in the way of an edit. `If-None-Match` compares all of it: a caller with this tag has these bytes. A list has only the hash.
 */
const tagOf = (tagged: true | Thing, value: unknown, text: string) =>
  tagged === true ? `"${short(text)}"` : `"${versionOf(tagged, value)}-${short(text)}"`;

const short = (text: string) => sha256(text).slice(0, 12);
const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim().replace(/^W\//u, ''));

function versionOf(thing: Thing, now: unknown): string {
  const part = thing.edited ? thing.edited(now) : now;
  return typeof part === 'number' ? String(part) : short(JSON.stringify(part));
}

/**
 * Gives the JSON answer of this request its ETag; 304 instead where the caller has these bytes. It takes the place of Hono's
 * `json`, so that the value is encoded once, and nothing reads the answer again: that costs as much as the route.
 */
export function tagAnswer<E extends AppEnv>(c: Context<E>, tagged: true | Thing): void {
  const json = (value: unknown, status: StatusCode = 200) => {
    const text = JSON.stringify(value);
    const isGood = status === 200 || status === 201;
    const etag = isGood ? tagOf(tagged, value, text) : '';
    if (isGood) c.env.outgoing.setHeader('ETag', etag);
    const known = isGood && c.req.method === 'GET' && c.env.incoming.headers['if-none-match'];
    if (known && tagsIn(known).includes(etag)) return c.body(null, 304);
    return c.newResponse(text, status, { 'Content-Type': 'application/json' });
  };
  Object.assign(c, { json });
}

/** Throws 412 with the thing as it is, if it changed since the ETag of `header`. Call it in the unit that changes the thing. */
export async function requireMatch(
  unit: Unit,
  caller: Actor,
  { thing, id, header }: { thing: Thing; id: string; header: string },
): Promise<void> {
  const actor = await reload(unit, caller);
  const now = await thing.read(unit.tx, actor, id);
  const version = versionOf(thing, now);
  if (tagsIn(header).some((tag) => tag === '*' || tag.startsWith(`"${version}-`))) return;
  throw new AppError(412, 'changed_since', 'This changed since you read it. Look at it again.', {
    ...(mayAccess(actor, thing.access) && { details: { [thing.name]: now } }),
  });
}
