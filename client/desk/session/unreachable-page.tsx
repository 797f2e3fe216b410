import { t } from '../words.ts';
import styles from './session.module.css';

export function UnreachablePage(props: { retry: () => void }) {
  return (
    <main class={styles.page}>
      <p>{t('signIn.failed')}</p>
      <button type="button" class="btn" onClick={() => props.retry()}>
        {t('signIn.again')}
      </button>
    </main>
  );
}
