/** What did not come is asked for again: later each time, and at once when the browser has a line. */
const FIRST_MS = 1_000;
const MOST_MS = 30_000;

export interface Retry {
  later(): void;
  /** It came, or is not wanted any more. */
  done(): void;
}

export function createRetry(work: () => void): Retry {
  let wait = FIRST_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function now() {
    stop();
    work();
  }
  function stop() {
    clearTimeout(timer);
    removeEventListener('online', now);
  }
  return {
    later() {
      stop();
      // Not all who lost the same server come back in the same moment.
      timer = setTimeout(now, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, MOST_MS);
      addEventListener('online', now);
    },
    done() {
      stop();
      wait = FIRST_MS;
    },
  };
}
