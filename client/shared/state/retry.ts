/** What did not come is asked for again: later each time, and at once when the browser has a line. */
import { ApiError } from '../request.ts';

const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/** Of a no that was meant, another try says the same. */
export const mayPass = (error: unknown) => !(error instanceof ApiError) || error.status >= 500 || error.status === 429;

export interface Retry {
  later(): void;
  /** If it waits. */
  now(): void;
  /** It came, or is not wanted any more. */
  done(): void;
}

export function createRetry(work: () => void): Retry {
  let wait = FIRST_MS;
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
      // Not all who lost the same server come back in the same moment.
      timer = setTimeout(now, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, MOST_MS);
      addEventListener('online', now);
    },
    now,
    done() {
      stop();
      wait = FIRST_MS;
    },
  };
}
