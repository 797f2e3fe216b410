/**
 * Copies of drafts on the server, so that a text typed on one device appears on the next. The local text is always
 * stored first.
 */
import { createEffect, createRoot, on } from 'solid-js';
import type { Draft } from '../../../server/drafts/contract.ts';
import { api } from '../api.ts';
import { type DraftBox, type RemoteDraft, type SyncDraft, versionKeyOf } from './drafts.ts';
import { keep } from '../keep.ts';
import type { Session } from '../state/session.ts';
import { applyDraft, hasDraft } from '../state/timeline.ts';

const PUSH_AFTER_MS = 1_000;

/** The session whose drafts are synced. */
type Keeping = Pick<Session, 'store' | 'live'>;

/** Syncs the draft of a composer. */
export const draftsOf =
  (whose: Keeping): SyncDraft =>
  (box) =>
    syncDraft(whose, box);

function syncDraft({ store, live }: Keeping, box: DraftBox): RemoteDraft {
  const { place, name } = box;
  const versionKey = versionKeyOf(name);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let closed = false;
  /** The newest known version; an older one is ignored. */
  let latest = Number(keep.get(versionKey) ?? 0);
  /** Whether the server has a draft, as far as this browser knows. */
  let isThere = latest > 0;

  const text = () => box.text().trimEnd();
  const isSynced = () => keep.get(versionKey) !== null;
  const isListed = () => hasDraft(store.current(), place);
  const isDirty = () => !isSynced() && (text() !== '' || isThere || isListed());

  /** With `leaving`, the page may be gone before the answer. */
  async function push(leaving = false) {
    clearTimeout(timer);
    timer = undefined;
    if (!isDirty() || (busy && !leaving)) return;
    busy = true;
    const body = text();
    const kept = await api.putDraft(place.ticketId, { kind: place.kind, body }, leaving).catch(() => null);
    busy = false;
    // The request failed: the text is sent with the next change or the next connection.
    if (!kept) return;
    latest = Math.max(latest, kept.version);
    store.change((state) => applyDraft(state, kept));
    if (text() === body) settle(kept);
    else {
      isThere = body !== '';
      if (!timer) void push();
    }
  }

  function settle({ body, version }: Draft) {
    isThere = body !== '';
    if (isThere) keep.set(versionKey, String(version));
    else keep.remove(versionKey);
  }

  function hear(draft: Draft) {
    if (draft.ticketId !== place.ticketId || draft.kind !== place.kind) return;
    // Text that is being typed here is newer and will arrive last.
    if (closed || busy || timer || draft.version <= latest) return;
    if (draft.body !== text()) {
      if (!isSynced() && text() !== '') return void push();
      box.replace(draft.body);
    }
    latest = draft.version;
    settle(draft);
  }

  /** Reads the draft after a time without a connection. */
  async function pull() {
    if (!isListed()) {
      if (isSynced() && !busy && !timer) {
        box.replace('');
        keep.remove(versionKey);
      } else void push();
      return;
    }
    const found = await api.drafts(place.ticketId).catch(() => null);
    const own = found?.items.find(({ kind }) => kind === place.kind);
    if (own) hear(own);
  }

  const stop = live.onDraft(hear);
  const dispose = createRoot((end) => {
    createEffect(on(live.connection, (connection) => connection === 'live' && void pull()));
    return end;
  });

  return {
    change() {
      clearTimeout(timer);
      timer = setTimeout(() => void push(), PUSH_AFTER_MS);
    },
    push,
    close() {
      void push();
      closed = true;
      dispose();
      stop();
    },
  };
}
