/** Reads the outbox items that an earlier page stored. */
import { keep } from '../keep.ts';
import type { OutboxItem } from './item.ts';

/** No request of an earlier page is still running, so `sending` becomes `waiting`. */
export const storedItems = (prefix: string) =>
  keep
    .keys(prefix)
    .flatMap((key) => readItem(keep.get(key)))
    .map((item): OutboxItem => (item.state === 'sending' ? { ...item, state: 'waiting' } : item));

/** Returns nothing for text of another shape, such as that of an older version. */
export function readItem(text: string | null): OutboxItem[] {
  try {
    const item: unknown = JSON.parse(text ?? 'null');
    return isItem(item) ? [item] : [];
  } catch {
    return [];
  }
}

function isItem(item: unknown): item is OutboxItem {
  if (typeof item !== 'object' || item === null) return false;
  return (
    'id' in item &&
    'ticketId' in item &&
    'kind' in item &&
    'body' in item &&
    typeof item.body === 'string' &&
    'state' in item &&
    'at' in item
  );
}
