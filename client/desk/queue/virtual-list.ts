/** Of a long list only what is near the screen is drawn; the rest is room above and below. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { afterPaint } from '../../shared/later.ts';

const STEP = 10;
/** So few are drawn whole. */
const FEW = 60;

/**
 * Another `subject` begins at its top, wherever one was in the one before: first what is on the screen is drawn, and what is
 * around it once that is painted.
 */
export function createVirtualList(ids: Accessor<string[]>, subject: Accessor<string>, frame: () => HTMLElement) {
  const [size, setSize] = createSignal({ row: 76, fit: 20 });
  /** From where, and of which subject: of another one nothing is known. */
  const [from, setFrom] = createSignal({ of: '', index: 0 });
  let scrolledTo = 0;
  const isAround = () => from().of === subject();
  /** A step more than fits, on both sides: so a wheel meets rows, and not room. */
  const most = () => {
    if (!isAround()) return size().fit + 1;
    return ids().length <= FEW ? FEW : size().fit + 1 + 2 * STEP;
  };
  const start = () => {
    if (!isAround() || ids().length <= FEW) return 0;
    return Math.min(from().index, Math.max(0, Math.floor((ids().length - size().fit) / STEP) * STEP));
  };
  const drawn = createMemo(() => ids().slice(start(), start() + most()));

  const drawAround = (index: number) => {
    const first = Math.max(0, Math.floor((index - STEP) / STEP) * STEP);
    if (!isAround() || first !== from().index) setFrom({ of: subject(), index: first });
  };
  const room = (n: number) => `${n * size().row}px`;
  /** What is on the screen by now. */
  function look() {
    const list = frame();
    // As high as they are: a person may have set larger letters.
    const row = list.querySelector('li')?.offsetHeight;
    if (row) {
      const fit = Math.ceil(list.clientHeight / row);
      if (row !== size().row || fit !== size().fit) setSize({ row, fit });
    }
    scrolledTo = list.scrollTop;
    drawAround(Math.floor(scrolledTo / size().row));
  }

  let stop = () => {};
  createEffect(
    on(subject, (_, before) => {
      stop();
      if (before !== undefined && scrolledTo > 0) frame().scrollTop = scrolledTo = 0;
      // While nothing has changed since, which costs nothing.
      stop = afterPaint(look);
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
    scrolled: look,
    /** So that it can be focused. */
    draw(id: string) {
      if (!isAround()) look();
      if (drawn().includes(id)) return;
      const index = ids().indexOf(id);
      if (index >= 0) drawAround(index);
    },
  };
}
