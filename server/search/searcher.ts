import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import { invalid } from '../validate.ts';
import type { Results } from './contract.ts';
import type { Search } from './queries.ts';

export interface Asking {
  id: number;
  search: Search;
}
export type Told = { id: number } & ({ results: Results } | { refused: string } | { failed: string });

/** The worker watches its own time between two rows; a single step of it may still take long. */
const WAIT_MOST_MS = 3_000;
const IDLE_MS = 60_000;
/** Whoever comes after so many is told to come later: a search that nobody waits for any more is worth nothing. */
const WAITING_MOST = 50;

interface Waiting {
  resolve(results: Results): void;
  reject(error: unknown): void;
  timer: ReturnType<typeof setTimeout>;
}

/** The searching thread: it starts with the first search, and ends when nobody searches for a while. */
export function createSearcher(file: string) {
  let worker: Worker | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const waiting = new Map<number, Waiting>();

  function begin() {
    const started = new Worker(new URL('./search.worker.ts', import.meta.url), { workerData: file });
    started.unref();
    started.on('message', (told: Told) => {
      const one = waiting.get(told.id);
      if (!one) return;
      settle(told.id);
      if ('results' in told) one.resolve(told.results);
      else if ('refused' in told) one.reject(invalid([{ message: told.refused, path: ['q'] }]));
      else one.reject(new Error(`A search failed: ${told.failed}`));
    });
    started.on('error', (error) => {
      if (worker === started) worker = null;
      for (const [id, one] of waiting) {
        settle(id);
        one.reject(error);
      }
    });
    return started;
  }

  function settle(id: number) {
    clearTimeout(waiting.get(id)?.timer);
    waiting.delete(id);
  }

  function stop() {
    void worker?.terminate();
    worker = null;
  }

  return {
    /** Answers nothing, and that it is not complete, where it took too long. */
    async ask(search: Search): Promise<Results> {
      if (waiting.size >= WAITING_MOST)
        throw new AppError(503, 'busy', 'Too many search at once. Try again in a moment.', { retryAfterSeconds: 2 });
      worker ??= begin();
      clearTimeout(idle);
      idle = setTimeout(() => waiting.size === 0 && stop(), IDLE_MS).unref();
      const id = (last += 1);
      return new Promise<Results>((resolve, reject) => {
        const late = () => {
          settle(id);
          resolve({ items: [], next: null, complete: false, indexed: 1 });
        };
        waiting.set(id, { resolve, reject, timer: setTimeout(late, WAIT_MOST_MS).unref() });
        worker?.postMessage({ id, search } satisfies Asking);
      });
    },
    stop() {
      clearTimeout(idle);
      stop();
      for (const [id, one] of waiting) {
        settle(id);
        one.reject(new Error('The server is stopping.'));
      }
    },
  };
}
export type SearcherThread = ReturnType<typeof createSearcher>;
