/**
 * Several tabs of one person, and one that speaks. The browser's locks say which, and what is looked at in any of them;
 * it takes them from a tab that closes or crashes. Without locks (an address without https) each tab is alone.
 */
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';

const locks = typeof navigator.locks === 'undefined' ? null : navigator.locks;

/** Whether this is the tab that speaks. */
export function createLeading(userId: string): Accessor<boolean> {
  const [leading, setLeading] = createSignal(locks === null);
  hold(`notices:${userId}`, 'exclusive', () => setLeading(true));
  return leading;
}

/** Tells the other tabs what is looked at here. Answers whether anybody looks at it in any of them. */
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

/** Until the owner of this scope goes. */
function hold(name: string, mode: LockMode, got = () => {}) {
  const leave = new AbortController();
  const left = new Promise<void>((resolve) => leave.signal.addEventListener('abort', () => resolve()));
  locks
    ?.request(name, { mode, signal: leave.signal }, () => {
      got();
      return left;
    })
    // Given up while it waited for its turn.
    .catch(() => {});
  onCleanup(() => leave.abort());
}
