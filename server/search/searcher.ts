import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import { invalid } from '../http/validate.ts';
import type { Results } from './contract.ts';
import type { Search } from './plan.ts';
import type { TicketsFound } from './search.ts';

type Named = { id: string; name: string }[];
export interface Asking {
  id: number;
  asked: { search: Search } | { ticketsWith: Search } | { customersNamed: string; limit: number };
}
type Found = Results | TicketsFound | Named;
export type Told = { id: number } & ({ answer: Found } | { refused: string } | { failed: string });

/** The worker watches its own time between two rows; a single step of it may still take long. */
const WAIT_MOST_MS = 3_000;
const IDLE_MS = 60_000;
/** Whoever comes after so many is told to come later: a search that nobody waits for any more is worth nothing. */
const WAITING_MOST = 50;

interface Waiting {
  resolve(answer: never): void;
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
      // Each question has one kind of answer, which the worker gives.
      if ('answer' in told) one.resolve(told.answer as never);
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

  async function ask<T extends Found>(asked: Asking['asked'], nothing: T): Promise<T> {
    if (waiting.size >= WAITING_MOST)
      throw new AppError(503, 'busy', 'Too many search at once. Try again in a moment.', { retryAfterSeconds: 2 });
    worker ??= begin();
    clearTimeout(idle);
    idle = setTimeout(() => waiting.size === 0 && stop(), IDLE_MS).unref();
    const id = (last += 1);
    return new Promise<T>((resolve, reject) => {
      const late = () => {
        settle(id);
        resolve(nothing);
      };
      waiting.set(id, { resolve, reject, timer: setTimeout(late, WAIT_MOST_MS).unref() });
      worker?.postMessage({ id, asked } satisfies Asking);
    });
  }

  /** Each answers nothing, and that it is not complete, where it took too long. */
  return {
    ask: (search: Search) => ask<Results>({ search }, { items: [], next: null, complete: false, indexed: 1 }),
    ticketsWith: (search: Search) => ask<TicketsFound>({ ticketsWith: search }, { ids: [], complete: false }),
    customersNamed: (part: string, limit: number) => ask<Named>({ customersNamed: part, limit }, []),
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
