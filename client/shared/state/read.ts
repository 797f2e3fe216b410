import { type Accessor, createEffect, onCleanup } from 'solid-js';
import { api } from '../api.ts';
import { createRetry, isRefusal } from './retry.ts';
import type { Store } from './store.ts';
import { applyRow } from './timeline.ts';

const AT_MOST_EVERY_MS = 1_000;

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
  let isLeft = false;

  /** The answer stays in view, so nothing else would report it. */
  const again = createRetry(() => void tell());
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
      again.done();
    } catch (error) {
      told = before;
      if (!isLeft && !isRefusal(error)) again.later();
    }
  }

  createEffect(() => {
    if (!attentive() || seq() === 0 || ticketId() === '') return;
    // Tracked: a merge reports again.
    merged();
    timer ??= setTimeout(() => void tell(), Math.max(0, last + AT_MOST_EVERY_MS - Date.now()));
  });
  onCleanup(() => {
    isLeft = true;
    clearTimeout(timer);
    again.done();
  });
}
