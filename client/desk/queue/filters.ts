/** What a list is narrowed to. It lives in the address, so that a reload, a link and the back button keep it. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { type Order, ORDERS } from './orders.ts';
import { matchesText } from './text-matches.ts';

/** Several values of one are any of them; tags are all of them. */
const LISTS = ['status', 'priority', 'category', 'channel', 'tag'] as const;
const FLAGS = ['breached', 'escalated'] as const;
export type ListFilter = (typeof LISTS)[number];
export type FlagFilter = (typeof FLAGS)[number];

export interface Filters {
  lists: Record<ListFilter, string[]>;
  flags: Record<FlagFilter, boolean>;
  /** A user id, `me`, `none`, or null for anybody. */
  assignee: string | null;
  customer: string | null;
  /** What was said in it. */
  q: string | null;
}

export function filtersIn(search: URLSearchParams): Filters {
  const of = (name: ListFilter) => search.getAll(name);
  return {
    lists: {
      status: of('status'),
      priority: of('priority'),
      category: of('category'),
      channel: of('channel'),
      tag: of('tag'),
    },
    flags: { breached: search.get('breached') === 'true', escalated: search.get('escalated') === 'true' },
    assignee: search.get('assignee'),
    customer: search.get('customer'),
    q: search.get('q'),
  };
}

/** Of all that an address may hold, what narrows a list. */
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

/** As the server would: a row that changes joins or leaves the list at once. */
export function matches(row: TicketRow, { lists, flags, assignee, customer, q }: Filters, me: string): boolean {
  const any = (wanted: string[], value: string | null) => wanted.length === 0 || wanted.includes(value ?? '');
  return (
    any(lists.status, row.status) &&
    any(lists.priority, row.priority) &&
    any(lists.category, row.category) &&
    any(lists.channel, row.channel) &&
    lists.tag.every((id) => row.tags.includes(id)) &&
    (!flags.breached || row.breached) &&
    (!flags.escalated || row.escalated) &&
    holds(row, assignee, me) &&
    (customer === null || row.customer.id === customer) &&
    (q === null || matchesText(q, row.id))
  );
}

function holds(row: TicketRow, assignee: string | null, me: string) {
  if (assignee === null) return true;
  if (assignee === 'none') return row.assignee === null;
  return row.assignee?.id === (assignee === 'me' ? me : assignee);
}

/** The address with one value put in or taken out. */
export function toggled(search: URLSearchParams, name: ListFilter, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  const values = next.getAll(name);
  next.delete(name);
  for (const one of values) if (one !== value) next.append(name, one);
  if (!values.includes(value)) next.append(name, value);
  return next;
}

/** The address with this and no other value of it; null takes it out. */
export function withOnly(search: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete(name);
  if (value !== null) next.set(name, value);
  return next;
}
