/** What did not come is asked for again: later each time, and at once when the browser has a line. */
import { ApiError } from '../request.ts';

const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/** The server refused, and would refuse another try as well. */
export const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status < 500 && error.status !== 429;

/** How long to wait before the next try: longer after each. */
export function createBackOff() {
  let wait = FIRST_MS;
  return {
    nextMs() {
      // Random, so that browsers which lost the same server do not all come back in the same moment.
      const ms = wait * (0.75 + Math.random() / 2);
      wait = Math.min(wait * 2, MOST_MS);
      return ms;
    },
    reset: () => void (wait = FIRST_MS),
  };
}

export interface Retry {
  later(): void;
  /** If it waits. */
  now(): void;
  /** It came, or is not wanted any more. */
  done(): void;
}

export function createRetry(work: () => void): Retry {
  const backOff = createBackOff();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop() {
    clearTimeout(timer);
    timer = undefined;
    removeEventListener('online', now);
  }
  function now() {
    if (timer === undefined) return;
    stop();
    work();
  }

  return {
    later() {
      stop();
      timer = setTimeout(now, backOff.nextMs());
      addEventListener('online', now);
    },
    now,
    done() {
      stop();
      backOff.reset();
    },
  };
}
