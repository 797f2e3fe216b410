/** The distance in pixels from the end of a conversation. It survives a reload, not the tab. */
const PREFIX = 'answerback:place:';

export const scrollPlace = {
  get(key: string): number {
    try {
      return Number(sessionStorage.getItem(PREFIX + key)) || 0;
    } catch {
      // Storage is blocked: the conversation opens at the end.
      return 0;
    }
  },
  set(key: string, fromEnd: number) {
    try {
      if (fromEnd > 0) sessionStorage.setItem(PREFIX + key, String(Math.round(fromEnd)));
      else sessionStorage.removeItem(PREFIX + key);
    } catch {
      // Storage is blocked or full.
    }
  },
};
