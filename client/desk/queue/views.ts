import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Priority } from '../../../server/catalogue/contract.ts';
import type { State } from '../../shared/timeline.ts';

export type ViewName = 'waiting' | 'mine' | 'all';

export const isActive = (row: TicketRow) =>
  row.statusType === 'open' || row.statusType === 'in_progress' || row.statusType === 'pending';
const since = (row: TicketRow) => row.waitingSince ?? Number.MAX_SAFE_INTEGER;
const byWait = (a: TicketRow, b: TicketRow) =>
  since(a) - since(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

/** The rows of a view, in its order. */
export function rowsOf(view: ViewName, state: State): TicketRow[] {
  const rows = Object.values(state.rows);
  switch (view) {
    case 'waiting':
      return rows.filter((row) => isActive(row) && row.assignee === null).toSorted(byWait);
    case 'mine':
      return rows.filter((row) => isActive(row) && row.assignee?.id === state.me.id).toSorted(byWait);
    case 'all':
      return rows.toSorted((a, b) => b.lastMessage.at - a.lastMessage.at);
    default:
      return view satisfies never;
  }
}

/** When the customer should have an answer; null while they do not wait. */
export function dueAt(row: TicketRow, priorities: Priority[]): number | null {
  const target = priorities.find((priority) => priority.code === row.priority);
  return row.waitingSince === null || !target ? null : row.waitingSince + target.responseMinutes * 60_000;
}
