/** The part of the reducer for a fresh start, and for a conversation that is asked for anew: nothing newer is lost by it. */
import { applyRow, type Conversation, placeEntry, type State } from './timeline.ts';

/** The page of a conversation as it was asked for, with how it is put into a state. */
export interface ConversationPage {
  ticketId: string;
  position: number;
  /** The places that it tells of. */
  tells: (eventId: number) => boolean;
  apply: (state: State) => State;
}

/** Whether what was known belongs to what comes: the same person's, and the same history (another one after a restore). */
export function isSameHistory(fresh: State, before: State | null): before is State {
  if (!before) return false;
  const isSame = (was: string, now: string) => was === '' || was === now;
  return isSame(before.epoch, fresh.epoch) && isSame(before.me.id, fresh.me.id);
}

/** What was answered since the snapshot was read. */
export const withNewerRows = (fresh: State, before: State): State =>
  Object.values(before.rows)
    .filter((row) => row.version > fresh.cursor)
    .reduce(applyRow, fresh);

/** A page in place of what is known, but for what is newer; pages before it are asked for when somebody looks. */
export function withPage(state: State, page: ConversationPage, known: Conversation | undefined): State {
  const { [page.ticketId]: _known, ...open } = state.open;
  const heard = [...(known?.entries ?? []), ...(known?.ahead ?? [])].filter(
    ({ eventId }) => eventId > page.position || page.tells(eventId),
  );
  return heard.reduce((next, entry) => placeEntry(next, page.ticketId, entry), page.apply({ ...state, open }));
}

/** As it was, until it can be asked for. */
export const withKnown = (state: State, known: Conversation): State => ({
  ...state,
  open: { ...state.open, [known.ticketId]: known },
});
