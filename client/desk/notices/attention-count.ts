import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { State } from '../../shared/state/timeline.ts';
import { isNarrowed, myTeams, rowsOf, VIEWS, waitingCount } from '../queue/views.ts';

/** The number on the tab: all waiting tickets as Waiting shows them, my tickets with unread messages, and tickets with an unseen mention of me. */
export function attentionCount(state: State): number {
  const mine = rowsOf('mine', state).filter((row) => row.unread > 0);
  const isShown = (row: TicketRow) => !isNarrowed(state) || myTeams(state).some(({ id }) => id === row.teamId);
  // A ticket counts once.
  const isCounted = (id: string) => {
    const row = state.rows[id];
    return row && (mine.includes(row) || (VIEWS.waiting.holds(row, state) && isShown(row)));
  };
  const mentions = state.lists.mentions.items.filter(({ ticketId }) => !isCounted(ticketId));
  return waitingCount(state) + mine.length + mentions.length;
}
