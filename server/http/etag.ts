import type { Context } from 'hono';
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
 * The version of a thing and a hash of how it is shown. `If-Match` compares the version: somebody's new name does not stand
 * in the way of an edit. `If-None-Match` compares all of it: whoever has this tag has these bytes. A list has only the hash.
 */
const tagOf = (tagged: true | Thing, text: string) =>
  tagged === true ? `"${short(text)}"` : `"${versionOf(tagged, JSON.parse(text))}-${short(text)}"`;

const short = (text: string) => sha256(text).slice(0, 12);
const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim().replace(/^W\//u, ''));

function versionOf(thing: Thing, now: unknown): string {
  const part = thing.edited ? thing.edited(now) : now;
  return typeof part === 'number' ? String(part) : short(JSON.stringify(part));
}

/** Gives the JSON answer of a route its ETag, from the bytes that are sent; 304 instead where the caller has them. */
export async function addTag<E extends AppEnv>(c: Context<E>, tagged: true | Thing): Promise<void> {
  const { status } = c.res;
  if (c.error || (status !== 200 && status !== 201)) return;
  const text = await c.res.text();
  const etag = tagOf(tagged, text);
  c.env.outgoing.setHeader('ETag', etag);
  const known = c.req.method === 'GET' && c.env.incoming.headers['if-none-match'];
  // Without this line Hono would copy the answer that was read.
  c.res = undefined;
  c.res =
    known && tagsIn(known).includes(etag)
      ? c.body(null, 304)
      : c.body(text, status, { 'Content-Type': 'application/json' });
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
