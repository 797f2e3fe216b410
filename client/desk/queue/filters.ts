/** The filters of a list. They live in the address, so that a reload, a link and the back button keep them. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { type Order, ORDERS } from './orders.ts';
import type { State } from '../../shared/state/timeline.ts';
import { matchesText } from './text-matches.ts';

/** A ticket matches any of the values, but all of the tags. */
const LISTS = ['status', 'priority', 'category', 'team', 'channel', 'tag'] as const;
const FLAGS = ['breached', 'escalated'] as const;
export type ListFilter = (typeof LISTS)[number];
export type FlagFilter = (typeof FLAGS)[number];

export interface Filters {
  lists: Record<ListFilter, string[]>;
  flags: Record<FlagFilter, boolean>;
  /** A user id, `me`, `none`, or null for anyone. */
  assignee: string | null;
  customer: string | null;
  /** A text in the messages of the ticket. */
  q: string | null;
}

export function filtersIn(search: URLSearchParams): Filters {
  const of = (name: ListFilter) => search.getAll(name);
  return {
    lists: {
      status: of('status'),
      priority: of('priority'),
      category: of('category'),
      team: of('team'),
      channel: of('channel'),
      tag: of('tag'),
    },
    flags: { breached: search.get('breached') === 'true', escalated: search.get('escalated') === 'true' },
    assignee: search.get('assignee'),
    customer: search.get('customer'),
    q: search.get('q'),
  };
}

/** The parameters of the address that are filters. */
export const namedIn = (search: URLSearchParams) =>
  [...search].filter(([name]) => [...LISTS, ...FLAGS, 'assignee', 'customer', 'q'].includes(name));

export function orderIn(search: URLSearchParams): Order | null {
  const asked = search.get('sort');
  return ORDERS.find((order) => order === asked) ?? null;
}

export const countOf = ({ lists, flags, assignee, customer, q }: Filters) =>
  LISTS.reduce((sum, name) => sum + lists[name].length, 0) +
  FLAGS.filter((name) => flags[name]).length +
  Number(assignee !== null) +
  Number(customer !== null) +
  Number(q !== null);

/** Filters like the server, so that a changed row joins or leaves the list at once. */
export function matches(
  row: TicketRow,
  { lists, flags, assignee, customer, q }: Filters,
  { me, lists: { teams } }: Pick<State, 'me' | 'lists'>,
): boolean {
  const isItsTeam = (one: string) =>
    one === 'mine'
      ? teams.items.some(({ id, memberIds }) => id === row.teamId && memberIds.includes(me.id))
      : one === (row.teamId ?? 'none');
  const any = (wanted: string[], value: string | null) => wanted.length === 0 || wanted.includes(value ?? '');
  return (
    any(lists.status, row.status) &&
    any(lists.priority, row.priority) &&
    any(lists.category, row.category) &&
    (lists.team.length === 0 || lists.team.some(isItsTeam)) &&
    any(lists.channel, row.channel) &&
    lists.tag.every((id) => row.tags.includes(id)) &&
    (!flags.breached || row.breached) &&
    (!flags.escalated || row.escalated) &&
    holds(row, assignee, me.id) &&
    (customer === null || row.customer.id === customer) &&
    (q === null || matchesText(q, row.id))
  );
}

function holds(row: TicketRow, assignee: string | null, me: string) {
  if (assignee === null) return true;
  if (assignee === 'none') return row.assignee === null;
  return row.assignee?.id === (assignee === 'me' ? me : assignee);
}

/** The address with one value added or removed. */
export function toggled(search: URLSearchParams, name: ListFilter, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  const values = next.getAll(name);
  next.delete(name);
  for (const one of values) if (one !== value) next.append(name, one);
  if (!values.includes(value)) next.append(name, value);
  return next;
}

/** The address with only this value of the parameter; null removes the parameter. */
export function withOnly(search: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete(name);
  if (value !== null) next.set(name, value);
  return next;
}
