import { Show } from 'solid-js';
import styles from './house.module.css';
import { t } from './words.ts';

/** Whose portal it is, as the server writes it into the page. */
const { name, brand, ink } = document.documentElement.dataset;
export const houseName = name || t('brand');

/** The name and the mark of the house: the first letter on its colour. */
export function House() {
  return (
    <a class={styles.house} href="/">
      <Show when={name}>
        {(said) => (
          <span class={styles.mark} style={{ '--mark': brand, '--on-mark': ink }} aria-hidden="true">
            {[...said()][0]?.toUpperCase()}
          </span>
        )}
      </Show>
      <span class="clip" dir="auto">
        {houseName}
      </span>
    </a>
  );
}
