import { useState } from '../../shared/state/session.ts';

/** Read from the team list, so that every tab shows the same. */
export function useIsAway() {
  const state = useState();
  return () => state.lists.colleagues.items.find(({ id }) => id === state.me.id)?.availability === 'away';
}
