import Keyboard from 'lucide-solid/icons/keyboard';
import { createSignal, Show } from 'solid-js';
import { api } from '../../shared/api.ts';
import { Face } from '../../shared/face.tsx';
import { Field } from '../../shared/fields.tsx';
import { createForm } from '../../shared/form.ts';
import { useSession, useState } from '../../shared/session.ts';
import { ThemeSwitch } from '../../shared/theme.tsx';
import { useDesk } from '../desk.ts';
import { rowsOf } from '../queue/views.ts';
import { shared, t } from '../words.ts';
import styles from './me-menu.module.css';

export function MeMenu() {
  const state = useState();
  const session = useSession();
  let menu!: HTMLDivElement;
  let dialog!: HTMLDialogElement;

  async function signOut() {
    await api.logout().catch(() => null);
    session.signOut();
  }

  return (
    <div class={styles.me}>
      <button type="button" class={styles.who} popovertarget="me-menu" title={t('me.menu')}>
        <Face name={state.me.name} />
        <span class="clip">
          {state.me.name}
          <span>{t('me.load', { n: rowsOf('mine', state).length, capacity: state.me.capacity })}</span>
        </span>
      </button>
      <ThemeSwitch />
      <div ref={menu} id="me-menu" class={`menu ${styles.menu}`} popover="auto">
        <button
          type="button"
          onClick={() => {
            menu.hidePopover();
            dialog.showModal();
          }}
        >
          {shared('changePassword')}
        </button>
        <button type="button" onClick={() => void signOut()}>
          {shared('signOut')}
        </button>
        <p>
          <Keyboard size={16} stroke-width={1.75} aria-hidden="true" />
          {t('me.keys')} <kbd>?</kbd>
        </p>
      </div>
      <dialog ref={dialog}>
        <PasswordForm close={() => dialog.close()} />
      </dialog>
    </div>
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
        <h2>{shared('changePassword')}</h2>
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
