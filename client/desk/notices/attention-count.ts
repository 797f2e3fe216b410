import type { State } from '../../shared/state/timeline.ts';
import { rowsOf, VIEWS } from '../queue/views.ts';

/** The number on the tab: all waiting tickets, my tickets with unread messages, and tickets with an unseen mention of me. */
export function attentionCount(state: State): number {
  const mine = rowsOf('mine', state).filter((row) => row.unread > 0);
  // A ticket counts once.
  const isCounted = (id: string) => {
    const row = state.rows[id];
    return row && (mine.includes(row) || VIEWS.waiting.holds(row, state));
  };
  const mentions = state.lists.mentions.items.filter(({ ticketId }) => !isCounted(ticketId));
  return (state.counts?.waiting ?? 0) + mine.length + mentions.length;
}
