import { createSignal } from 'solid-js';
import type { SavedReply } from '../../../server/saved-replies/contract.ts';
import { api } from '../../shared/api.ts';

/** Replies older than this are loaded again on the next use, to include colleagues' changes. */
const FRESH_MS = 5_000;

const [replies, setReplies] = createSignal<SavedReply[] | null>(null);
let of = '';
let loadedAt = 0;

/**
 * The person's own replies and the team's; null until loaded. They are not in the snapshot, because most are rarely
 * read.
 */
export { replies };

/** Rejects when loading failed; known replies stay. */
export async function loadReplies(userId: string) {
  if (of === userId && Date.now() - loadedAt < FRESH_MS) return;
  if (of !== userId) setReplies(null);
  of = userId;
  const { items } = await api.savedReplies();
  if (of !== userId) return;
  loadedAt = Date.now();
  setReplies(items);
}

export const putReply = (reply: SavedReply) =>
  setReplies((all) =>
    [...(all ?? []).filter(({ id }) => id !== reply.id), reply].toSorted((a, b) => (a.shortcut < b.shortcut ? -1 : 1)),
  );
export const dropReply = (id: string) => setReplies((all) => (all ?? []).filter((reply) => reply.id !== id));

/** The best match first: by shortcut, then name, then a word of the text. */
export function matching(all: SavedReply[], query: string): SavedReply[] {
  const wanted = query.toLowerCase();
  const rank = ({ shortcut, name, body }: SavedReply) => {
    if (shortcut.startsWith(wanted)) return 0;
    if (
      name
        .toLowerCase()
        .split(/\s+/u)
        .some((word) => word.startsWith(wanted))
    )
      return 1;
    return shortcut.includes(wanted) || (wanted.length > 2 && body.toLowerCase().includes(wanted)) ? 2 : 3;
  };
  return all
    .map((reply) => ({ reply, at: rank(reply) }))
    .filter(({ at }) => at < 3)
    .toSorted((a, b) => a.at - b.at)
    .map(({ reply }) => reply);
}
