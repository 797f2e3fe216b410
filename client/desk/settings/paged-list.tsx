import { type Accessor, type JSX, Show } from 'solid-js';
import { FailedLine } from './failed-line.tsx';
import type { Paged } from './paged.ts';
import styles from './paged-list.module.css';

interface Props<T> {
  words: (key: 'failed' | 'again' | 'none' | 'more') => string;
  paged: Paged<T>;
  children: (items: Accessor<T[]>) => JSX.Element;
}

/** What was read of a paged list, and the button for more; or that nothing matches, or could be read. */
export const PagedList = <T,>(props: Props<T>) => (
  <>
    <Show when={props.paged.failed()}>
      <FailedLine words={props.words} load={() => void props.paged.load(null)} />
    </Show>
    <Show when={props.paged.items()}>
      {(items) => (
        <Show when={items().length > 0} fallback={<p class={styles.none}>{props.words('none')}</p>}>
          {props.children(items)}
          <Show when={props.paged.next()}>
            {(cursor) => (
              <p class={styles.more}>
                <button type="button" class="btn" onClick={() => void props.paged.load(cursor())}>
                  {props.words('more')}
                </button>
              </p>
            )}
          </Show>
        </Show>
      )}
    </Show>
  </>
);
