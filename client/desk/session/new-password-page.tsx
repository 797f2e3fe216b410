import { createSignal, Show } from 'solid-js';
import { type Asked, askedBy } from '../../shared/sign-in/asked.ts';
import { FormProblem, PasswordField, UsernameForKeepers } from '../../shared/ui/account-fields.tsx';
import { typeAtOnce } from '../../shared/ui/first-field.ts';
import { createForm } from '../../shared/ui/form.ts';
import { request } from '../../shared/request.ts';
import { shared } from '../words.ts';
import { LinkPage, useEntry } from './link-page.tsx';
import { t } from './link-words.ts';
import { Second } from './second.tsx';

/** The page of a link with which somebody sets a new password, staff or customer. */
export function NewPasswordPage() {
  return (
    <LinkPage title={t('password.title')} look={(token) => request('POST', '/auth/password/link', { token })}>
      {(whose, token) => <PasswordForm whose={whose} token={token} />}
    </LinkPage>
  );
}

function PasswordForm(props: { whose: { name: string; email: string }; token: string }) {
  const enter = useEntry();
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const form = createForm(
    ({ password = '' }) =>
      request('POST', '/auth/password/reset', { token: props.token, password }).catch(askedBy(setAsked)),
    (me) => me && enter(me.kind),
  );
  const toSignIn = () => window.location.replace('/desk');
  return (
    <Show when={!asked()} fallback={<Second asked={asked()} done={({ kind }) => enter(kind)} again={toSignIn} />}>
      <form ref={typeAtOnce} onSubmit={(event) => void form.submit(event)} novalidate>
        <header>
          <h1>{t('password.title')}</h1>
        </header>
        <p>{t('password.intro', props.whose)}</p>
        <UsernameForKeepers email={props.whose.email} />
        <PasswordField form={form} label={shared('fields.newPassword')} isNew />
        <FormProblem form={form} />
        <button type="submit" class="btn main" disabled={form.busy()}>
          {t('password.go')}
        </button>
      </form>
    </Show>
  );
}
