/** Of a long list only what is near the screen is drawn; the rest is room above and below. */
import { type Accessor, createMemo, createSignal } from 'solid-js';

const STEP = 10;
/** So few are drawn whole. */
const FEW = 60;

export function createDrawn(ids: Accessor<string[]>, frame: () => HTMLElement) {
  const [from, setFrom] = createSignal(0);
  const [size, setSize] = createSignal({ row: 76, fit: 20 });
  /** A step more than fits, on both sides: so a wheel meets rows, and not room. */
  const most = () => (ids().length <= FEW ? FEW : size().fit + 1 + 2 * STEP);
  const start = () =>
    ids().length <= FEW ? 0 : Math.min(from(), Math.max(0, Math.floor((ids().length - size().fit) / STEP) * STEP));
  const drawn = createMemo(() => ids().slice(start(), start() + most()));

  const startFor = (index: number) => Math.max(0, Math.floor((index - STEP) / STEP) * STEP);
  const room = (n: number) => `${n * size().row}px`;

  return {
    ids: drawn,
    /** Where the first of them stands in the whole list. */
    start,
    style: () => ({
      'padding-block-start': room(start()),
      'padding-block-end': room(Math.max(0, ids().length - start() - most())),
    }),
    scrolled() {
      const list = frame();
      // As they are: a person may have set larger letters.
      const row = list.querySelector('li')?.offsetHeight;
      if (!row) return;
      const fit = Math.ceil(list.clientHeight / row);
      if (row !== size().row || fit !== size().fit) setSize({ row, fit });
      setFrom(startFor(Math.floor(list.scrollTop / row)));
    },
    /** So that it can be focused. */
    draw(id: string) {
      if (drawn().includes(id)) return;
      const index = ids().indexOf(id);
      if (index >= 0) setFrom(startFor(index));
    },
  };
}
