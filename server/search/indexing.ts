import type { SearchIndex } from '../../db/search.ts';
import type { Follower } from '../jobs/followers.ts';

/** Removing a text from the index rewrites its pages: 1 ms each. */
const RENEWED_AT_ONCE = 8;
/** More events behind than this means that the index is being filled, after an upgrade or an import. */
export const FILLING = 2_000;

/**
 * The follower that indexes messages and notes, in small units of work. It also fills the index of a database that has
 * none, after an upgrade or an import.
 */
export const indexing = (index: SearchIndex): Follower => ({
  name: 'search',
  begins: 'with the first event',
  /** About 3 ms of work. */
  atOnce: 128,
  /** The delay until a new message is found, on a server that is not busy. */
  delayMs: 250,
  givesWay: true,
  handle: async (_unit, { after, upTo }) => index.advance(after, upTo),
  // Removes changed and deleted texts first.
  chore: { isDue: () => index.isStale(), run: async () => index.renew(RENEWED_AT_ONCE) },
});
