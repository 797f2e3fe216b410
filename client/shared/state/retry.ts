/** Retries a failed request with growing pauses, and at once when the browser is online again. */
import { ApiError } from '../request.ts';

const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/** A refusal that another try would not change. */
export const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status < 500 && error.status !== 429;

/** About this long. Randomised, so that browsers that lost the same server do not all return at once. */
export const spread = (ms: number) => ms * (0.75 + Math.random() / 2);

/** The pause before the next try; it grows with each try. */
export function createBackOff() {
  let wait = FIRST_MS;
  return {
    nextMs() {
      const ms = spread(wait);
      wait = Math.min(wait * 2, MOST_MS);
      return ms;
    },
    reset: () => void (wait = FIRST_MS),
  };
}

export interface Retry {
  later(): void;
  /** Retries at once if a retry is waiting. */
  now(): void;
  /** Stops: it succeeded, or is no longer needed. */
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
