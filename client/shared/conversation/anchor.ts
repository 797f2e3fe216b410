import type { Accessor } from 'solid-js';

/** Where in a conversation the address points, and how to leave for its end. */
export interface Anchor {
  at: Accessor<number | null>;
  leave(): void;
}

/** The event that an address names in `?at=`, if it does. */
export function anchorIn(search: string): number | null {
  const text = new URLSearchParams(search).get('at');
  return text && /^\d{1,15}$/u.test(text) ? Number(text) : null;
}
