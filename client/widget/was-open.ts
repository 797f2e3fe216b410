import { owner } from './site.ts';

const NAME = `answerback:${owner}:open`;

/** Whether the panel was open in this tab, so that it opens on the next page too. Without storage it stays closed. */
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
      // Storage is blocked.
    }
  },
};
