import { createEffect, type JSX } from 'solid-js';
import { useState } from '../shared/state/session.ts';
import { ThemeSwitch } from '../shared/ui/theme.tsx';
import { House, houseName } from './house.tsx';
import { path, ticketInPath } from './route.ts';
import styles from './layout.module.css';
import { createSound, SoundSwitch } from '../customer/sound.tsx';
import { TicketList } from './tickets/ticket-list.tsx';
import { Face } from '../shared/ui/face.tsx';
import { t } from './words.ts';

/** The list beside the open page; on a phone one or the other. */
export function Layout(props: { children?: JSX.Element }) {
  const state = useState();
  const unread = () => Object.values(state.rows).reduce((sum, row) => sum + row.unread, 0);
  createEffect(() => {
    const title = t('list.title');
    document.title = unread() > 0 ? t('title.count', { n: unread(), title }) : title;
  });
  createSound((id) => ticketInPath() === id);

  return (
    <div class={styles.page} classList={{ [styles.inside ?? '']: path() !== '/' }}>
      <a class="skip" href="#pane">
        {t('skip')}
      </a>
      <header class={styles.bar}>
        <House />
        <div class={styles.end}>
          <SoundSwitch />
          <ThemeSwitch />
          <a class="btn bare" href="/account" title={t('account')}>
            <Face of={state.me} />
            <span class={styles.name}>{state.me.name}</span>
          </a>
        </div>
      </header>
      <main class={styles.split}>
        <h1 class="sr">{houseName}</h1>
        <TicketList class={styles.list} />
        <div id="pane" class={styles.pane} tabindex="-1">
          {props.children}
        </div>
      </main>
    </div>
  );
}
