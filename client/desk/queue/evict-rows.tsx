import { batch, createEffect, on, onCleanup, untrack } from 'solid-js';
import { afterPaint } from '../../shared/later.ts';
import { useSession } from '../../shared/state/session.ts';
import { usePlace } from '../desk.ts';
import type { List } from './list.ts';
import { evictRows, neededRowIds, without } from './unneeded-rows.ts';

/** Rows changed within this time stay: an undo or a page on its way may need them. */
const A_MOMENT_MS = 60_000;
/** Eviction runs again after this many new rows. */
const MORE = 100;
/** Rows are renewed after this many left the screen. */
const LEFT_MANY = 20;

interface Props {
  /** The list on the screen, if any. */
  list?: List;
  shown?: string[];
  rendered?: string[];
}

/** Renders nothing. It keeps the number of rows in the store from growing all day. */
export function EvictRows(props: Props) {
  const { store, outbox } = useSession();
  const place = usePlace();
  const left = new Set<string>();
  const heard = new Map<string, number>();
  let enough = MORE;
  /** True while rows are put back, so that they do not count as changed. */
  let isOld = false;
  let stop = () => {};

  const onScreen = () => [...(props.rendered ?? []), place.ticketId() ?? ''];
  createEffect(
    on(onScreen, (now, before = []) => {
      const is = new Set(now);
      for (const id of before) if (!is.has(id)) left.add(id);
      if (left.size < LEFT_MANY) return;
      stop();
      stop = afterPaint(renewLeft);
    }),
  );
  onCleanup(() => stop());

  function renewLeft() {
    const is = new Set(untrack(onScreen));
    renew(new Set([...left].filter((id) => !is.has(id))));
    left.clear();
  }

  /** Solid keeps a signal for every field that was read; removing and adding the rows frees them. */
  function renew(ids: ReadonlySet<string>) {
    const known = store.current()?.rows;
    if (!known) return;
    isOld = true;
    batch(() => {
      store.change((state) => without(state, ids));
      store.change((state) => ({ ...state, rows: known }));
    });
    isOld = false;
  }

  function lighten() {
    const state = store.current();
    if (!state || Object.keys(state.rows).length <= enough) return;
    const since = Date.now() - A_MOMENT_MS;
    for (const [id, at] of heard) if (at < since) heard.delete(id);
    const needed = new Set([
      ...neededRowIds(state),
      ...(props.list?.rows() ?? []).map(({ id }) => id),
      ...(props.shown ?? []),
      ...(outbox()?.items() ?? []).map(({ ticketId }) => ticketId),
      ...heard.keys(),
    ]);
    const after = evictRows(state, needed);
    enough = Object.keys(after.rows).length + MORE;
    if (after === state) return;
    // Other lists have gaps now and are loaded again when they are shown.
    props.list?.forgetOthers();
    store.change(() => after);
  }

  onCleanup(
    store.onRows((rows) => {
      if (isOld) return;
      const now = Date.now();
      for (const { id } of rows) heard.set(id, now);
      untrack(lighten);
    }),
  );
  return null;
}
