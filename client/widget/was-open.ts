import { owner } from './site.ts';

const NAME = `answerback:${owner}:open`;

/** Whether this tab had it open, so that the next page has too. Without storage it does not. */
export const wasOpen = {
  get() {
    try {
      return sessionStorage.getItem(NAME) !== null;
    } catch {
      return false;
    }
  },
  set(open: boolean) {
    try {
      if (open) sessionStorage.setItem(NAME, '1');
      else sessionStorage.removeItem(NAME);
    } catch {
      // Blocked.
    }
  },
};
