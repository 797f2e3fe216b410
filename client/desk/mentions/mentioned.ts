/** The tickets that mention this person, seen or not, as far as they are known: rows do not say it. */
import { createSignal } from 'solid-js';
import type { State } from '../../shared/state/timeline.ts';

const [known, setKnown] = createSignal<{ of: string; ids: ReadonlySet<string> }>({ of: '', ids: new Set() });

/** The position among the unseen mentions, the newest first; negative when there is none on the ticket. */
export const unseenPlace = (ticketId: string, { lists }: Pick<State, 'lists'>) =>
  lists.mentions.items.findIndex((one) => one.ticketId === ticketId);

export const mentionsMe = (ticketId: string, state: Pick<State, 'lists' | 'me'>) =>
  unseenPlace(ticketId, state) >= 0 || (known().of === state.me.id && known().ids.has(ticketId));

export function addMentioned(of: string, ticketIds: string[]) {
  setKnown((before) => {
    const ids = before.of === of ? before.ids : new Set<string>();
    return before.of === of && ticketIds.every((id) => ids.has(id))
      ? before
      : { of, ids: new Set([...ids, ...ticketIds]) };
  });
}
