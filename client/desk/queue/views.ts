import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { State } from '../../shared/state/timeline.ts';
import { mentionsMe, unseenPlace } from '../mentions/mentioned.ts';
import { preferences } from '../preferences/preferences.ts';
import { compareBy, type Order } from './orders.ts';

export const VIEW_NAMES = ['waiting', 'mine', 'mentions', 'snoozed', 'all'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

export const isActive = (row: Pick<TicketRow, 'statusType'>) =>
  row.statusType === 'open' || row.statusType === 'in_progress' || row.statusType === 'pending';
const isThere = (row: TicketRow) => isActive(row) && row.snoozedUntil === null;

interface View {
  order: Order;
  holds: (row: TicketRow, state: State) => boolean;
  /** The parameters that request this view from the server. */
  query: Record<string, string>;
  /** The snapshot holds the whole view. */
  isWhole?: true;
  /** The place of a row that stands before the order, until the person chooses another; the snapshot holds these rows. */
  ahead?: (row: TicketRow, state: State) => number | null;
}

export const VIEWS: Record<ViewName, View> = {
  waiting: {
    order: 'waiting',
    holds: (row) => isThere(row) && row.assignee === null,
    query: { active: 'true', snoozed: 'false', assignee: 'none' },
  },
  mine: {
    order: 'waiting',
    holds: (row, state) => isThere(row) && row.assignee?.id === state.me.id,
    query: { active: 'true', snoozed: 'false', assignee: 'me' },
    isWhole: true,
  },
  mentions: {
    order: 'updated',
    holds: (row, state) => mentionsMe(row.id, state),
    query: { mentioned: 'me' },
    ahead(row, state) {
      const at = unseenPlace(row.id, state);
      return at < 0 ? null : at;
    },
  },
  snoozed: {
    order: 'snoozed',
    holds: (row) => isActive(row) && row.snoozedUntil !== null,
    query: { snoozed: 'true' },
  },
  all: { order: 'updated', holds: () => true, query: {} },
};

/** The teams of this person. */
export const myTeams = ({ lists, me }: State) => lists.teams.items.filter(({ memberIds }) => memberIds.includes(me.id));

/** Whether Waiting shows only what waits for one's own teams. Who leaves them all sees everything again. */
export const isNarrowed = (state: State) => preferences().myTeams && myTeams(state).length > 0;

/** How many wait: of one's own teams where the list is narrowed to them, and else of all. */
export const waitingCount = (state: State, narrow = isNarrowed(state)): number =>
  narrow
    ? myTeams(state).reduce((sum, { id }) => sum + (state.counts?.teams[id] ?? 0), 0)
    : (state.counts?.waiting ?? 0);

/** The loaded rows of a view, in its order. */
export function rowsOf(view: ViewName, state: State): TicketRow[] {
  const { holds, order } = VIEWS[view];
  return Object.values(state.rows)
    .filter((row) => holds(row, state))
    .toSorted(comparing(view, order, state));
}

/** The comparison of two rows of a view in an order. */
export function comparing(view: ViewName, order: Order, state: State) {
  const compare = compareBy(order, state);
  const { ahead, order: own } = VIEWS[view];
  if (!ahead || order !== own) return compare;
  const placeOf = (row: TicketRow) => ahead(row, state) ?? Infinity;
  return (a: TicketRow, b: TicketRow) => {
    const [first, second] = [placeOf(a), placeOf(b)];
    return first === second ? compare(a, b) : first - second;
  };
}
