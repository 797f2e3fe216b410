/**
 * Evicts rows that nothing in this desk needs. The next change of a row brings it back, and so does a page that holds
 * it.
 */
import type { State } from '../../shared/state/timeline.ts';
import { rowsOf } from './views.ts';

/** This many unneeded rows stay, the most recent ones. */
const SPARE = 100;

/** The rows that must stay in every view: open tickets and their merged ones, one's own, and the head of the queue. */
export function neededRowIds(state: State): string[] {
  const open = Object.keys(state.open);
  const headId = state.next?.split('_')[3];
  const end = headId === undefined ? Infinity : (state.rows[headId]?.waitingSince ?? Infinity);
  const head = rowsOf('waiting', state).filter((row) => (row.waitingSince ?? Infinity) <= end);
  return [
    ...open,
    ...open.flatMap((id) => state.rows[id]?.mergedFrom.map((one) => one.id) ?? []),
    ...[...state.lists.drafts.items, ...state.lists.mentions.items].map(({ ticketId }) => ticketId),
    ...[...rowsOf('mine', state), ...head].map(({ id }) => id),
    ...(headId === undefined ? [] : [headId]),
  ];
}

/** Evicts the oldest rows first, once there are twice as many as may stay. */
export function evictRows(state: State, needed: ReadonlySet<string>, spare = SPARE): State {
  const others = Object.values(state.rows).filter(({ id }) => !needed.has(id));
  if (others.length <= 2 * spare) return state;
  const gone = new Set(
    others
      .toSorted((a, b) => a.version - b.version)
      .slice(0, -spare)
      .map(({ id }) => id),
  );
  return without(state, gone);
}

export const without = (state: State, ids: ReadonlySet<string>): State => ({
  ...state,
  rows: Object.fromEntries(Object.entries(state.rows).filter(([id]) => !ids.has(id))),
});
