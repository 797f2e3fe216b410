/**
 * Files that are picked and not sent yet, for one person, ticket and kind. A tray outlives its view, so another ticket
 * can be read during an upload.
 */
import { type Accessor, createSignal, untrack } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { Attachment, AttachmentKind, ATTACHMENTS_MOST } from '../../../server/attachments/contract.ts';
import { announce } from '../ui/announce.tsx';
import { request } from '../request.ts';
import { keep } from '../keep.ts';
import { FILES, onMoveFiles } from './move-files.ts';
import { numberWords } from '../words.ts';
import { isPicture, isUnseen, smallAddressOf } from './sizes.ts';
import { Refused, upload } from './upload.ts';
import { t } from './words.ts';

/** The contract's value; a browser takes only types from it. */
const MOST: typeof ATTACHMENTS_MOST = 10;

export interface TrayItem {
  id: string;
  name: string;
  size: number;
  /** A local preview of a picture. */
  preview: string | null;
  state: 'queued' | 'uploading' | 'ready' | 'failed';
  /** From 0 to 1. */
  progress: number;
  /** For `failed`: the reason as text; with `mayRetry` another attempt may succeed. */
  problem?: string;
  mayRetry?: boolean;
  /** For `ready`: the stored attachment. */
  attachment?: Attachment;
}

export interface Tray {
  items: Accessor<TrayItem[]>;
  state: Accessor<'empty' | 'uploading' | 'failed' | 'ready'>;
  add(files: Iterable<File>): void;
  retry(id: string): void;
  remove(id: string): void;
  /** The attachments to send. */
  ready(): Attachment[];
  /** Says how many of the last picked files were left out; empty for none. */
  notice: Accessor<string>;
  /** The message was sent. */
  sent(): void;
}

interface Place {
  key: string;
  kind: AttachmentKind;
  ticketId: string | null;
}

interface KeptTray {
  tray: Tray;
  place: Place;
  /** The connection is back. */
  resume(): void;
  /** The new stored value from another tab. */
  heard(value: string | null): void;
}
const trays = new Map<string, KeptTray>();
let underWay = 0;
addEventListener('beforeunload', (event) => {
  // Warns before a reload: the next page cannot continue an upload.
  if (underWay > 0) event.preventDefault();
});

// One listener for all trays, because a desk opens hundreds of tickets in a day.
addEventListener('online', () => trays.forEach((one) => one.resume()));
keep.onChange(FILES, (key, value) => trays.get(key.slice(FILES.length))?.heard(value));
onMoveFiles(({ from, to, ticketId }) => {
  const moved = trays.get(from);
  const there = trays.get(to);
  if (!moved || (there && untrack(there.tray.state) !== 'empty')) return;
  Object.assign(moved.place, { key: to, ticketId });
  trays.delete(from);
  trays.set(to, moved);
});

export function trayOf(place: Place): Tray {
  const known = trays.get(place.key);
  if (known) {
    // The ticket may have been opened since.
    known.place.ticketId = place.ticketId;
    return known.tray;
  }
  // Drops empty trays of other tickets.
  for (const [key, one] of trays)
    if (one.place.ticketId !== place.ticketId && untrack(one.tray.state) === 'empty') trays.delete(key);
  const created = createTray(place);
  trays.set(place.key, { ...created, place });
  return created.tray;
}

function createTray(place: Place): Omit<KeptTray, 'place'> {
  const name = () => FILES + place.key;
  const [items, setItems] = createSignal<TrayItem[]>(kept(keep.get(name())));
  const [notice, setNotice] = createSignal('');
  const files = new Map<string, { file: File; cancel: AbortController }>();
  let turn = Promise.resolve();

  const patch = (id: string, change: Partial<TrayItem>) =>
    setItems((all) => all.map((item) => (item.id === id ? { ...item, ...change } : item)));
  const ready = () => items().flatMap(({ attachment }) => attachment ?? []);
  const save = () => (ready().length > 0 ? keep.set(name(), JSON.stringify(ready())) : keep.remove(name()));
  // Files were sent or removed in another tab.
  const heard = (value: string | null) =>
    void setItems((all) => [...kept(value), ...all.filter((item) => item.state !== 'ready')]);

  // Uploads that broke with the connection continue with it.
  const brokenOff = () => items().filter(({ state, mayRetry }) => state === 'failed' && mayRetry);
  const resume = () => untrack(brokenOff).forEach(({ id }) => enqueue(id));

  /** Uploads one file at a time, in order. */
  function enqueue(id: string) {
    patch(id, { state: 'queued', progress: 0 });
    underWay += 1;
    turn = turn.then(() => run(id)).finally(() => (underWay -= 1));
  }

  async function run(id: string) {
    const found = files.get(id);
    if (!found || found.cancel.signal.aborted) return;
    patch(id, { state: 'uploading' });
    const onProgress = (progress: number) => patch(id, { progress });
    try {
      const attachment = await upload({ ...place, id, file: found.file, onProgress, signal: found.cancel.signal });
      if (found.cancel.signal.aborted) return forget(id);
      patch(id, { state: 'ready', name: attachment.name, size: attachment.size, attachment });
      save();
      const ready = t('ready', { name: attachment.name });
      announce(isUnseen(attachment) ? `${ready}. ${t('noPreview')}` : ready);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      patch(id, { state: 'failed', problem, mayRetry: !(error instanceof Refused) });
    }
  }

  const tray: Tray = {
    items,
    ready,
    notice,
    state() {
      const states = new Set(items().map((item) => item.state));
      if (states.size === 0) return 'empty';
      if (states.has('uploading') || states.has('queued')) return 'uploading';
      return states.has('failed') ? 'failed' : 'ready';
    },
    add(picked) {
      const all = [...picked];
      const room = Math.max(0, MOST - items().length);
      setNotice(all.length > room ? t.count('tooMany', all.length - room, { most: numberWords(MOST) }) : '');
      for (const file of all.slice(0, room)) {
        const id = uuidv7();
        files.set(id, { file, cancel: new AbortController() });
        const preview = PREVIEWED.test(file.type) ? URL.createObjectURL(file) : null;
        const { name: called, size } = file;
        setItems((now) => [...now, { id, name: called, size, preview, state: 'queued', progress: 0 }]);
        enqueue(id);
      }
    },
    retry: enqueue,
    remove(id) {
      setNotice('');
      const item = items().find((one) => one.id === id);
      files.get(id)?.cancel.abort();
      files.delete(id);
      setItems((all) => all.filter((one) => one.id !== id));
      if (item?.preview?.startsWith('blob:')) URL.revokeObjectURL(item.preview);
      if (item?.state !== 'ready') return;
      save();
      forget(id);
    },
    sent() {
      for (const { preview } of items()) if (preview?.startsWith('blob:')) URL.revokeObjectURL(preview);
      files.clear();
      setNotice('');
      setItems([]);
      save();
    },
  };
  return { tray, resume, heard };
}

const PREVIEWED = /^image\/(png|jpeg|gif|webp|avif)$/u;

/** The server drops unsent files after a day; this is only sooner. */
const forget = (id: string) => void request('DELETE', `/attachments/${id}`).catch(() => {});

/** Uploaded files survive a reload. */
function kept(text: string | null): TrayItem[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter(isAttachment).map(itemOf) : [];
  } catch {
    return [];
  }
}

const itemOf = (attachment: Attachment): TrayItem => ({
  ...{ id: attachment.id, name: attachment.name, size: attachment.size },
  preview: isPicture(attachment) ? smallAddressOf(attachment) : null,
  state: 'ready',
  progress: 1,
  attachment,
});

const isAttachment = (value: unknown): value is Attachment =>
  typeof value === 'object' && value !== null && 'id' in value && 'name' in value && 'size' in value;
