import { createSignal, Match, onMount, Show, Switch } from 'solid-js';
import { request } from '../request.ts';
import { FormProblem } from '../ui/account-fields.tsx';
import { Field } from '../ui/fields.tsx';
import { typeAtOnce } from '../ui/first-field.ts';
import { createForm } from '../ui/form.ts';
import type { Asked } from './asked.ts';
import { type Enrolment, EnrolmentPicture } from './enrolment.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import styles from './second-step.module.css';
import { t } from './words.ts';

interface Props {
  asked: Asked;
  done: (me: { kind: 'staff' | 'customer' }) => void;
  /** Back to the password, when the sign-in took too long. */
  again: () => void;
}

/** What follows the password: a code, or the set-up of a second step that the role needs. */
export function SecondStep(props: Props) {
  return (
    <Show when={props.asked.mustEnrol} fallback={<CodeForm {...props} />}>
      <EnrolForm {...props} />
    </Show>
  );
}

function CodeForm(props: Props) {
  const form = createForm(
    ({ code = '' }) => request('POST', '/auth/second-step', { pending: props.asked.pending, code }),
    (me) => props.done(me),
  );
  return (
    <form ref={typeAtOnce} class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
      <h1>{t('second.title')}</h1>
      <p>{t('second.intro')}</p>
      <CodeField label={t('second.code')} hint={t('second.hint')} problem={form.fields()['code']} />
      <FormProblem form={form} />
      <button type="submit" class="btn main" disabled={form.busy()}>
        {t('second.go')}
      </button>
      <button type="button" class="btn bare" onClick={() => props.again()}>
        {t('second.back')}
      </button>
    </form>
  );
}

export const CodeField = (props: { label: string; hint?: string; problem?: string | undefined }) => (
  <Field
    label={props.label}
    name="code"
    required
    dir="ltr"
    autocomplete="one-time-code"
    autocapitalize="off"
    spellcheck={false}
    problem={props.problem}
    {...(props.hint && { hint: props.hint })}
  />
);

function EnrolForm(props: Props) {
  const [enrolment, setEnrolment] = createSignal<Enrolment>();
  const [made, setMade] = createSignal<{ recoveryCodes: string[]; me: { kind: 'staff' | 'customer' } }>();
  onMount(
    () =>
      void request('POST', '/auth/second-step/enrol', { pending: props.asked.pending }).then(setEnrolment, () =>
        props.again(),
      ),
  );
  const form = createForm(
    ({ code = '' }) => request('POST', '/auth/second-step/confirm', { pending: props.asked.pending, code }),
    (answer) => setMade(answer),
  );
  return (
    <Switch>
      <Match when={made()}>
        {(all) => (
          <div class={styles.form}>
            <RecoveryCodes codes={all().recoveryCodes} done={() => props.done(all().me)} />
          </div>
        )}
      </Match>
      <Match when={enrolment()}>
        {(found) => (
          <form ref={typeAtOnce} class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
            <h1>{t('enrol.mustTitle')}</h1>
            <p>{t('enrol.must')}</p>
            <EnrolmentPicture of={found()} />
            <CodeField label={t('enrol.code')} problem={form.fields()['code']} />
            <FormProblem form={form} />
            <button type="submit" class="btn main" disabled={form.busy()}>
              {t('enrol.go')}
            </button>
          </form>
        )}
      </Match>
    </Switch>
  );
}
