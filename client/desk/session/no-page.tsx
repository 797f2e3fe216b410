import { Link } from '../link.tsx';
import { t } from '../words.ts';
import styles from './session.module.css';

/** An address that no page has. */
export function NoPage() {
  document.title = t('noPage.title');
  return (
    <main id="talk" class={styles.page}>
      <h1>{t('noPage.title')}</h1>
      <p>
        {t('noPage.more')} <Link href="/waiting">{t('keys.goWaiting')}</Link>
      </p>
    </main>
  );
}
