/** Converts between saved views and addresses. */
import type { SavedView, ViewFilters } from '../../../server/views/contract.ts';
import { type State, withItems } from '../../shared/state/timeline.ts';
import { filtersIn, orderIn } from '../queue/filters.ts';
import { type ViewName, VIEWS } from '../queue/views.ts';

export type ViewQuery = Pick<SavedView, 'base' | 'order' | 'filters'>;

/** The view as parameters of an address. */
export function searchOf({ base, order, filters }: ViewQuery): URLSearchParams {
  const search = new URLSearchParams();
  if (order !== VIEWS[base].order) search.set('sort', order);
  for (const [name, value] of Object.entries(filters))
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  return search;
}

/** The view that the address describes; null when it cannot be saved. */
export function viewQueryIn(base: ViewName, search: URLSearchParams): ViewQuery | null {
  if (base === 'mentions') return null;
  const { lists, flags, assignee, customer, q } = filtersIn(search);
  const said = [
    ...Object.entries(lists).filter(([, values]) => values.length > 0),
    ...Object.entries({ assignee, customer, q }).filter(([, value]) => value !== null),
    ...Object.entries(flags).filter(([, isSet]) => isSet),
  ];
  // The names are checked here as in the contract; the server checks every value.
  return { base, order: orderIn(search) ?? VIEWS[base].order, filters: Object.fromEntries(said) as ViewFilters };
}

/** Compares two views, ignoring the order of their values. */
export function isSame(a: ViewQuery, b: ViewQuery): boolean {
  const said = ({ base, order, filters }: ViewQuery) =>
    JSON.stringify([base, order, [...searchOf({ base, order, filters })].map(String).toSorted()]);
  return said(a) === said(b);
}

export const viewsOf = ({ lists }: State): SavedView[] => [...lists.ownViews.items, ...lists.sharedViews.items];

export const mayChange = (view: SavedView, { me }: State) =>
  view.ownerId === me.id || (me.rights.others_tickets?.includes('update') ?? false);

/** Applies a saved view before its event arrives; without `view` it is removed. */
export function withView(state: State, id: string, view?: SavedView): State {
  const put = (list: SavedView[], shared: boolean) =>
    [...list.filter((one) => one.id !== id), ...(view?.shared === shared ? [view] : [])].toSorted((a, b) =>
      a.id < b.id ? -1 : 1,
    );
  const own = withItems(state, 'ownViews', put(state.lists.ownViews.items, false));
  return withItems(own, 'sharedViews', put(state.lists.sharedViews.items, true));
}
