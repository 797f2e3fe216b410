import type { Accessor } from 'solid-js';

/** The event at which the address opens a conversation, and how to leave it for the end. */
export interface Anchor {
  at: Accessor<number | null>;
  leave(): void;
}

/** The event in `?at=`, or null. */
export function anchorIn(search: string): number | null {
  const text = new URLSearchParams(search).get('at');
  return text && /^\d{1,15}$/u.test(text) ? Number(text) : null;
}
