/** The rows selected for a bulk action. */
import { type Accessor, createMemo, createSignal } from 'solid-js';

export type Selection = ReturnType<typeof createSelection>;

export function createSelection(shown: Accessor<string[]>) {
  const [picked, setPicked] = createSignal<ReadonlySet<string>>(new Set());
  let last: string | null = null;

  /** Rows that left the list are not acted on unseen. */
  const ids = createMemo(() => shown().filter((id) => picked().has(id)));

  return {
    ids,
    has: (id: string) => picked().has(id),
    toggle(id: string) {
      const next = new Set(picked());
      if (!next.delete(id)) next.add(id);
      last = id;
      setPicked(next);
    },
    /** Selects from the last row to this one, both included. */
    extend(id: string) {
      const all = shown();
      const [from, to] = [all.indexOf(last ?? id), all.indexOf(id)].toSorted((a, b) => a - b);
      setPicked(new Set([...picked(), ...all.slice(Math.max(0, from ?? 0), (to ?? 0) + 1)]));
    },
    clear() {
      last = null;
      setPicked(new Set<string>());
    },
  };
}
