import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, type JSX, onCleanup, Show } from 'solid-js';
import { announce } from '../../shared/announce.tsx';
import { useSession, useState } from '../../shared/session.ts';
import { useDesk } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { listenToKeys } from '../keys/keyboard.ts';
import { usePreferencesOf } from '../preferences/preferences.ts';
import { rowsOf } from '../queue/views.ts';
import { shared, t } from '../words.ts';
import { useDeskCommands } from './desk-commands.ts';
import styles from './layout.module.css';
import { MeMenu } from './me-menu.tsx';
import { Nav } from './nav.tsx';
import { Overlays } from './overlays.tsx';
import { Tabs } from './tabs.tsx';

export function Layout(props: { children?: JSX.Element }) {
  const state = useState();
  const { live } = useSession();
  const desk = useDesk();
  const location = useLocation();
  const navigate = useNavigate();
  usePreferencesOf(state.me.id);
  onCleanup(listenToKeys());

  const isInside = () => /^\/desk\/\w+\/.+/u.test(location.pathname);
  const openSubject = () => state.rows[location.pathname.split('/')[3] ?? '']?.subject;
  /** Back to the list, at the row that was open. */
  const leaveTicket = () => {
    const path = location.pathname;
    navigate(`/${path.split('/')[2]}`);
    queueMicrotask(() => document.querySelector<HTMLElement>(`main a[href="${CSS.escape(path)}"]`)?.focus());
  };
  useDeskCommands({ leaveTicket, isInside });

  /** What needs me: everything that waits, and what I have not read of mine. */
  const needsMe = () => (state.counts?.waiting ?? 0) + rowsOf('mine', state).filter((row) => row.unread > 0).length;
  createEffect(() => {
    const title = [openSubject(), t('brand')].filter(Boolean).join(' · ');
    document.title = needsMe() > 0 ? t('title.count', { n: needsMe(), title }) : title;
  });

  createEffect(() => live.connection() === 'offline' && announce(t('offline')));

  return (
    <div class={styles.desk} classList={{ [styles.inside ?? '']: isInside() }}>
      <a class="skip" href="#talk">
        {t('skip')}
      </a>
      <header class="sr">
        <h1>{t('brand')}</h1>
      </header>
      <Nav />
      <div class={styles.stage}>
        <Show when={live.connection() === 'offline'}>
          <section class={styles.strip} aria-label={t('connection')}>
            {t('offline')}
          </section>
        </Show>
        {props.children}
        <Show when={desk.toast()}>
          {(toast) => (
            <section class={`toast ${styles.toast}`} aria-label={t('toast')}>
              <span>{toast().text}</span>
              <Show
                when={toast().undo}
                fallback={
                  <button type="button" class="btn" onClick={() => desk.dismiss()}>
                    {shared('close')}
                  </button>
                }
              >
                <button type="button" class="btn" onClick={() => desk.undo()}>
                  {t('ticket.undo')} <Key of="undo" />
                </button>
              </Show>
            </section>
          )}
        </Show>
      </div>
      <Tabs />
      <MeMenu />
      <Overlays />
    </div>
  );
}
