/** What was written and outlived its page: read back as it was kept. */
import { keep } from '../keep.ts';
import type { OutboxItem } from './item.ts';

/** Nothing of what a page left behind is under way any more. */
export const storedItems = (prefix: string) =>
  keep
    .keys(prefix)
    .flatMap((key) => readItem(keep.get(key)))
    .map((item): OutboxItem => (item.state === 'sending' ? { ...item, state: 'waiting' } : item));

/** What an older version left, or somebody else wrote, is not ours to send. */
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
