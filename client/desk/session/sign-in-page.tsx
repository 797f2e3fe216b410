import { createSignal, onMount, Show } from 'solid-js';
import { EmailField, FormProblem, PasswordField } from '../../shared/ui/account-fields.tsx';
import { type Asked, askedBy } from '../../shared/sign-in/asked.ts';
import { api } from '../../shared/api.ts';
import { request } from '../../shared/request.ts';
import { SignInByPasskey } from '../../shared/sign-in/passkey-button.tsx';
import { typeAtOnce } from '../../shared/ui/first-field.ts';
import { createForm } from '../../shared/ui/form.ts';
import { useSession } from '../../shared/state/session.ts';
import { ThemeSwitch } from '../../shared/ui/theme.tsx';
import { t } from './sign-in-words.ts';
import { Second } from './second.tsx';
import styles from './session.module.css';
import { t as setUpWords } from './set-up-words.ts';

type Ways = Awaited<ReturnType<typeof request<'GET', '/auth/ways'>>>;

export function SignInPage() {
  const session = useSession();
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const enter = () => void session.start().catch(() => {});
  const wasIn = () => session.state() !== null;
  const form = createForm(
    ({ email = '', password = '' }) => api.login({ email, password }).catch(askedBy(setAsked)),
    (me) => me && enter(),
  );
  document.title = t('title');
  const [isNeeded, setNeeded] = createSignal(false);
  // Until the answer comes, and without one, the page is as it mostly is: nobody waits to type.
  const [ways, setWays] = createSignal<Ways>({ passwords: true, provider: null });
  onMount(() => {
    void request('GET', '/auth/setup').then(
      (state) => setNeeded(state.isNeeded),
      () => {},
    );
    void request('GET', '/auth/ways').then(setWays, () => {});
  });
  const atProvider = () => `/api/auth/oidc?to=${encodeURIComponent(window.location.pathname)}`;

  return (
    <main class={styles.page}>
      <Show when={!asked()} fallback={<Second asked={asked()} done={enter} again={() => setAsked(null)} />}>
        <form ref={typeAtOnce} onSubmit={(event) => void form.submit(event)} novalidate>
          <header>
            <h1>{t('title')}</h1>
            <ThemeSwitch />
          </header>
          <p>{wasIn() ? t('ended') : t('intro')}</p>
          <Show when={isNeeded()}>
            <p role="status">{setUpWords('where')}</p>
          </Show>
          <Show when={ways().passwords}>
            <EmailField form={form} />
            <PasswordField form={form} />
            <FormProblem form={form} />
            <button type="submit" class="btn main" disabled={form.busy()}>
              {t('title')}
            </button>
          </Show>
          <Show when={ways().provider}>
            {(provider) => (
              <a class="btn" classList={{ main: !ways().passwords }} href={atProvider()} rel="external">
                {t('with', { name: provider().label })}
              </a>
            )}
          </Show>
          <SignInByPasskey done={enter} />
          <Show when={ways().passwords && !isNeeded()}>
            <p class={styles.quiet}>{t('forgot')}</p>
          </Show>
        </form>
      </Show>
    </main>
  );
}

export function CustomerHerePage() {
  return (
    <main class={styles.page}>
      <p>
        {t('customer')}{' '}
        <a href="/" rel="external">
          {t('toPortal')}
        </a>
      </p>
    </main>
  );
}
