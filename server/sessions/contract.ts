import * as v from 'valibot';
import { uuid } from '../text/contract.ts';

/** A session as its owner and an admin see it. */
export const signedInAt = v.object({
  /** Public: it opens nothing. */
  id: v.string(),
  /** Browser and system, or the name of a program; null when the client does not say. */
  device: v.nullable(v.string()),
  /** The network of the last use: a shortened address. Nobody is asked where that is. */
  place: v.string(),
  createdAt: v.number(),
  /** The last use, to within a few minutes. */
  usedAt: v.number(),
  /** The session of this request. */
  isCurrent: v.boolean(),
  /** The first sign-in with this kind of device from this network, by a person who had signed in elsewhere before. */
  isNew: v.boolean(),
});
export type SignedInAt = v.InferOutput<typeof signedInAt>;

/** The last used first. */
export const sessionList = v.object({ items: v.array(signedInAt) });

export const sessionId = v.strictObject({ id: uuid });
export const sessionOf = v.strictObject({ id: uuid, sessionId: uuid });
