import { onMount } from 'solid-js';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { shared } from '../words.ts';
import type { Made } from './asked.ts';
import { peopleApi } from './people-api.ts';
import styles from './people-dialogs.module.css';
import { RoleField } from './role-field.tsx';
import { t } from './words.ts';

export function InviteForm(props: { done: (made: Made[]) => void; close: () => void }) {
  let form!: HTMLFormElement;
  const sending = createForm(
    ({ emails = '', role = 'agent' }) => peopleApi.invite({ emails: emails.split(/[\s,;]+/u).filter(Boolean), role }),
    ({ items }) => props.done(items),
  );
  /** The problem of the first address that has one. */
  const problem = () => Object.entries(sending.fields()).find(([name]) => name.startsWith('emails'))?.[1];
  onMount(() => form.querySelector('input')?.focus());

  return (
    <form ref={form} class={styles.parts} onSubmit={(event) => void sending.submit(event)} novalidate>
      <h2 id="people-dialog">{t('invite.open')}</h2>
      <p>{t('invite.intro')}</p>
      <Field
        label={t('invite.emails')}
        name="emails"
        type="text"
        inputmode="email"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required
        hint={t('invite.several')}
        problem={problem()}
      />
      <RoleField value="agent" problem={sending.fields()['role']} />
      <FormProblem form={sending} />
      <p class={styles.do}>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn main" disabled={sending.busy()}>
          {t('invite.go')}
        </button>
      </p>
    </form>
  );
}
