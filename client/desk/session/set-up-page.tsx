import { useNavigate } from '@solidjs/router';
import { EmailField, FormProblem, NameField, PasswordField } from '../../shared/ui/account-fields.tsx';
import { ApiError, request } from '../../shared/request.ts';
import { typeAtOnce } from '../../shared/ui/first-field.ts';
import { createForm } from '../../shared/ui/form.ts';
import { useSession } from '../../shared/state/session.ts';
import { takeSecret } from './secret-in-address.ts';
import { t } from './set-up-words.ts';
import styles from './session.module.css';

/** The page of the one-time link that the server prints at its first start. */
export function SetUpPage() {
  const session = useSession();
  const navigate = useNavigate();
  const secret = takeSecret();
  document.title = t('title');
  const form = createForm(
    ({ name = '', email = '', password = '' }) =>
      request('POST', '/auth/setup', { secret, name, email, password }).catch((error: unknown) => {
        throw error instanceof ApiError && error.status === 404 ? new Error(t('used')) : error;
      }),
    () => {
      navigate('/waiting');
      void session.start().catch(() => {});
    },
  );

  return (
    <main class={styles.page}>
      <form ref={typeAtOnce} onSubmit={(event) => void form.submit(event)} novalidate>
        <header>
          <h1>{t('title')}</h1>
        </header>
        <p>{secret ? t('intro') : t('noSecret')}</p>
        <NameField form={form} />
        <EmailField form={form} />
        <PasswordField form={form} isNew />
        <FormProblem form={form} />
        <button type="submit" class="btn main" disabled={form.busy() || !secret}>
          {t('go')}
        </button>
      </form>
    </main>
  );
}
