/** Renders only the rows of a long list near the screen; padding fills the rest. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { afterPaint } from '../../shared/later.ts';

const STEP = 10;
/** Lists up to this length render whole. */
const FEW = 60;

/**
 * A new `subject` starts at its top: first the rows on the screen render, and the rows around them after that paint.
 */
export function createVirtualList(ids: Accessor<string[]>, subject: Accessor<string>, frame: () => HTMLElement) {
  const [size, setSize] = createSignal({ row: 76, fit: 20 });
  /** The first rendered row and its subject; for another subject nothing is known. */
  const [from, setFrom] = createSignal({ of: '', index: 0 });
  let scrolledTo = 0;
  const isAround = () => from().of === subject();
  /** A step more than fits on both sides, so that scrolling does not meet empty space. */
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
  /** Measures what is on the screen now. */
  function look() {
    const list = frame();
    // The real height of a row: a person may use larger text.
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
      // Cheap while nothing has changed.
      stop = afterPaint(look);
    }),
  );
  onCleanup(() => stop());

  return {
    ids: drawn,
    /** The position of the first rendered row in the whole list. */
    start,
    style: () => ({
      'padding-block-start': room(start()),
      'padding-block-end': room(Math.max(0, ids().length - start() - most())),
    }),
    scrolled: look,
    /** Renders a row so that it can be focused. */
    draw(id: string) {
      if (!isAround()) look();
      if (drawn().includes(id)) return;
      const index = ids().indexOf(id);
      if (index >= 0) drawAround(index);
    },
  };
}
