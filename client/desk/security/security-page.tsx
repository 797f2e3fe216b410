import { ownSessions } from '../../shared/sign-in/own-sessions.ts';
import { SessionList } from '../../shared/sign-in/session-list.tsx';
import { t as signIn } from '../../shared/sign-in/words.ts';
import { useDesk } from '../desk.ts';
import column from '../settings/column.module.css';
import { shared } from '../words.ts';
import { IdentityPart } from './identity-part.tsx';
import { PasskeysPart } from './passkeys-part.tsx';
import { SecondStepPart } from './second-step-part.tsx';
import styles from './security-page.module.css';
import { t } from './words.ts';

/** One's own way in, for everybody on the team. */
export function SecurityPage() {
  const desk = useDesk();
  return (
    <main id="talk" class={`${column.column} ${styles.page}`}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <section aria-labelledby="sessions">
        <h3 id="sessions">{signIn('sessions.title')}</h3>
        <p>{signIn('sessions.intro')}</p>
        <SessionList {...ownSessions} />
      </section>
      <SecondStepPart />
      <PasskeysPart />
      <IdentityPart />
      <section aria-labelledby="password">
        <h3 id="password">{t('password.title')}</h3>
        <p>{t('password.intro')}</p>
        <button type="button" class="btn" onClick={() => desk.show({ name: 'password' })}>
          {shared('changePassword')}
        </button>
      </section>
    </main>
  );
}
