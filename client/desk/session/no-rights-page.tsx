import { request } from '../../shared/request.ts';
import { t as shared, wordsOf } from '../../shared/words.ts';
import styles from './session.module.css';

const t = wordsOf({
  title: 'There is nothing here for you yet',
  more: 'Your role does not include tickets. Ask an admin of your team to change it; then this page loads the desk by itself.',
} as const);

/** For a member of the team whose role does not let them see tickets, without which there is no desk. */
export function NoRightsPage(props: { retry: () => void }) {
  async function signOut() {
    await request('POST', '/auth/logout', {});
    props.retry();
  }
  return (
    <main id="talk" class={styles.page}>
      <h1>{t('title')}</h1>
      <p>{t('more')}</p>
      <button type="button" class="btn" onClick={() => void signOut()}>
        {shared('signOut')}
      </button>
    </main>
  );
}
