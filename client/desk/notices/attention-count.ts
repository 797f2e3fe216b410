import type { State } from '../../shared/state/timeline.ts';
import { rowsOf } from '../queue/views.ts';

/** The number on the tab: all waiting tickets, and my tickets with unread messages. */
export const attentionCount = (state: State) =>
  (state.counts?.waiting ?? 0) + rowsOf('mine', state).filter((row) => row.unread > 0).length;
