import { createSignal, Show } from 'solid-js';
import { api } from '../../shared/api.ts';
import { Field } from '../../shared/fields.tsx';
import { createForm } from '../../shared/form.ts';
import { useState } from '../../shared/session.ts';
import { useDesk } from '../desk.ts';
import { shared } from '../words.ts';
import styles from './me-menu.module.css';

export function PasswordDialog(props: { ref: (element: HTMLDialogElement) => void }) {
  let dialog!: HTMLDialogElement;
  return (
    <dialog
      ref={(element) => {
        dialog = element;
        props.ref(element);
      }}
      aria-labelledby="password-title"
    >
      <PasswordForm close={() => dialog.close()} />
    </dialog>
  );
}

function PasswordForm(props: { close: () => void }) {
  const state = useState();
  const desk = useDesk();
  const [round, setRound] = createSignal(0);
  const form = createForm(
    ({ current = '', next = '' }) => api.changePassword({ current, next }),
    () => {
      setRound(round() + 1);
      props.close();
      desk.say({ text: shared('passwordChanged') });
    },
  );
  return (
    <Show when={round() + 1} keyed>
      <form class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
        <h2 id="password-title">{shared('changePassword')}</h2>
        <input
          class="sr"
          type="text"
          name="username"
          autocomplete="username"
          value={state.me.email}
          tabindex="-1"
          aria-hidden="true"
          readonly
        />
        <Field
          label={shared('fields.currentPassword')}
          name="current"
          type="password"
          autocomplete="current-password"
          problem={form.fields()['current']}
        />
        <Field
          label={shared('fields.newPassword')}
          name="next"
          type="password"
          autocomplete="new-password"
          hint={shared('fields.passwordHint')}
          problem={form.fields()['next']}
        />
        <Show when={form.problem() && Object.keys(form.fields()).length === 0}>
          <p class="problem" role="alert">
            {form.problem()}
          </p>
        </Show>
        <div>
          <button type="button" class="btn bare" onClick={() => props.close()}>
            {shared('cancel')}
          </button>
          <button type="submit" class="btn main" disabled={form.busy()}>
            {shared('save')}
          </button>
        </div>
      </form>
    </Show>
  );
}
