import type { State } from '../../shared/state/timeline.ts';
import { rowsOf } from '../queue/views.ts';

/** How many tickets need me: everything that waits, and what I have not read of mine. */
export const attentionCount = (state: State) =>
  (state.counts?.waiting ?? 0) + rowsOf('mine', state).filter((row) => row.unread > 0).length;
