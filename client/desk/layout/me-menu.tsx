import Keyboard from 'lucide-solid/icons/keyboard';
import LockKeyhole from 'lucide-solid/icons/lock-keyhole';
import LogOut from 'lucide-solid/icons/log-out';
import Search from 'lucide-solid/icons/search';
import Settings from 'lucide-solid/icons/settings-2';
import { createEffect, For, on, onCleanup } from 'solid-js';
import { api } from '../../shared/api.ts';
import { request } from '../../shared/request.ts';
import { createRetry } from '../../shared/state/retry.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { ThemeSwitch } from '../../shared/ui/theme.tsx';
import { type CommandId, useCommands } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { Link } from '../link.tsx';
import { shared, t } from '../words.ts';
import { Availability } from '../availability/availability.tsx';
import { setInMenu } from '../views/visible-views.ts';
import { ViewLinks } from '../views/view-links.tsx';
import styles from './me-menu.module.css';
import { OwnLinks, useViews } from './nav.tsx';
import { isTab } from './tabs.tsx';

/** Rendered outside its opener: a hidden opener would hide the menu too. */
export function MeMenu(props: {
  /** The version of the menu that the desk was opened with: it may have changed before this was loaded. */
  shown: number;
}) {
  const state = useState();
  const session = useSession();
  const desk = useDesk();
  const views = useViews();
  let menu!: HTMLDivElement;

  const leaveFor = (next: () => void) => {
    menu.hidePopover();
    next();
  };
  async function signOut() {
    await api.logout().catch(() => null);
    session.signOut();
  }
  const again = createRetry(() => void renewMenu());
  async function renewMenu() {
    try {
      const me = await request('GET', '/me');
      again.done();
      session.store.change((known) => ({ ...known, me }));
    } catch {
      again.later();
    }
  }
  // An admin changed it for everybody.
  createEffect(
    on(
      () => state.lists.menu.version,
      (version, before = props.shown) => {
        if (version !== before) void renewMenu();
      },
    ),
  );
  onCleanup(() => again.done());
  useCommands({ password: () => desk.show({ name: 'password' }), signOut: () => void signOut() });

  return (
    <>
      <div
        ref={menu}
        id="me-menu"
        class={`menu ${styles.menu}`}
        popover="auto"
        role="dialog"
        aria-label={t('me.menu')}
        onToggle={(event) => setInMenu(event.newState === 'open')}
      >
        <p class={styles.name}>
          <span class="clip">{state.me.email}</span>
          <ThemeSwitch />
        </p>
        <div class={styles.views}>
          <For each={views().filter(({ code }) => !isTab(code))}>
            {(view) => (
              <Link
                href={view.href}
                aria-current={view.isCurrent ? 'page' : undefined}
                onClick={() => menu.hidePopover()}
              >
                <view.icon size={16} stroke-width={1.75} aria-hidden="true" />
                {view.label}
              </Link>
            )}
          </For>
          <OwnLinks onGo={() => menu.hidePopover()} />
          <ViewLinks onGo={() => menu.hidePopover()} />
        </div>
        <Availability close={() => menu.hidePopover()} />
        <button type="button" onClick={() => leaveFor(() => desk.show({ name: 'palette', of: null }))}>
          <Search size={16} stroke-width={1.75} aria-hidden="true" />
          {t('keys.palette')} <Hint of="palette" />
        </button>
        <button type="button" onClick={() => leaveFor(() => desk.show({ name: 'sheet' }))}>
          <Keyboard size={16} stroke-width={1.75} aria-hidden="true" />
          {t('me.keys')} <Hint of="sheet" />
        </button>
        <button type="button" onClick={() => leaveFor(() => desk.show({ name: 'preferences' }))}>
          <Settings size={16} stroke-width={1.75} aria-hidden="true" />
          {t('me.preferences')}
        </button>
        <button type="button" onClick={() => leaveFor(() => desk.show({ name: 'password' }))}>
          <LockKeyhole size={16} stroke-width={1.75} aria-hidden="true" />
          {shared('changePassword')}
        </button>
        <button type="button" onClick={() => void signOut()}>
          <LogOut size={16} stroke-width={1.75} aria-hidden="true" />
          {shared('signOut')}
        </button>
      </div>
    </>
  );
}

const Hint = (props: { of: CommandId }) => (
  <span class={styles.keys}>
    <Key of={props.of} />
  </span>
);
