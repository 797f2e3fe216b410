import type { SearchIndex } from '../../db/search.ts';
import type { Follower } from '../jobs/followers.ts';

/** Taking words out of the index rewrites its pages: 1 ms each. */
const RENEWED_AT_ONCE = 8;
/** Behind by more than this, it is being filled: after an upgrade or an import. */
export const FILLING = 2_000;

/**
 * Keeps the search index behind the log of events, in small units of work off everybody's path. A database that never had
 * one, as after an upgrade or an import, is filled the same way.
 */
export const indexing = (index: SearchIndex): Follower => ({
  name: 'search',
  begins: 'with the first event',
  /** Some 3 ms. */
  atOnce: 128,
  /** How soon a message is found, while there is time for it. */
  delayMs: 250,
  givesWay: true,
  handle: async (_unit, { after, upTo }) => index.advance(after, upTo),
  // First what must no longer be found.
  chore: { isDue: () => index.isStale(), run: async () => index.renew(RENEWED_AT_ONCE) },
});
