import { createSignal, Show } from 'solid-js';
import { EmailField, FormProblem, NameField, PasswordField } from '../../shared/ui/account-fields.tsx';
import { type Asked, askedBy } from '../../shared/sign-in/asked.ts';
import { later } from '../../shared/later.ts';
import { api } from '../../shared/api.ts';
import { request } from '../../shared/request.ts';
import { typeAtOnce } from '../../shared/ui/first-field.ts';
import { createForm } from '../../shared/ui/form.ts';
import { useSession } from '../../shared/state/session.ts';
import { ThemeSwitch } from '../../shared/ui/theme.tsx';
import { t } from './sign-in-words.ts';
import { House } from '../house.tsx';
import styles from './account.module.css';

const SignInByPasskey = later(async () => (await import('../../shared/sign-in/passkey-button.tsx')).SignInByPasskey);
const SecondStep = later(async () => (await import('../../shared/sign-in/second-step.tsx')).SecondStep);

const whereabouts = () => {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { locale, timeZone };
};

export function SignInPage() {
  const session = useSession();
  const [isNew, setIsNew] = createSignal(false);
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const enter = () => void session.start().catch(() => {});
  const wasIn = () => session.state() !== null;
  const form = createForm(
    ({ name = '', email = '', password = '' }) =>
      (isNew()
        ? request('POST', '/auth/register', { name, email, password, ...whereabouts() })
        : api.login({ email, password })
      ).catch(askedBy(setAsked)),
    (me) => me && enter(),
  );
  document.title = t('signIn.title');

  return (
    <main class={styles.page}>
      <div class={styles.bar}>
        <House />
        <ThemeSwitch />
      </div>
      <Show
        when={!asked()}
        fallback={
          <Show when={asked()} keyed>
            {(now) => (
              <SecondStep asked={now} done={enter} again={() => setAsked(null)} missing={() => setAsked(null)} />
            )}
          </Show>
        }
      >
        <form ref={typeAtOnce} class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
          <header>
            <h1>{isNew() ? t('register.title') : t('signIn.title')}</h1>
          </header>
          <p>{wasIn() ? t('signIn.ended') : isNew() ? t('register.intro') : t('signIn.intro')}</p>
          <Show when={isNew()}>
            <NameField form={form} />
          </Show>
          <EmailField form={form} />
          <PasswordField form={form} isNew={isNew()} />
          <FormProblem form={form} />
          <button type="submit" class="btn main" disabled={form.busy()}>
            {isNew() ? t('register.title') : t('signIn.title')}
          </button>
          <Show when={!isNew()}>
            <SignInByPasskey done={enter} />
          </Show>
          <p class={styles.other}>
            {isNew() ? t('register.have') : t('signIn.noAccount')}{' '}
            <button type="button" onClick={() => setIsNew(!isNew())}>
              {isNew() ? t('signIn.title') : t('signIn.register')}
            </button>
          </p>
          <Show when={!isNew()}>
            <p class={styles.other}>{t('signIn.forgot')}</p>
          </Show>
        </form>
      </Show>
    </main>
  );
}
