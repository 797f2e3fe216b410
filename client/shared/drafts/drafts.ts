import type { DraftPlace } from '../../../server/drafts/contract.ts';
import { keep } from '../keep.ts';
import type { Box } from '../ui/box.ts';

/** A crash costs at most a word. */
const KEEP_AFTER_MS = 250;

/** The key of the server's version of the draft. A change removes the version. */
export const versionKeyOf = (name: string) => `${name}@version`;

export interface Draft {
  initial: string;
  change(text: string): void;
  clear(): void;
  /** Saves at once: somebody who leaves the box may leave the device. */
  flush(): void;
  /** Saves pending changes and stops listening. */
  close(): void;
}

/** The drafts of all boxes on the page. */
const opened = new Set<{ name: string; drop(): void }>();

/** Empties the boxes of a visitor whom this browser forgets: text that is not stored yet must never be stored. */
export function dropDrafts(ofOwner: string) {
  for (const one of opened) if (one.name.startsWith(`draft:${ofOwner}`)) one.drop();
}

/** Moves a stored draft to the conversation that continues its own, unless a draft is stored there. */
export function moveDraft(from: string, to: string) {
  const [text, known] = [keep.get(`draft:${from}`), keep.get(`draft:${to}`)];
  if (text === null || known !== null) return;
  keep.set(`draft:${to}`, text);
  keep.remove(`draft:${from}`);
  keep.remove(versionKeyOf(`draft:${from}`));
}

/** One text box, as `RemoteDraft` sees it. */
export interface DraftBox {
  place: DraftPlace;
  /** The key of the text in this browser's storage. */
  name: string;
  text(): string;
  /** Replaces the text by a newer one from another device. */
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

/** A draft for one person, ticket and kind. Two tabs share the latest text; with `sync`, two devices do. */
export function openDraft(key: string, box: Pick<Box, 'text' | 'propose'>, sync?: SyncDraft): Draft {
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
    box.propose(next);
  };
  const stop = keep.onChange(name, (changed, value, was) => {
    if (changed !== name || waiting) return;
    // The other tab changed the text that this one shows. A different text here is its own: it stays, and stays stored.
    if (box.text() === (was ?? '')) box.propose(value ?? '');
    else if (value === null) write(box.text());
  });
  const place = placeIn(key);
  const remote = place && sync ? sync({ place, name, text, replace }) : null;
  const leave = () => {
    settle();
    void remote?.push(true);
  };
  addEventListener('pagehide', leave);
  const own = {
    name,
    drop() {
      if (waiting) clearTimeout(waiting.timer);
      waiting = null;
      box.propose('');
    },
  };
  opened.add(own);

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
      write('');
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
      opened.delete(own);
      remote?.close();
      stop();
      removeEventListener('pagehide', leave);
    },
  };
}

export const hasLocalDraft = (key: string) => ['draft', 'files'].some((kind) => keep.get(`${kind}:${key}`) !== null);

/** Keys are `person:ticket:kind`. A ticket that is not opened yet has no place on the server. */
function placeIn(key: string): DraftPlace | null {
  const [, ticketId = '', kind] = key.split(':');
  return ticketId.length === 36 && (kind === 'message' || kind === 'note') ? { ticketId, kind } : null;
}
