import { createSignal, type JSX, onMount, Show } from 'solid-js';
import styles from './privacy.module.css';
import { t } from './words.ts';

interface Props<T> {
  load: () => Promise<T>;
  /** Called with a function that loads again. */
  children: (found: () => T, again: () => Promise<void>) => JSX.Element;
}

/** What a part of a page shows once it is loaded, or that it could not be. */
export function Loaded<T extends object>(props: Props<T>) {
  const [found, setFound] = createSignal<T>();
  const [failed, setFailed] = createSignal(false);
  const load = () => {
    setFailed(false);
    return props.load().then(
      (now) => void setFound(() => now),
      () => void setFailed(true),
    );
  };
  onMount(() => void load());
  return (
    <>
      <Show when={failed()}>
        <p class={styles.failed} role="alert">
          {t('failed')}
          <button type="button" class="btn" onClick={() => void load()}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={found()}>{(now) => props.children(now, load)}</Show>
    </>
  );
}
