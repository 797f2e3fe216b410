/** Of a long list only what is near the screen is drawn; the rest is room above and below. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { afterPaint } from '../../shared/later.ts';

const STEP = 10;
/** So few are drawn whole. */
const FEW = 60;

/** Of another `subject` first what is on the screen is drawn, and what is around it once that is painted. */
export function createDrawn(ids: Accessor<string[]>, subject: Accessor<string>, frame: () => HTMLElement) {
  const [from, setFrom] = createSignal(0);
  const [size, setSize] = createSignal({ row: 76, fit: 20 });
  const [isAround, setIsAround] = createSignal(false);
  let scrolledTo = 0;
  const firstOnScreen = () => Math.floor(scrolledTo / size().row);
  /** A step more than fits, on both sides: so a wheel meets rows, and not room. */
  const most = () => {
    if (!isAround()) return size().fit + 1;
    return ids().length <= FEW ? FEW : size().fit + 1 + 2 * STEP;
  };
  const start = () => {
    if (!isAround()) return Math.max(0, Math.min(firstOnScreen(), ids().length - most()));
    return ids().length <= FEW
      ? 0
      : Math.min(from(), Math.max(0, Math.floor((ids().length - size().fit) / STEP) * STEP));
  };
  const drawn = createMemo(() => ids().slice(start(), start() + most()));

  const startFor = (index: number) => Math.max(0, Math.floor((index - STEP) / STEP) * STEP);
  const room = (n: number) => `${n * size().row}px`;
  /** As they are: a person may have set larger letters. */
  function measure() {
    const list = frame();
    const row = list.querySelector('li')?.offsetHeight;
    if (!row) return;
    const fit = Math.ceil(list.clientHeight / row);
    if (row !== size().row || fit !== size().fit) setSize({ row, fit });
    scrolledTo = list.scrollTop;
  }

  let stop = () => {};
  createEffect(
    on(subject, () => {
      stop();
      setIsAround(false);
      stop = afterPaint(() => {
        // While nothing has changed since, which costs nothing.
        measure();
        setIsAround(true);
      });
    }),
  );
  onCleanup(() => stop());

  return {
    ids: drawn,
    /** Where the first of them stands in the whole list. */
    start,
    style: () => ({
      'padding-block-start': room(start()),
      'padding-block-end': room(Math.max(0, ids().length - start() - most())),
    }),
    scrolled() {
      measure();
      setFrom(startFor(firstOnScreen()));
    },
    /** So that it can be focused. */
    draw(id: string) {
      setIsAround(true);
      if (drawn().includes(id)) return;
      const index = ids().indexOf(id);
      if (index >= 0) setFrom(startFor(index));
    },
  };
}
