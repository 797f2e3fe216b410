import { createSignal, Show } from 'solid-js';
import { type Asked, askedBy } from '../../shared/sign-in/asked.ts';
import { FormProblem, NameField, PasswordField, UsernameForKeepers } from '../../shared/ui/account-fields.tsx';
import { typeAtOnce } from '../../shared/ui/first-field.ts';
import { createForm } from '../../shared/ui/form.ts';
import { request } from '../../shared/request.ts';
import { LinkPage, useEntry } from './link-page.tsx';
import { t } from './link-words.ts';
import { Second } from './second.tsx';

interface Offer {
  email: string;
  role: string;
  by: string;
}

/** The page of an invitation. */
export function JoinPage() {
  return (
    <LinkPage title={t('join.title')} look={(token) => request('POST', '/auth/invitation', { token })}>
      {(offer, token) => <JoinForm offer={offer} token={token} />}
    </LinkPage>
  );
}

function JoinForm(props: { offer: Offer; token: string }) {
  const enter = useEntry();
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const form = createForm(
    ({ name = '', password = '' }) =>
      request('POST', '/auth/invitation/accept', {
        ...{ token: props.token, name, password },
        locale: navigator.language,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }).catch(askedBy(setAsked)),
    (me) => me && enter(me.kind),
  );
  const toSignIn = () => window.location.replace('/desk');
  return (
    <Show when={!asked()} fallback={<Second asked={asked()} done={({ kind }) => enter(kind)} again={toSignIn} />}>
      <form ref={typeAtOnce} onSubmit={(event) => void form.submit(event)} novalidate>
        <header>
          <h1>{t('join.title')}</h1>
        </header>
        <p>{t('join.intro', { name: props.offer.by, email: props.offer.email, role: props.offer.role })}</p>
        <NameField form={form} />
        <UsernameForKeepers email={props.offer.email} />
        <PasswordField form={form} isNew />
        <FormProblem form={form} />
        <button type="submit" class="btn main" disabled={form.busy()}>
          {t('join.go')}
        </button>
      </form>
    </Show>
  );
}
