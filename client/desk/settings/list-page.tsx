import { createSignal, For, type JSX, Show } from 'solid-js';
import column from './column.module.css';
import { FailedLine } from './failed-line.tsx';
import styles from './list-page.module.css';
import type { Loaded } from './loaded.ts';

interface Props<T> {
  words: (key: 'title' | 'intro' | 'failed' | 'again' | 'none' | 'add.open') => string;
  loaded: Loaded<T[]>;
  mayAdd: boolean;
  /** The form stands there while the list is empty. */
  asksForFirst?: boolean;
  /** The form that adds one; `cancel` is missing while it cannot be closed. */
  add: (form: { readonly cancel: (() => void) | undefined }) => JSX.Element;
  children: (item: T) => JSX.Element;
}

/** A page of the settings that lists things: links to the page of each, and the form that adds one. */
export function ListPage<T>(props: Props<T>) {
  const [adding, setAdding] = createSignal(false);
  return (
    <main id="talk" class={column.column}>
      <h2>{props.words('title')}</h2>
      <p>{props.words('intro')}</p>
      <Show when={props.loaded.trouble()}>
        <FailedLine words={props.words} load={props.loaded.load} />
      </Show>
      <Show when={props.loaded.value()}>
        {(all) => {
          const mustAdd = () => (props.asksForFirst ?? false) && all().length === 0;
          const form = {
            get cancel() {
              return mustAdd() ? undefined : () => setAdding(false);
            },
          };
          return (
            <>
              <Show when={all().length > 0} fallback={<p class={styles.none}>{props.words('none')}</p>}>
                <ul class={styles.list}>
                  <For each={all()}>{(item) => props.children(item)}</For>
                </ul>
              </Show>
              <Show when={props.mayAdd}>
                <Show
                  when={adding() || mustAdd()}
                  fallback={
                    <button type="button" class="btn" onClick={() => setAdding(true)}>
                      {props.words('add.open')}
                    </button>
                  }
                >
                  {props.add(form)}
                </Show>
              </Show>
            </>
          );
        }}
      </Show>
    </main>
  );
}
