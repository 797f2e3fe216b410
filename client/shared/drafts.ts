import { keep } from './keep.ts';

/** Soon enough that a crash costs a word. */
const KEEP_AFTER_MS = 250;

export interface Draft {
  initial: string;
  change(text: string): void;
  clear(): void;
  /** Writes what is still waiting, and stops listening. */
  close(): void;
}

/** What is typed and not sent, for one person, ticket and kind; two tabs see the last of it. */
export function openDraft(key: string, onOther: (text: string) => void): Draft {
  const name = `draft:${key}`;
  let waiting: { text: string; timer: ReturnType<typeof setTimeout> } | null = null;

  const write = (text: string) => (text === '' ? keep.remove(name) : keep.set(name, text));
  function flush() {
    if (!waiting) return;
    clearTimeout(waiting.timer);
    write(waiting.text);
    waiting = null;
  }
  const stop = keep.onChange(name, (changed, value) => changed === name && !waiting && onOther(value ?? ''));
  addEventListener('pagehide', flush);

  return {
    initial: keep.get(name) ?? '',
    change(text) {
      if (waiting) clearTimeout(waiting.timer);
      waiting = { text, timer: setTimeout(flush, KEEP_AFTER_MS) };
    },
    clear() {
      if (waiting) clearTimeout(waiting.timer);
      waiting = null;
      keep.remove(name);
    },
    close() {
      flush();
      stop();
      removeEventListener('pagehide', flush);
    },
  };
}

export const hasDraft = (key: string) => ['draft', 'files'].some((kind) => keep.get(`${kind}:${key}`) !== null);
