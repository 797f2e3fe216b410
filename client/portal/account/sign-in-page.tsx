import { createSignal, Show } from 'solid-js';
import { api } from '../../shared/api.ts';
import { Field } from '../../shared/fields.tsx';
import { createForm } from '../../shared/form.ts';
import { useSession } from '../../shared/session.ts';
import { ThemeSwitch } from '../../shared/theme.tsx';
import { shared, t } from '../words.ts';
import styles from './account.module.css';

export function SignInPage() {
  const session = useSession();
  const [isNew, setIsNew] = createSignal(false);
  const wasIn = () => session.state() !== null;
  const form = createForm(
    ({ name = '', email = '', password = '' }) =>
      isNew() ? api.register({ name, email, password }) : api.login({ email, password }),
    () => void session.start().catch(() => {}),
  );
  document.title = t('signIn.title');

  return (
    <main class={styles.page}>
      <form class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
        <header>
          <h1>{isNew() ? t('register.title') : t('signIn.title')}</h1>
          <ThemeSwitch />
        </header>
        <p>{wasIn() ? t('signIn.ended') : isNew() ? t('register.intro') : t('signIn.intro')}</p>
        <Show when={isNew()}>
          <Field label={shared('fields.name')} name="name" autocomplete="name" problem={form.fields()['name']} />
        </Show>
        <Field
          label={shared('fields.email')}
          name="email"
          type="email"
          autocomplete="username"
          problem={form.fields()['email']}
        />
        <Field
          label={shared('fields.password')}
          name="password"
          type="password"
          autocomplete={isNew() ? 'new-password' : 'current-password'}
          problem={form.fields()['password']}
          {...(isNew() && { hint: shared('fields.passwordHint') })}
        />
        <Show when={form.problem() && Object.keys(form.fields()).length === 0}>
          <p class="problem" role="alert">
            {form.problem()}
          </p>
        </Show>
        <button type="submit" class="btn main" disabled={form.busy()}>
          {isNew() ? t('register.title') : t('signIn.title')}
        </button>
        <p class={styles.other}>
          {isNew() ? t('register.have') : t('signIn.noAccount')}{' '}
          <button type="button" onClick={() => setIsNew(!isNew())}>
            {isNew() ? t('signIn.title') : t('signIn.register')}
          </button>
        </p>
      </form>
    </main>
  );
}
