import { useLocation } from '@solidjs/router';
import { createEffect, createRenderEffect, type JSX, onCleanup, Show, untrack } from 'solid-js';
import { later } from '../../shared/later.ts';
import { useState, useWhole } from '../../shared/state/session.ts';
import { isList, placeIn } from '../address.ts';
import { useDesk, usePlace } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { createEarlyKeys } from '../keys/early-keys.ts';
import { attentionCount } from '../notices/attention-count.ts';
import { usePreferencesOf } from '../preferences/preferences.ts';
import { liveIn } from '../profile/live-in.ts';
import { shared, t } from '../words.ts';
import { useDeskCommands } from './desk-commands.ts';
import styles from './layout.module.css';
import { Nav } from './nav.tsx';
import { Overlays } from './overlays.tsx';
import { Strips } from './strips.tsx';
import { Tabs } from './tabs.tsx';

// Loaded right after the first screen.
const Keyboard = later(async () => (await import('../keys/keyboard.ts')).Keyboard);
const MeMenu = later(async () => (await import('./me-menu.tsx')).MeMenu);
const EvictRows = later(async () => (await import('../queue/evict-rows.tsx')).EvictRows);
const Notices = later(async () => (await import('../notices/notices.tsx')).Notices);

export function Layout(props: { children?: JSX.Element }) {
  const state = useState();
  const shown = untrack(() => state.lists.menu.version);
  const whole = useWhole();
  const desk = useDesk();
  const location = useLocation();
  const place = usePlace();
  usePreferencesOf(state.me.id);
  // Before the first time is shown.
  createRenderEffect(() => liveIn(state.me.timeZone));
  onCleanup(() => liveIn(''));
  const early = createEarlyKeys(Keyboard.preload);

  const openTicket = () => placeIn(location.pathname)?.ticketId ?? null;
  const isInside = () => openTicket() !== null;
  /** The settings have a list of their own in the place of the navigation. */
  const inSettings = () => /^\/desk\/settings\b/u.test(location.pathname);
  const openSubject = () => state.rows[openTicket() ?? '']?.subject;
  /** Returns to the list and focuses the row that was open. */
  const leaveTicket = () => {
    const path = location.pathname;
    place.close();
    queueMicrotask(() =>
      document.querySelector<HTMLElement>(`main li[data-id] a[href^="${CSS.escape(path)}"]`)?.focus(),
    );
  };
  useDeskCommands({ leaveTicket, isInside });

  createEffect(() => {
    const title = [openSubject(), t('brand')].filter(Boolean).join(' · ');
    const n = attentionCount(whole());
    document.title = n > 0 ? t('title.count', { n, title }) : title;
  });

  return (
    <div class={styles.desk} classList={{ [styles.inside ?? '']: isInside(), [styles.settings ?? '']: inSettings() }}>
      <Keyboard early={early} />
      <a class="skip" href="#talk">
        {t('skip')}
      </a>
      <header class="sr">
        <h1>{t('brand')}</h1>
      </header>
      <Show when={!inSettings()}>
        <Nav />
      </Show>
      <div class={styles.stage}>
        <Strips />
        {props.children}
        <Show when={desk.toast()}>
          {(toast) => (
            <section class={`toast ${styles.toast}`} aria-label={t('toast')}>
              <span title={toast().text}>{toast().shown ?? toast().text}</span>
              <Show
                when={toast().undo}
                fallback={
                  <button type="button" class="btn" onClick={() => desk.dismiss()}>
                    {shared('close')}
                  </button>
                }
              >
                <button type="button" class="btn" onClick={() => void desk.undo()}>
                  {t('ticket.undo')} <Key of="undo" />
                </button>
              </Show>
            </section>
          )}
        </Show>
      </div>
      <Tabs />
      <MeMenu shown={shown} />
      <Overlays />
      <Notices />
      {/* A list mounts its own, which knows the shown rows. */}
      <Show when={!isList(placeIn(location.pathname)?.list ?? '')}>
        <EvictRows />
      </Show>
    </div>
  );
}
