import { FormProblem, PasswordField, UsernameForKeepers } from '../../shared/ui/account-fields.tsx';
import { request } from '../../shared/request.ts';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import { shared } from '../words.ts';
import styles from './me-menu.module.css';

export function PasswordDialog(props: { close: () => void }) {
  return (
    <Dialog labelledby="password-title" close={() => props.close()}>
      <PasswordForm close={() => props.close()} />
    </Dialog>
  );
}

function PasswordForm(props: { close: () => void }) {
  const state = useState();
  const desk = useDesk();
  const form = createForm(
    ({ current = '', next = '' }) => request('PUT', '/me/password', { current, next }),
    () => {
      props.close();
      desk.say({ text: shared('passwordChanged') });
    },
  );
  return (
    <form class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
      <h2 id="password-title">{shared('changePassword')}</h2>
      <UsernameForKeepers email={state.me.email ?? ''} />
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
  );
}
