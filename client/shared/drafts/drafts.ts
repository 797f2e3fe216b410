import type { DraftPlace } from '../../../server/drafts/contract.ts';
import { keep } from '../keep.ts';

/** Soon enough that a crash costs a word. */
const KEEP_AFTER_MS = 250;

/** Beside the text stands the version that it has on the server; a change takes that away. */
export const versionKeyOf = (name: string) => `${name}@version`;

export interface Draft {
  initial: string;
  change(text: string): void;
  clear(): void;
  /** Now, and not in a moment: whoever leaves the box may leave the device. */
  flush(): void;
  /** Writes what is still waiting, and stops listening. */
  close(): void;
}

/** One box that somebody types in, as its copy on the server sees it. */
export interface DraftBox {
  place: DraftPlace;
  /** The key under which this browser keeps its text. */
  name: string;
  text(): string;
  /** Puts in a newer text that was typed on another device. */
  replace(text: string): void;
}

/** The copy of one draft on the server. */
export interface RemoteDraft {
  change(): void;
  /** `leaving`: the page may be gone before the answer. */
  push(leaving?: boolean): Promise<void>;
  close(): void;
}

export type SyncDraft = (box: DraftBox) => RemoteDraft;

/** What is typed and not sent, for one person, ticket and kind; two tabs see the last of it. With `sync`, so do two devices. */
export function openDraft(key: string, onOther: (text: string) => void, sync?: SyncDraft): Draft {
  const name = `draft:${key}`;
  let waiting: { text: string; timer: ReturnType<typeof setTimeout> } | null = null;

  const write = (text: string) => (text === '' ? keep.remove(name) : keep.set(name, text));
  const text = () => waiting?.text ?? keep.get(name) ?? '';
  function settle() {
    if (!waiting) return;
    clearTimeout(waiting.timer);
    write(waiting.text);
    waiting = null;
  }
  const replace = (next: string) => {
    write(next);
    onOther(next);
  };
  const stop = keep.onChange(name, (changed, value) => changed === name && !waiting && onOther(value ?? ''));
  const place = placeIn(key);
  const remote = place && sync ? sync({ place, name, text, replace }) : null;
  const leave = () => {
    settle();
    void remote?.push(true);
  };
  addEventListener('pagehide', leave);

  return {
    initial: text(),
    change(next) {
      if (waiting) clearTimeout(waiting.timer);
      waiting = { text: next, timer: setTimeout(settle, KEEP_AFTER_MS) };
      keep.remove(versionKeyOf(name));
      remote?.change();
    },
    clear() {
      if (waiting) clearTimeout(waiting.timer);
      waiting = null;
      keep.remove(name);
      keep.remove(versionKeyOf(name));
      remote?.change();
      void remote?.push();
    },
    flush() {
      settle();
      void remote?.push();
    },
    close() {
      settle();
      remote?.close();
      stop();
      removeEventListener('pagehide', leave);
    },
  };
}

export const hasLocalDraft = (key: string) => ['draft', 'files'].some((kind) => keep.get(`${kind}:${key}`) !== null);

/** Keys are `person:ticket:kind`; a ticket that is yet to be asked for has no place on the server. */
function placeIn(key: string): DraftPlace | null {
  const [, ticketId = '', kind] = key.split(':');
  return ticketId.length === 36 && (kind === 'message' || kind === 'note') ? { ticketId, kind } : null;
}
