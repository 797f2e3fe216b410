/** The only file that uses Solid's store: it mirrors the plain state and writes only what changed. */
import { batch, createSignal } from 'solid-js';
import { createStore, reconcile, unwrap } from 'solid-js/store';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { State } from './timeline.ts';

export interface Store {
  /** Fine-grained and read-only; null before the first snapshot. */
  readonly view: { state: State | null };
  /**
   * The same as one plain value, which changes as a whole: for what goes through all rows, where the view would be asked
   * for each field of each. It does not follow what is said on open tickets.
   */
  whole(): State | null;
  /** The plain value, for reducers. */
  current(): State | null;
  /** Moves on by a reducer; does nothing before the first snapshot. */
  change(reduce: (state: State) => State): void;
  reset(state: State | null): void;
  /** Sets how rows are shown on top of the server's values, for unsent acts; `ids` are the rows to update. */
  overlay(as: (row: TicketRow) => TicketRow, ids: string[]): void;
  /** Calls with the rows of each change and each snapshot, after they are in the view; returns how to stop. */
  onRows(listen: (rows: TicketRow[]) => void): () => void;
}

export function createStateStore(): Store {
  let plain: State | null = null;
  let shown = (row: TicketRow) => row;
  /** The rows that differ from the server's values. */
  let overlaid: string[] = [];
  const listeners = new Set<(rows: TicketRow[]) => void>();
  const [whole, setWhole] = createSignal<State | null>(null);
  const [view, set] = createStore<{ state: State | null }>({ state: null });

  function mirror(next: State, before: State) {
    batch(() => {
      if (next.rows !== before.rows) mirrorRecord('rows', next.rows, before.rows);
      if (next.open !== before.open) mirrorRecord('open', next.open, before.open);
      if (ALL_ROWS_NEED.some((key) => next[key] !== before[key])) tellWhole(next);
      for (const key of ['cursor', 'epoch', 'listsAt', 'next'] as const)
        if (next[key] !== before[key]) set('state', key, next[key]);
      for (const key of ['me', 'counts'] as const)
        if (next[key] !== before[key]) set('state', key, reconcile(clone(next[key])));
      if (next.lists !== before.lists) mirrorRecord('lists', next.lists, before.lists);
    });
  }

  function tellWhole(state: State | null) {
    const own = overlaid.flatMap((id) => (state?.rows[id] ? [[id, shown(state.rows[id])] as const] : []));
    setWhole(state && own.length > 0 ? { ...state, rows: { ...state.rows, ...Object.fromEntries(own) } } : state);
  }

  // The store's setter is typed path by path; for a record it wants each key's own literal.
  const write = set as unknown as (root: 'state', name: 'rows' | 'open' | 'lists', id: string, value: unknown) => void;
  const writeRow = (row: TicketRow) => write('state', 'rows', row.id, reconcile(clone(shown(row)), { key: 'id' }));

  /** One record at a time, by id: an untouched row or conversation is not even compared. */
  function mirrorRecord(name: 'rows' | 'open' | 'lists', next: Parts, before: Parts) {
    const gone = Object.keys(before).filter((id) => !(id in next));
    const changed = Object.keys(next).filter((id) => next[id] !== before[id]);
    for (const id of gone) write('state', name, id, undefined);
    if (name === 'open' && gone.length > 0) renewOpen();
    for (const id of changed) {
      const row = name === 'rows' ? plain?.rows[id] : undefined;
      if (row) writeRow(row);
      else write('state', name, id, reconcile(clone(next[id]), { key: 'id' }));
    }
  }

  /** Solid keeps a signal for every field that was read; replacing the record frees those of closed conversations. */
  function renewOpen() {
    const still = { ...unwrap(view.state?.open) };
    set('state', 'open', undefined as never);
    set('state', 'open', still);
  }

  const tell = (rows: TicketRow[]) => listeners.forEach((listen) => listen(rows));

  return {
    view,
    whole,
    current: () => plain,
    change(reduce) {
      if (!plain) return;
      const before = plain;
      plain = reduce(before);
      if (plain === before) return;
      mirror(plain, before);
      if (plain.rows !== before.rows) tell(Object.values(plain.rows).filter((row) => before.rows[row.id] !== row));
    },
    reset(state) {
      plain = state;
      batch(() => {
        tellWhole(state);
        set('state', reconcile(clone(whole())));
      });
      if (state) tell(Object.values(state.rows));
    },
    overlay(as, ids) {
      shown = as;
      overlaid = ids;
      batch(() => {
        tellWhole(plain);
        ids.flatMap((id) => plain?.rows[id] ?? []).forEach(writeRow);
      });
    },
    onRows(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
  };
}

/** Rows, open conversations and lists are each a record of parts by id or name. */
type Parts = Record<string, unknown>;

const ALL_ROWS_NEED = ['rows', 'me', 'counts', 'lists'] as const;

/** The store writes into what it holds, and must never write into the reducer's values. */
const clone = <T>(value: T): T => structuredClone(value);
