import { useState } from '../../shared/state/session.ts';

/** Of oneself as the team is told it, so that every tab shows the same. */
export function useIsAway() {
  const state = useState();
  return () => state.colleagues.find(({ id }) => id === state.me.id)?.availability === 'away';
}
