/**
 * Elects one tab of a person to notify, and shares which tickets are looked at in any tab. Browser locks do both; the
 * browser releases them when a tab closes or crashes. Without locks (an address without https) each tab notifies.
 */
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';

const locks = typeof navigator.locks === 'undefined' ? null : navigator.locks;

/** Whether this is the leading tab. */
export function createLeading(userId: string): Accessor<boolean> {
  const [leading, setLeading] = createSignal(locks === null);
  hold(`notices:${userId}`, 'exclusive', () => setLeading(true));
  return leading;
}

/** Tells the other tabs which ticket is looked at here. Returns a check whether any tab looks at a ticket. */
export function createLooking(userId: string, looking: Accessor<string | null>) {
  const nameOf = (ticketId: string) => `looking:${userId}:${ticketId}`;
  createEffect(() => {
    const ticketId = looking();
    if (ticketId) hold(nameOf(ticketId), 'shared');
  });
  return async (ticketId: string) => {
    if (looking() === ticketId) return true;
    const held = (await locks?.query())?.held ?? [];
    return held.some(({ name }) => name === nameOf(ticketId));
  };
}

/** Holds a lock until the owner of this scope is disposed. */
function hold(name: string, mode: LockMode, got = () => {}) {
  const leave = new AbortController();
  const left = new Promise<void>((resolve) => leave.signal.addEventListener('abort', () => resolve()));
  locks
    ?.request(name, { mode, signal: leave.signal }, () => {
      got();
      return left;
    })
    // Aborted while waiting for the lock.
    .catch(() => {});
  onCleanup(() => leave.abort());
}
