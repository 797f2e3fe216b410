/** The sort orders of a list, with the server's keys and the same order among equals. */
import type { TicketOrder, TicketRow } from '../../../server/tickets/contract.ts';
import type { State } from '../../shared/state/timeline.ts';

export const ORDERS = [
  'importance',
  'waiting',
  'deadline',
  'sla',
  'priority',
  'created',
  'updated',
  'snoozed',
] as const satisfies TicketOrder[];
export type Order = (typeof ORDERS)[number];

/** Rows without a time sort here, as on the server: NOT_WAITING, the last instant of a Date. */
const LAST = 8_640_000_000_000_000;
const BREACH_RANK = 4_000_000_000_000_000;

type Compare = (a: TicketRow, b: TicketRow) => number;
type Key = (row: TicketRow) => number;

const byId: Compare = (a, b) => (a.id === b.id ? 0 : a.id < b.id ? -1 : 1);
const up =
  (key: Key): Compare =>
  (a, b) =>
    key(a) - key(b) || byId(a, b);
const down =
  (key: Key): Compare =>
  (a, b) =>
    key(b) - key(a) || byId(b, a);

export function compareBy(order: Order, { lists }: Pick<State, 'lists'>): Compare {
  switch (order) {
    case 'importance':
      return down((row) => row.importance);
    case 'waiting':
      return up((row) => row.waitingSince ?? LAST);
    case 'deadline':
      return up((row) => row.dueAt ?? LAST);
    case 'sla':
      return up((row) => (row.dueAt ?? LAST) - (row.breached ? BREACH_RANK : 0));
    case 'priority':
      return down((row) => lists.priorities.items.find(({ code }) => code === row.priority)?.weight ?? 0);
    case 'created':
      return down((row) => row.createdAt);
    case 'updated':
      return down((row) => row.version);
    case 'snoozed':
      return up((row) => row.snoozedUntil ?? LAST);
    default:
      return order satisfies never;
  }
}
