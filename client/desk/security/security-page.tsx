import { ownSessions } from '../../shared/sign-in/own-sessions.ts';
import type { Acting } from '../../shared/sign-in/acting.ts';
import { PasskeysPart } from '../../shared/sign-in/passkeys-part.tsx';
import { SecondStepPart } from '../../shared/sign-in/second-step-part.tsx';
import { SessionList } from '../../shared/sign-in/session-list.tsx';
import { t as signIn } from '../../shared/sign-in/words.ts';
import { useDesk } from '../desk.ts';
import column from '../settings/column.module.css';
import { shared } from '../words.ts';
import { IdentityPart } from './identity-part.tsx';
import styles from './security-page.module.css';
import { t } from './words.ts';

/** One's own way in, for everybody on the team. */
export function SecurityPage() {
  const desk = useDesk();
  const acting: Acting = { say: (text) => desk.say({ text }), attempt: (work) => desk.attempt(work) };
  return (
    <main id="talk" class={`${column.column} ${styles.page}`}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <section aria-labelledby="sessions">
        <h3 id="sessions">{signIn('sessions.title')}</h3>
        <p>{signIn('sessions.intro')}</p>
        <SessionList {...ownSessions} />
      </section>
      <SecondStepPart {...acting} />
      <PasskeysPart {...acting} />
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
