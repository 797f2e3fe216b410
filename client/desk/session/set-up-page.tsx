import { useNavigate } from '@solidjs/router';
import { Show } from 'solid-js';
import { api } from '../../shared/api.ts';
import { Field } from '../../shared/fields.tsx';
import { createForm } from '../../shared/form.ts';
import { useSession } from '../../shared/session.ts';
import { shared, t } from '../words.ts';
import styles from './session.module.css';

/** The secret stands behind the #, so that it reaches no log; it leaves the address at once. */
export function SetUpPage() {
  const session = useSession();
  const navigate = useNavigate();
  const secret = window.location.hash.slice(1);
  history.replaceState(null, '', window.location.pathname);
  document.title = t('setUp.title');
  const form = createForm(
    ({ name = '', email = '', password = '' }) => api.setUp({ secret, name, email, password }),
    () => {
      navigate('/waiting');
      void session.start().catch(() => {});
    },
  );

  return (
    <main class={styles.page}>
      <form onSubmit={(event) => void form.submit(event)} novalidate>
        <header>
          <h1>{t('setUp.title')}</h1>
        </header>
        <p>{secret ? t('setUp.intro') : t('setUp.noSecret')}</p>
        <Field label={shared('fields.name')} name="name" autocomplete="name" problem={form.fields()['name']} />
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
          autocomplete="new-password"
          hint={shared('fields.passwordHint')}
          problem={form.fields()['password']}
        />
        <Show when={form.problem() && Object.keys(form.fields()).length === 0}>
          <p class="problem" role="alert">
            {form.problem()}
          </p>
        </Show>
        <button type="submit" class="btn main" disabled={form.busy() || !secret}>
          {t('setUp.go')}
        </button>
      </form>
    </main>
  );
}
