import Keyboard from 'lucide-solid/icons/keyboard';
import { api } from '../../shared/api.ts';
import { Face } from '../../shared/face.tsx';
import { useSession, useState } from '../../shared/session.ts';
import { ThemeSwitch } from '../../shared/theme.tsx';
import { rowsOf } from '../queue/views.ts';
import { shared, t } from '../words.ts';
import styles from './me-menu.module.css';
import { PasswordDialog } from './password-dialog.tsx';

/** At the foot of the views; a phone has a tab for it. */
export function Me() {
  const state = useState();
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
    </div>
  );
}

/** Stands outside of what opens it: a hidden opener would hide it too. */
export function MeMenu(props: { showKeys: () => void }) {
  const state = useState();
  const session = useSession();
  let menu!: HTMLDivElement;
  let dialog!: HTMLDialogElement;

  const leaveFor = (next: () => void) => {
    menu.hidePopover();
    next();
  };
  async function signOut() {
    await api.logout().catch(() => null);
    session.signOut();
  }

  return (
    <>
      <div ref={menu} id="me-menu" class={`menu ${styles.menu}`} popover="auto" role="dialog" aria-label={t('me.menu')}>
        <p class={styles.name}>
          <span class="clip">{state.me.email}</span>
          <ThemeSwitch />
        </p>
        <button type="button" onClick={() => leaveFor(() => dialog.showModal())}>
          {shared('changePassword')}
        </button>
        <button type="button" onClick={() => leaveFor(props.showKeys)}>
          <Keyboard size={16} stroke-width={1.75} aria-hidden="true" />
          {t('me.keys')} <kbd>?</kbd>
        </button>
        <button type="button" onClick={() => void signOut()}>
          {shared('signOut')}
        </button>
      </div>
      <PasswordDialog ref={(element) => (dialog = element)} />
    </>
  );
}
