import { type Accessor, createEffect, createMemo, createSignal, on, untrack } from 'solid-js';

/**
 * A list that does not move under the pointer: while somebody points at it or has focus in it, shown rows keep their
 * place, and changes of order wait until the person asks for them. Rows that left the view stay until then too.
 */
export function createStableList(wanted: Accessor<string[]>, subject: Accessor<string>) {
  const [shown, setShown] = createSignal<string[]>(untrack(wanted));
  const [busy, setBusy] = createSignal(false);
  const waiting = createMemo(() => changesBetween(shown(), wanted()));
  const show = () => setShown(wanted());
  /** Adds a requested page at the end at once, whatever else waits. */
  const append = (ids: string[]) => setShown((all) => [...all, ...ids.filter((id) => !all.includes(id))]);

  createEffect(on(subject, show, { defer: true }));
  createEffect(() => {
    const next = wanted();
    if (!busy() || untrack(shown).length === 0) setShown(next);
  });

  return { shown, waiting, show, append, setBusy };
}

/** How many rows were added, removed or moved. `all` counts each row once, however many it pushed down. */
export function changesBetween(before: string[], after: string[]) {
  const place = new Map(before.map((id, i) => [id, i]));
  const kept = after.flatMap((id) => place.get(id) ?? []);
  const added = after.length - kept.length;
  return { all: added + (before.length - kept.length) + (kept.length - longestRise(kept)), added };
}

/** The length of the longest rising subsequence: the rows that can stay in place. */
function longestRise(places: number[]) {
  const ends: number[] = [];
  for (const place of places) {
    // Nearly all rise, so a search is rare.
    const at = place > (ends.at(-1) ?? -1) ? ends.length : ends.findIndex((end) => end >= place);
    ends[at] = place;
  }
  return ends.length;
}
