/** The part of the reducer for conversations opened in the middle; it is loaded on demand, because few are. */
import { applyRow, type Conversation, type Entry, type EventPage, merge, type State } from './timeline.ts';

/** Applies the first page of a conversation opened at an event. */
export function applyPageAround(state: State, page: EventPage): State {
  const known = state.open[page.row.id];
  const heard = [...(known?.entries ?? []), ...(known?.ahead ?? [])];
  // Older entries come with the older pages.
  const entries = merge(page.items, heard).filter((entry) => page.next === null || entry.eventId >= Number(page.next));
  return reaching(state, page, { entries, olderBefore: page.next, newerAfter: page.newer });
}

/** Applies the page after the loaded ones, requested with `newerAfter`. A page for another place changes nothing. */
export function applyNewerPage(state: State, page: EventPage, askedAfter: string): State {
  const known = state.open[page.row.id];
  if (known?.newerAfter !== askedAfter) return applyRow(state, page.row);
  const entries = merge(page.items, [...known.entries, ...known.ahead]);
  return reaching(state, page, { entries, olderBefore: known.olderBefore, newerAfter: page.next });
}

/** Shows the entries before the end of the loaded pages, and keeps the later ones in `ahead`. */
function reaching(
  state: State,
  page: EventPage,
  { entries, olderBefore, newerAfter }: Pick<Conversation, 'entries' | 'olderBefore' | 'newerAfter'>,
): State {
  const ticketId = page.row.id;
  const isHere = (entry: Entry) => newerAfter === null || entry.eventId <= Number(newerAfter);
  const conversation: Conversation = {
    ticketId,
    position: Math.max(state.open[ticketId]?.position ?? 0, page.position),
    isLoaded: true,
    olderBefore,
    newerAfter,
    entries: entries.filter(isHere),
    ahead: entries.filter((entry) => !isHere(entry)),
  };
  return applyRow({ ...state, open: { ...state.open, [ticketId]: conversation } }, page.row);
}
