import { Worker } from 'node:worker_threads';
import type { ViewCount } from './contract.ts';
import type { Counted } from './queries.ts';

/** By a key of the asker's. */
export interface Asking {
  id: number;
  views: Record<string, Counted>;
}
export interface Counts {
  counts: Record<string, ViewCount>;
  /** How long the counting itself took. */
  ms: number;
}
export type Told = { id: number } & (Counts | { failed: string });

const IDLE_MS = 60_000;

/** The counting thread: it starts with the first view that somebody looks at, and ends when nobody does for a while. */
export function createCounter(file: string) {
  let worker: Worker | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const waiting = new Map<number, { resolve(counts: Counts): void; reject(error: Error): void }>();

  function begin() {
    const started = new Worker(new URL('./count.worker.ts', import.meta.url), { workerData: file });
    started.unref();
    started.on('message', (told: Told) => {
      const one = waiting.get(told.id);
      waiting.delete(told.id);
      if ('counts' in told) one?.resolve(told);
      else one?.reject(new Error(`Views could not be counted: ${told.failed}`));
    });
    started.on('error', (error) => {
      if (worker === started) worker = null;
      refuse(error instanceof Error ? error : new Error(String(error)));
    });
    return started;
  }

  function refuse(error: Error) {
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  }

  function stop() {
    void worker?.terminate();
    worker = null;
  }

  return {
    async count(views: Asking['views']): Promise<Counts> {
      worker ??= begin();
      clearTimeout(idle);
      idle = setTimeout(() => waiting.size === 0 && stop(), IDLE_MS).unref();
      const id = (last += 1);
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker?.postMessage({ id, views } satisfies Asking);
      });
    },
    stop() {
      clearTimeout(idle);
      stop();
      refuse(new Error('The server is stopping.'));
    },
  };
}
export type Counter = ReturnType<typeof createCounter>;
