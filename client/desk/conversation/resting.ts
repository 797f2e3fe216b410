/** What is not on the screen of a long conversation keeps its height and is not drawn: nothing there costs time then. */
import { type Accessor, createEffect, on, onCleanup } from 'solid-js';
import { afterPaint } from '../../shared/later.ts';
import styles from './transcript.module.css';

/** One page of it is no work for any machine. */
const LONG = 60;
/** By then all stands in it, files too: from then on each is as high as it was drawn. */
const SETTLED_MS = 1_000;
/** In one frame, so that none of them is late. */
const AT_ONCE = 40;

/** Answers the `ref` of what holds the turns. */
export function createResting(length: Accessor<number>) {
  let paper: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop = () => {};
  const turns = () => [...(paper?.getElementsByClassName(styles.turn ?? '') ?? [])];
  const isResting = (turn: Element) => turn.classList.contains(styles.resting ?? '');

  function rest() {
    const some = turns()
      .filter((turn) => !isResting(turn))
      .slice(0, AT_ONCE);
    for (const turn of some) turn.classList.add(styles.resting ?? '');
    if (some.length === AT_ONCE) stop = afterPaint(rest);
  }
  function wait() {
    stop();
    clearTimeout(timer);
    if (length() > LONG) timer = setTimeout(rest, SETTLED_MS);
  }
  createEffect(on(length, wait));
  onCleanup(() => {
    stop();
    clearTimeout(timer);
  });

  return (element: HTMLElement) => {
    paper = element;
    let width = 0;
    const sized = new ResizeObserver(() => {
      if (element.offsetWidth === width) return;
      width = element.offsetWidth;
      // Their lines break elsewhere now.
      for (const turn of turns()) turn.classList.remove(styles.resting ?? '');
      wait();
    });
    sized.observe(element);
    onCleanup(() => sized.disconnect());
  };
}
