import { wordsOf } from '../shared/words.ts';
import styles from './no-page.module.css';
import { t } from './words.ts';

const words = wordsOf({ noPage: 'There is nothing at this address.' } as const);

export const NoPage = () => (
  <p class={styles.page}>
    <span>
      {words('noPage')} <a href="/">{t('list.title')}</a>
    </span>
  </p>
);
