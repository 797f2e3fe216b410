import ChevronLeft from 'lucide-solid/icons/chevron-left';
import { createSignal, Show } from 'solid-js';
import { FormProblem, PasswordField, UsernameForKeepers } from '../../shared/ui/account-fields.tsx';
import { announce } from '../../shared/ui/announce.tsx';
import { api } from '../../shared/api.ts';
import { problemWords } from '../../shared/problems.ts';
import { ProfileParts } from '../../shared/profile/profile-parts.tsx';
import { t as profile } from '../../shared/profile/words.ts';
import { request } from '../../shared/request.ts';
import { later } from '../../shared/later.ts';
import type { Acting } from '../../shared/sign-in/acting.ts';
import { ownSessions } from '../../shared/sign-in/own-sessions.ts';
import { PasskeysPart } from '../../shared/sign-in/passkeys-part.tsx';
import { ProveAgain } from '../../shared/sign-in/prove-again.tsx';
import { SecondStepPart } from '../../shared/sign-in/second-step-part.tsx';
import { SessionList } from '../../shared/sign-in/session-list.tsx';
import { t as signIn } from '../../shared/sign-in/words.ts';
import { createForm } from '../../shared/ui/form.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { shared, t } from '../words.ts';
import styles from './account.module.css';

const DataPart = later(async () => (await import('./data-part.tsx')).DataPart);

/** Everything that a customer can change about themselves. */
export function AccountPage() {
  const session = useSession();
  const [said, setSaid] = createSignal('');
  const say = (text: string) => {
    setSaid(text);
    announce(text);
  };
  const acting: Acting = {
    say,
    async attempt(work) {
      try {
        return await work();
      } catch (error) {
        say(problemWords(error));
        return null;
      }
    },
  };

  async function signOut() {
    await api.logout().catch(() => null);
    session.signOut();
  }

  return (
    <div class={styles.account}>
      <ProveAgain />
      <header>
        <a class={`btn bare icon ${styles.back}`} href="/" aria-label={t('ticket.back')}>
          <ChevronLeft size={18} stroke-width={1.75} aria-hidden="true" />
        </a>
        <h2>{t('account')}</h2>
        <button type="button" class="btn" onClick={() => void signOut()}>
          {shared('signOut')}
        </button>
      </header>
      <div role="group" aria-label={profile('title')}>
        <ProfileParts said={say} />
      </div>
      <PasswordPart say={say} />
      <div class={styles.ways}>
        <SecondStepPart {...acting} />
        <PasskeysPart {...acting} />
        <section aria-labelledby="sessions">
          <h3 id="sessions">{signIn('sessions.title')}</h3>
          <p>{signIn('sessions.intro')}</p>
          <SessionList {...ownSessions} />
        </section>
        <DataPart />
      </div>
      {/* At the foot of the screen, wherever on the page somebody is. */}
      <Show when={said()}>
        <p class={styles.said}>
          {said()}
          <button type="button" class="btn bare" onClick={() => setSaid('')}>
            {shared('close')}
          </button>
        </p>
      </Show>
    </div>
  );
}

function PasswordPart(props: { say: (text: string) => void }) {
  const state = useState();
  const form = createForm(
    ({ current = '', next = '' }) => request('PUT', '/me/password', { current, next }),
    () => props.say(shared('passwordChanged')),
  );
  return (
    <form class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate aria-labelledby="password">
      <h3 id="password">{shared('changePassword')}</h3>
      <UsernameForKeepers email={state.me.email ?? ''} />
      <PasswordField form={form} name="current" label={shared('fields.currentPassword')} />
      <PasswordField form={form} name="next" label={shared('fields.newPassword')} isNew />
      <FormProblem form={form} />
      <button type="submit" class="btn" disabled={form.busy()}>
        {shared('changePassword')}
      </button>
    </form>
  );
}
