import ChevronLeft from 'lucide-solid/icons/chevron-left';
import { createSignal, Show } from 'solid-js';
import { FormProblem, PasswordField, UsernameForKeepers } from '../../shared/ui/account-fields.tsx';
import { api } from '../../shared/api.ts';
import { request } from '../../shared/request.ts';
import { later } from '../../shared/later.ts';
import { ownSessions } from '../../shared/sign-in/own-sessions.ts';
import { SessionList } from '../../shared/sign-in/session-list.tsx';
import { t as signIn } from '../../shared/sign-in/words.ts';
import { createForm } from '../../shared/ui/form.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { shared, t } from '../words.ts';
import styles from './account.module.css';

const DataPart = later(async () => (await import('./data-part.tsx')).DataPart);

export function AccountPage() {
  const session = useSession();
  const state = useState();
  const [changed, setChanged] = createSignal(false);
  const form = createForm(
    ({ current = '', next = '' }) => request('PUT', '/me/password', { current, next }),
    () => setChanged(true),
  );

  async function signOut() {
    await api.logout().catch(() => null);
    session.signOut();
  }

  return (
    <div class={styles.account}>
      <form class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
        <header>
          <a class={`btn bare icon ${styles.back}`} href="/" aria-label={t('ticket.back')}>
            <ChevronLeft size={18} stroke-width={1.75} aria-hidden="true" />
          </a>
          <h2>{t('account')}</h2>
          <button type="button" class="btn" onClick={() => void signOut()}>
            {shared('signOut')}
          </button>
        </header>
        <p>
          {state.me.name}, {state.me.email}
        </p>
        <h3>{shared('changePassword')}</h3>
        <UsernameForKeepers email={state.me.email ?? ''} />
        <PasswordField form={form} name="current" label={shared('fields.currentPassword')} />
        <PasswordField form={form} name="next" label={shared('fields.newPassword')} isNew />
        <FormProblem form={form} />
        <Show when={changed()}>
          <p role="status">{shared('passwordChanged')}</p>
        </Show>
        <button type="submit" class="btn main" disabled={form.busy()}>
          {shared('changePassword')}
        </button>
      </form>
      <section class={styles.sessions} aria-labelledby="sessions">
        <h3 id="sessions">{signIn('sessions.title')}</h3>
        <p>{signIn('sessions.intro')}</p>
        <SessionList {...ownSessions} />
      </section>
      <DataPart />
    </div>
  );
}
