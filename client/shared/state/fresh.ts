/** The part of the reducer for a new snapshot and for reloaded conversations: nothing newer is lost. */
import { applyRow, type Conversation, placeEntry, type State } from './timeline.ts';

/** A requested page of a conversation, and how to apply it to a state. */
export interface ConversationPage {
  ticketId: string;
  position: number;
  /** Whether the page covers this event id. */
  tells: (eventId: number) => boolean;
  apply: (state: State) => State;
}

/** Whether both states belong to the same person and the same history (a restore starts another one). */
export function isSameHistory(fresh: State, before: State | null): before is State {
  if (!before) return false;
  const isSame = (was: string, now: string) => was === '' || was === now;
  return isSame(before.epoch, fresh.epoch) && isSame(before.me.id, fresh.me.id);
}

/** Applies rows that are newer than the snapshot. */
export const withNewerRows = (fresh: State, before: State): State =>
  Object.values(before.rows)
    .filter((row) => row.version > fresh.cursor)
    .reduce(applyRow, fresh);

/** Replaces a conversation by a page, but keeps newer entries. Older pages load when somebody scrolls to them. */
export function withPage(state: State, page: ConversationPage, known: Conversation | undefined): State {
  const { [page.ticketId]: _known, ...open } = state.open;
  const heard = [...(known?.entries ?? []), ...(known?.ahead ?? [])].filter(
    ({ eventId }) => eventId > page.position || page.tells(eventId),
  );
  return heard.reduce((next, entry) => placeEntry(next, page.ticketId, entry), page.apply({ ...state, open }));
}

/** The old copy of a conversation, shown until it can be loaded. */
export const withKnown = (state: State, known: Conversation): State => ({
  ...state,
  open: { ...state.open, [known.ticketId]: known },
});
