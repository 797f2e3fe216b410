import { createSignal, Show } from 'solid-js';
import { FormProblem, PasswordField, UsernameForKeepers } from '../../shared/account-fields.tsx';
import { api } from '../../shared/api.ts';
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
        <UsernameForKeepers email={state.me.email} />
        <PasswordField form={form} name="current" label={shared('fields.currentPassword')} />
        <PasswordField form={form} name="next" label={shared('fields.newPassword')} isNew />
        <FormProblem form={form} />
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
