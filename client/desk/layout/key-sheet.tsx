import { For } from 'solid-js';
import { COMMANDS } from '../commands.ts';
import { shared, t } from '../words.ts';
import styles from './key-sheet.module.css';

export function KeySheet(props: { ref: (element: HTMLDialogElement) => void }) {
  return (
    <dialog ref={(element) => props.ref(element)} aria-labelledby="keys-title">
      <form method="dialog" class={styles.sheet}>
        <h2 id="keys-title">{t('keys.title')}</h2>
        <dl>
          <For each={COMMANDS}>
            {({ name, key }) => (
              <div>
                <dt>{t(`keys.${name}`)}</dt>
                <dd>
                  <kbd>{key}</kbd>
                </dd>
              </div>
            )}
          </For>
        </dl>
        <button type="submit" class="btn">
          {shared('close')}
        </button>
      </form>
    </dialog>
  );
}
