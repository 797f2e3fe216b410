import { createSignal } from 'solid-js';
import { fold } from '../../../server/folding/contract.ts';
import type { SavedReply } from '../../../server/saved-replies/contract.ts';
import { request } from '../../shared/request.ts';
import type { State } from '../../shared/state/timeline.ts';

const [replies, setReplies] = createSignal<SavedReply[] | null>(null);
/** Whose replies are loaded. */
let loadedFor = '';
/** The versions of the lists that are loaded, or being loaded. */
let loaded = '';

/**
 * The person's own replies and the team's; null until loaded. They are not in the snapshot, because most are rarely
 * read; their versions are, and tell when to load them again.
 */
export { replies };

/** Loads them where another version is there. Reads the versions from the store, so an effect runs again with each. */
export async function loadReplies({ me, lists }: Pick<State, 'me' | 'lists'>) {
  const version = [me.id, lists.sharedReplies.version, lists.ownReplies.version].join();
  if (version === loaded) return;
  if (loadedFor !== me.id) setReplies(null);
  [loaded, loadedFor] = [version, me.id];
  try {
    const { items } = await request('GET', '/saved-replies');
    if (version === loaded) setReplies(items);
  } catch (error) {
    if (version === loaded) loaded = '';
    throw error;
  }
}

export const putReply = (reply: SavedReply) =>
  setReplies((all) =>
    [...(all ?? []).filter(({ id }) => id !== reply.id), reply].toSorted((a, b) => (a.shortcut < b.shortcut ? -1 : 1)),
  );
export const dropReply = (id: string) => setReplies((all) => (all ?? []).filter((reply) => reply.id !== id));

/** The best match first: by shortcut, then name, then a word of the text. */
export function matching(all: SavedReply[], query: string): SavedReply[] {
  const wanted = fold(query);
  const rank = ({ shortcut, name, body }: SavedReply) => {
    if (fold(shortcut).startsWith(wanted)) return 0;
    if (
      fold(name)
        .split(/\s+/u)
        .some((word) => word.startsWith(wanted))
    )
      return 1;
    return fold(shortcut).includes(wanted) || (wanted.length > 2 && fold(body).includes(wanted)) ? 2 : 3;
  };
  return all
    .map((reply) => ({ reply, at: rank(reply) }))
    .filter(({ at }) => at < 3)
    .toSorted((a, b) => a.at - b.at)
    .map(({ reply }) => reply);
}
