import { AppError } from '../errors.ts';
import { createThread } from '../threads.ts';
import type { Search } from './plan.ts';
import type { SearchCalls } from './search.worker.ts';

/** The worker checks its time between two rows, but a single step may still take long. */
const WAIT_MOST_MS = 3_000;
/** With more waiting searches callers get 503: late answers would be useless. */
const WAITING_MOST = 50;

/** Searches in a thread. After WAIT_MOST_MS the answer is empty and not `complete`. */
export function createSearcher(file: string) {
  const thread = createThread<SearchCalls>(new URL('./search.worker.ts', import.meta.url), file);

  function refuseWhenBusy() {
    if (thread.size >= WAITING_MOST)
      throw new AppError(503, 'busy', 'Too many searches at once. Try again in a moment.', { retryAfterSeconds: 2 });
  }

  return {
    async ask(search: Search) {
      refuseWhenBusy();
      const otherwise = {
        items: [],
        next: null,
        complete: false,
        cut: ['time' as const],
        indexed: 1,
        unknown: search.unknown,
      };
      return thread.call('run', search, { ms: WAIT_MOST_MS, otherwise });
    },
    async ticketsWith(search: Search) {
      refuseWhenBusy();
      return thread.call('ticketsWith', search, { ms: WAIT_MOST_MS, otherwise: { ids: [], complete: false } });
    },
    async customersNamed(part: string, limit: number) {
      refuseWhenBusy();
      return thread.call(
        'customersNamed',
        { part, limit },
        { ms: WAIT_MOST_MS, otherwise: { items: [], complete: false } },
      );
    },
    stop: () => thread.stop(),
  };
}
export type SearcherThread = ReturnType<typeof createSearcher>;
