/** Where many changes stand together, one line says so: a conversation is read for what people said. */
import { type Accessor, createMemo, createSignal } from 'solid-js';
import { firstName } from '../../shared/names.ts';
import { isSameDay } from '../../shared/time.ts';
import type { ChangeEvent, Entry } from '../../shared/timeline.ts';

/** So many in a row, of one day. */
const NOISY = 4;

export interface Fold {
  count: number;
  /** Who made them, each once. */
  names: string[];
  unfold: () => void;
}

export function createNoise(entries: Accessor<Entry[]>) {
  const [unfolded, setUnfolded] = createSignal<ReadonlySet<string>>(new Set());
  const folds = createMemo(() => {
    const found = new Map<string, Fold | 'inside'>();
    for (const run of runsOf(entries())) {
      const first = run[0];
      if (!first || run.length < NOISY || unfolded().has(first.id)) continue;
      for (const { id } of run) found.set(id, 'inside');
      const names = [...new Set(run.flatMap(({ event }) => (event.actor ? firstName(event.actor.name) : [])))];
      const unfold = () => setUnfolded((all) => new Set([...all, first.id]));
      found.set(first.id, { count: run.length, names, unfold });
    }
    return found;
  });
  return (id: string): Fold | 'inside' | null => folds().get(id) ?? null;
}

type Change = { id: string; event: ChangeEvent };

export function runsOf(entries: Entry[]): Change[][] {
  const runs: Change[][] = [];
  let run: Change[] = [];
  for (const entry of entries) {
    const last = run.at(-1);
    const goesOn = entry.kind === 'change' && (!last || isSameDay(last.event.at, entry.event.at));
    if (!goesOn) {
      runs.push(run);
      run = [];
    }
    if (entry.kind === 'change') run.push(entry);
  }
  return [...runs, run].filter(({ length }) => length > 0);
}
