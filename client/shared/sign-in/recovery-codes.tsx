import { createSignal, For } from 'solid-js';
import styles from './second-step.module.css';
import { t } from './words.ts';

/** Shown once: nobody can read them again. */
export function RecoveryCodes(props: { codes: string[]; done: () => void }) {
  const [said, setSaid] = createSignal<'copied' | 'notCopied' | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(props.codes.join('\n')).then(
      () => setSaid('copied'),
      () => setSaid('notCopied'),
    );
  return (
    <div class={styles.codes}>
      <h2>{t('codes.title')}</h2>
      <p>{t('codes.intro')}</p>
      <ul dir="ltr">
        <For each={props.codes}>
          {(code) => (
            <li>
              <code>{code}</code>
            </li>
          )}
        </For>
      </ul>
      <p role="status">{said() === 'notCopied' ? t('codes.notCopied') : ''}</p>
      <div class={styles.do}>
        <button type="button" class="btn" onClick={() => void copy()}>
          {t(said() === 'copied' ? 'codes.copied' : 'codes.copy')}
        </button>
        <button type="button" class="btn main" onClick={() => props.done()}>
          {t('codes.done')}
        </button>
      </div>
    </div>
  );
}
