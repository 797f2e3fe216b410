import { createEffect, For, onCleanup, onMount } from 'solid-js';
import { blanksIn } from './blanks.ts';
import styles from './blanks-shown.module.css';

/** A textarea cannot highlight text, so the highlights lie behind it under the same letters. */
export function BlanksShown(props: { box: HTMLTextAreaElement; text: string }) {
  let sheet!: HTMLDivElement;
  const pieces = () => {
    let from = 0;
    const found = blanksIn(props.text).map(({ text, ...at }) => {
      const before = props.text.slice(from, at.from);
      from = at.to;
      return { before, text };
    });
    return [...found, { before: props.text.slice(from), text: '' }];
  };

  function lay() {
    const { offsetLeft, offsetTop, clientWidth, offsetHeight, scrollTop } = props.box;
    Object.assign(sheet.style, {
      left: `${offsetLeft}px`,
      top: `${offsetTop}px`,
      width: `${clientWidth}px`,
      height: `${offsetHeight}px`,
      font: getComputedStyle(props.box).font,
      padding: getComputedStyle(props.box).padding,
    });
    sheet.scrollTop = scrollTop;
  }
  onMount(() => {
    const { box } = props;
    const sized = new ResizeObserver(lay);
    sized.observe(box);
    box.addEventListener('scroll', lay, { passive: true });
    onCleanup(() => {
      sized.disconnect();
      box.removeEventListener('scroll', lay);
    });
  });
  createEffect(() => {
    pieces();
    lay();
  });

  return (
    <div class={styles.sheet} ref={sheet} dir="auto" aria-hidden="true">
      <For each={pieces()}>
        {({ before, text }) => (
          <>
            {before}
            <mark>{text}</mark>
          </>
        )}
      </For>
    </div>
  );
}
