import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { api } from '../api.ts';
import type { Store } from './store.ts';
import { applyRow } from './timeline.ts';

const AT_MOST_EVERY_MS = 1_000;

/** Whether the person looks at this tab: it is visible and focused. */
export function createAttention(): Accessor<boolean> {
  const look = () => document.visibilityState === 'visible' && document.hasFocus();
  const [attentive, setAttentive] = createSignal(look());
  const update = () => setAttentive(look());
  const events = ['focus', 'blur'] as const;
  for (const name of events) addEventListener(name, update);
  document.addEventListener('visibilitychange', update);
  onCleanup(() => {
    for (const name of events) removeEventListener(name, update);
    document.removeEventListener('visibilitychange', update);
  });
  return attentive;
}

interface Reading {
  store: Store;
  ticketId: Accessor<string>;
  /** The seq of the last message on the screen; 0 for none. */
  seq: Accessor<number>;
  attentive: Accessor<boolean>;
}

/** Reports what was read: at most once a second, and always the latest position. */
export function createReading({ store, ticketId, seq, attentive }: Reading) {
  /** Merged tickets are read with this one, so a merge reports again. */
  const merged = () => store.view.state?.rows[ticketId()]?.mergedFrom.length ?? 0;
  let told = { ticketId: '', seq: 0, merged: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  async function tell() {
    timer = undefined;
    const now = { ticketId: ticketId(), seq: seq(), merged: merged() };
    const isTold = now.ticketId === told.ticketId && now.seq <= told.seq && now.merged === told.merged;
    if (!attentive() || now.seq === 0 || isTold) return;
    last = Date.now();
    const before = told;
    told = now;
    try {
      const row = await api.setRead(now.ticketId, now.seq);
      store.change((state) => applyRow(state, row));
    } catch {
      // The next message or the next look reports again.
      told = before;
    }
  }

  createEffect(() => {
    if (!attentive() || seq() === 0 || ticketId() === '') return;
    // Tracked: a merge reports again.
    merged();
    timer ??= setTimeout(() => void tell(), Math.max(0, last + AT_MOST_EVERY_MS - Date.now()));
  });
  onCleanup(() => clearTimeout(timer));
}
