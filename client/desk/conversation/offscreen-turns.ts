/**
 * Turns of a long conversation that are off the screen keep their height and are not rendered, so they cost no time.
 */
import { type Accessor, createEffect, on, onCleanup } from 'solid-js';
import { afterPaint } from '../../shared/later.ts';
import styles from './transcript.module.css';

/** Shorter conversations need no help. */
const LONG = 60;
/** After this time all content is loaded, so the measured heights are final. */
const SETTLED_MS = 1_000;
/** Turns measured in one frame. */
const AT_ONCE = 40;

/** Returns the `ref` of the element that holds the turns. */
export function createOffscreenTurns(length: Accessor<number>) {
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
      // The new width breaks lines elsewhere.
      for (const turn of turns()) turn.classList.remove(styles.resting ?? '');
      wait();
    });
    sized.observe(element);
    onCleanup(() => sized.disconnect());
  };
}
