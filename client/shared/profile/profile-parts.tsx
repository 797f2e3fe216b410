import { Show } from 'solid-js';
import { request } from '../request.ts';
import { useSession, useState } from '../state/session.ts';
import { FormProblem } from '../ui/account-fields.tsx';
import { Field } from '../ui/fields.tsx';
import { createForm } from '../ui/form.ts';
import { t as shared } from '../words.ts';
import { AboutName, AboutPlace } from './about-fields.tsx';
import { PicturePart } from './picture-part.tsx';
import styles from './profile-parts.module.css';
import { t } from './words.ts';

interface Props {
  /** Says what was done. */
  said: (text: string) => void;
}

/** What a person says about themselves, at the desk and in the portal. */
export function ProfileParts(props: Props) {
  const state = useState();
  return (
    <>
      <PicturePart said={props.said} />
      <AboutPart said={props.said} />
      {/* Empty again after a change. */}
      <Show when={state.me.email} keyed>
        {(email) => <AddressPart email={email} said={props.said} />}
      </Show>
    </>
  );
}

function AboutPart(props: Props) {
  const session = useSession();
  const state = useState();
  const form = createForm(
    ({ name = '', locale = '', timeZone = '' }) => request('PATCH', '/me', { name, locale, timeZone }),
    (me) => {
      session.store.change((now) => ({ ...now, me: { ...now.me, ...me } }));
      props.said(t('saved'));
    },
  );

  return (
    <form class={styles.part} onSubmit={(event) => void form.submit(event)} novalidate aria-label={t('title')}>
      <AboutName of={state.me} form={form} autocomplete="name" />
      <AboutPlace of={state.me} form={form} />
      <FormProblem form={form} />
      <button type="submit" class="btn main" disabled={form.busy()}>
        {shared('save')}
      </button>
    </form>
  );
}

function AddressPart(props: Props & { email: string }) {
  const session = useSession();
  const form = createForm(
    ({ email = '', password = '' }) => request('PATCH', '/me', { email, ...(password && { password }) }),
    (me) => {
      session.store.change((now) => ({ ...now, me: { ...now.me, ...me } }));
      props.said(t('address.saved', { email: me.email ?? '' }));
    },
  );
  return (
    <form class={styles.part} onSubmit={(event) => void form.submit(event)} novalidate aria-labelledby="address">
      <h3 id="address">{t('address.title')}</h3>
      <p>{t('address.intro', { email: props.email })}</p>
      <Field
        label={t('address.next')}
        name="email"
        inputmode="email"
        autocomplete="email"
        required
        problem={form.fields()['email']}
      />
      <Field
        label={t('address.password')}
        name="password"
        type="password"
        autocomplete="current-password"
        hint={t('address.hint')}
        problem={form.fields()['password']}
      />
      <FormProblem form={form} />
      <button type="submit" class="btn" disabled={form.busy()}>
        {t('address.go')}
      </button>
    </form>
  );
}
