/** The list of the address: the loaded rows that belong to it, and what to load next. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { useSession, useState, useWhole } from '../../shared/state/session.ts';
import { applyRow, type State } from '../../shared/state/timeline.ts';
import { timeZone } from '../../shared/zone.ts';
import { useDesk } from '../desk.ts';
import { countOf, filtersIn, matches, namedIn, orderIn } from './filters.ts';
import { addMentioned } from '../mentions/mentioned.ts';
import { compareBy } from './orders.ts';
import { addTextMatches } from './text-matches.ts';
import { comparing, type ViewName, VIEWS } from './views.ts';

/** Below this number of rows the next page loads by itself. */
const FEW = 10;
/** A text filter asks the server again at most this often. */
const AGAIN_MS = 3_000;

/** How far a list is loaded: its last row at that time, and the key of the next page. */
interface Loaded {
  edge: TicketRow;
  next: string;
}

export type List = ReturnType<typeof createList>;

export function createList(view: Accessor<ViewName>, search: Accessor<URLSearchParams>) {
  const state = useState();
  const whole = useWhole();
  const { live, store } = useSession();
  const desk = useDesk();
  const [loaded, setLoaded] = createSignal<Record<string, Loaded | null>>({});

  const [isPart, setIsPart] = createSignal(false);

  const filters = createMemo(() => filtersIn(search()));
  const order = () => orderIn(search()) ?? VIEWS[view()].order;
  /** A remembered narrowing to one's own teams is part of the list, and no filter. */
  const isNarrow = () => view() === 'waiting' && String(filters().lists.team) === 'mine';
  const isPlain = () => countOf(filters()) === Number(isNarrow()) && order() === VIEWS[view()].order;
  /** The loaded end belongs to one list and one snapshot. */
  const key = () => `${live.loads()} ${view()}?${search()}`;

  /** Null: all of it is loaded. Undefined: nothing was requested yet. */
  const end = (): Loaded | null | undefined => {
    const known = loaded()[key()];
    if (known !== undefined) return known;
    if (VIEWS[view()].isWhole) return null;
    return view() === 'waiting' && isPlain() && !isNarrow() ? endOfSnapshot(whole()) : undefined;
  };
  const rows = createMemo(() => {
    const edge = end()?.edge;
    const all = whole();
    const compare = compareBy(order(), all);
    const { ahead, order: own } = VIEWS[view()];
    const isAhead = (row: TicketRow) => order() === own && typeof ahead?.(row, all) === 'number';
    return rowsIn(view(), search(), all).filter((row) => !edge || isAhead(row) || compare(row, edge) <= 0);
  });

  async function fetchPage(cursor: string | null) {
    const own = VIEWS[view()].query;
    const query = new URLSearchParams({ ...own, order: order() });
    // Filters of the view win over filters of the address.
    const named = namedIn(search()).filter(([name]) => !(name in own));
    if (cursor) query.set('cursor', cursor);
    const { q } = filters();
    // Days such as `before:2026-01-31` are those of this person.
    if (q !== null) query.set('timeZone', timeZone());
    const page = await desk.attempt(async () => {
      const known = named.length > 0 ? (await import('./known-filters.ts')).knownIn(named, whole()) : [];
      if (known === null) return { items: [], next: null };
      for (const [name, value] of known) query.append(name, value);
      return api.ticketsBy(query);
    });
    if (!page) return null;
    const ids = page.items.map(({ id }) => id);
    if (q !== null) addTextMatches(q, ids);
    if (view() === 'mentions') addMentioned(whole().me.id, ids);
    store.change((now) => page.items.reduce(applyRow, now));
    return page;
  }
  // What was unseen stays in the list of mentions once it is seen.
  createEffect(() => {
    const ids = state.lists.mentions.items.map(({ ticketId }) => ticketId);
    addMentioned(state.me.id, ids);
  });

  async function load(cursor: string | null) {
    const asked = key();
    const page = await fetchPage(cursor);
    if (!page) return [];
    if (asked === key()) setIsPart('complete' in page && !page.complete);
    const edge = page.items.at(-1);
    setLoaded((all) => ({ ...all, [asked]: edge && page.next ? { edge, next: page.next } : null }));
    return page.items.map(({ id }) => id);
  }
  createEffect(on(key, () => void (end() === undefined && load(null))));
  // Rows hold no message text, so a text filter asks the server again after changes.
  let again: ReturnType<typeof setTimeout> | undefined;
  const stop = store.onRows(() => {
    if (untrack(filters).q === null || document.visibilityState === 'hidden') return;
    again ??= setTimeout(() => {
      again = undefined;
      // A refused request is not repeated.
      if (filters().q !== null && end() !== undefined) void fetchPage(null);
    }, AGAIN_MS);
  });
  onCleanup(() => {
    stop();
    clearTimeout(again);
  });
  // An agent who works down the list must not reach a false end.
  createEffect(
    on([() => rows().length, () => end()?.next], ([length, next]) => void (length < FEW && next && load(next))),
  );

  return {
    order,
    filters,
    isNarrow,
    isPlain,
    rows,
    hasMore: () => end() !== null,
    isLoading: () => end() === undefined,
    /** Whether the server searched only the newest tickets. */
    isPart: () => filters().q !== null && isPart(),
    /** Forgets how far the other lists were loaded. */
    forgetOthers: () => setLoaded((all) => (key() in all ? { [key()]: all[key()] ?? null } : {})),
    /** Returns the ids of the loaded rows. */
    more: () => load(end()?.next ?? null),
  };
}

/** The loaded rows of a list, in its order. */
export function rowsIn(view: ViewName, search: URLSearchParams, state: State): TicketRow[] {
  const { holds, order } = VIEWS[view];
  const filters = filtersIn(search);
  return Object.values(state.rows)
    .filter((row) => holds(row, state) && matches(row, filters, state))
    .toSorted(comparing(view, orderIn(search) ?? order, state));
}

export function hasRowsIn(view: ViewName, search: URLSearchParams, state: State): boolean {
  const filters = filtersIn(search);
  return Object.values(state.rows).some((row) => VIEWS[view].holds(row, state) && matches(row, filters, state));
}

/** The snapshot holds the head of this list. Its key says where the head ends, even if that row has moved since. */
function endOfSnapshot({ next, rows }: State): Loaded | null | undefined {
  if (next === null) return null;
  const [, , waitingSince, id = ''] = next.split('_');
  const row = rows[id];
  return row && { next, edge: { ...row, waitingSince: Number(waitingSince) } };
}
