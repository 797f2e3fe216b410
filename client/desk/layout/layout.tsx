import { useLocation } from '@solidjs/router';
import { createEffect, type JSX, onCleanup, Show } from 'solid-js';
import { announce } from '../../shared/announce.tsx';
import { useSession, useState } from '../../shared/session.ts';
import { listenToKeys, useCommands } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { rowsOf } from '../queue/views.ts';
import { shared, t } from '../words.ts';
import { KeySheet } from './key-sheet.tsx';
import styles from './layout.module.css';
import { MeMenu } from './me-menu.tsx';
import { Nav } from './nav.tsx';
import { Tabs } from './tabs.tsx';

export function Layout(props: { children?: JSX.Element }) {
  const state = useState();
  const { live } = useSession();
  const desk = useDesk();
  const location = useLocation();
  let sheet!: HTMLDialogElement;
  onCleanup(listenToKeys());
  useCommands({ undo: () => desk.undo(), sheet: () => sheet.showModal() });

  const isInside = () => /^\/desk\/\w+\/.+/u.test(location.pathname);
  const openSubject = () => state.rows[location.pathname.split('/')[3] ?? '']?.subject;
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
                  {t('ticket.undo')} <kbd>z</kbd>
                </button>
              </Show>
            </section>
          )}
        </Show>
      </div>
      <Tabs />
      <MeMenu showKeys={() => sheet.showModal()} />
      <KeySheet ref={(element) => (sheet = element)} />
    </div>
  );
}
