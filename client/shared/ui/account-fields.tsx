import { Show } from 'solid-js';
import { Field } from './fields.tsx';
import type { Form } from './form.ts';
import { t } from '../words.ts';

/** The fields of every form about an account. */
export const NameField = (props: { form: Form }) => (
  <Field label={t('fields.name')} name="name" autocomplete="name" required problem={props.form.fields()['name']} />
);

export const EmailField = (props: { form: Form }) => (
  <Field
    label={t('fields.email')}
    name="email"
    inputmode="email"
    autocomplete="username"
    required
    problem={props.form.fields()['email']}
  />
);

/** A new password shows the rules; an existing one does not. */
export const PasswordField = (props: { form: Form; name?: string; label?: string; isNew?: boolean }) => (
  <Field
    label={props.label ?? t('fields.password')}
    name={props.name ?? 'password'}
    type="password"
    required
    autocomplete={props.isNew ? 'new-password' : 'current-password'}
    problem={props.form.fields()[props.name ?? 'password']}
    {...(props.isNew && { hint: t('fields.passwordHint') })}
  />
);

/** The problem of the whole form, when no field is named. */
export const FormProblem = (props: { form: Form }) => (
  <Show when={props.form.problem() && Object.keys(props.form.fields()).length === 0}>
    <p class="problem" role="alert">
      {props.form.problem()}
    </p>
  </Show>
);

/** Tells a password manager whose password this is. */
export const UsernameForKeepers = (props: { email: string }) => (
  <input
    class="sr"
    type="text"
    name="username"
    autocomplete="username"
    value={props.email}
    tabindex="-1"
    aria-hidden="true"
    readonly
  />
);
