/**
 * Text in localStorage: it survives a reload, a closed tab and a crash. Where storage is blocked, it lives as long as
 * the page.
 */
const inPage = new Map<string, string>();
const PREFIX = 'answerback:';

export const keep = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(PREFIX + key) ?? inPage.get(key) ?? null;
    } catch {
      return inPage.get(key) ?? null;
    }
  },
  set(key: string, value: string) {
    inPage.set(key, value);
    try {
      localStorage.setItem(PREFIX + key, value);
    } catch {
      // Storage is blocked or full: the copy in memory stays.
    }
  },
  remove(key: string) {
    inPage.delete(key);
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // Storage is blocked: nothing was stored.
    }
  },
  /** All keys that begin with `start`. */
  keys(start: string): string[] {
    const found = new Set([...inPage.keys()].filter((key) => key.startsWith(start)));
    try {
      for (const key of Object.keys(localStorage))
        if (key.startsWith(PREFIX + start)) found.add(key.slice(PREFIX.length));
    } catch {
      // Storage is blocked: only the keys in memory count.
    }
    return [...found];
  },
  /** Another tab changed a key; `value` is null when it removed it, `was` is the value before. */
  onChange(start: string, listen: (key: string, value: string | null, was: string | null) => void) {
    const heard = ({ key, newValue, oldValue }: StorageEvent) => {
      if (!key?.startsWith(PREFIX + start)) return;
      const name = key.slice(PREFIX.length);
      // The copy in memory follows the other tab.
      if (newValue === null) inPage.delete(name);
      else inPage.set(name, newValue);
      listen(name, newValue, oldValue);
    };
    addEventListener('storage', heard);
    return () => removeEventListener('storage', heard);
  },
};
