import { Navigate, useParams } from '@solidjs/router';
import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { ProveAgain } from '../../shared/sign-in/prove-again.tsx';
import { useState } from '../../shared/state/session.ts';
import { pathOf, useDesk } from '../desk.ts';
import column from './column.module.css';
import { settingsIn } from '../menu/own-links-in.ts';
import { t as deskWords } from '../words.ts';
import { PAGES } from './pages.ts';
import { SettingsIndex } from './settings-index.tsx';
import styles from './settings-shell.module.css';
import { t } from './words.ts';

/** From this width on the list stands beside the page; below it the list is a page of its own. */
const WIDE = '(min-width: 900px)';

export function SettingsShell() {
  const params = useParams();
  const state = useState();
  const desk = useDesk();
  const isWide = createIsWide();
  const items = () => settingsIn(state.me.menu);
  const page = () => {
    // An admin may have moved a page out of the settings.
    const code = state.me.menu.find((item) => item.code === params['page'])?.code;
    const known = code === undefined ? undefined : PAGES[code];
    return params['id'] === undefined ? known?.list : known?.one;
  };
  const first = () => items().find(({ code }) => PAGES[code]);

  return (
    <Show
      when={params['page']}
      fallback={
        <Show
          when={isWide() && first()}
          fallback={
            <main id="talk" class={styles.whole}>
              <SettingsIndex items={items()} />
            </main>
          }
        >
          {(item) => <Navigate href={pathOf(item())} />}
        </Show>
      }
    >
      <div class={styles.shell}>
        <ProveAgain />
        <SettingsIndex items={items()} />
        <Show when={page()} keyed fallback={<Missing />}>
          {(Page) => <Page missing={() => desk.say({ text: deskWords('notLoaded') })} />}
        </Show>
      </div>
    </Show>
  );
}

function Missing() {
  return (
    <main id="talk" class={column.column}>
      <h2>{t('missing.title')}</h2>
      <p>{t('missing.more')}</p>
    </main>
  );
}

function createIsWide() {
  const wide = matchMedia(WIDE);
  const [isWide, setIsWide] = createSignal(wide.matches);
  const look = () => setIsWide(wide.matches);
  onMount(() => wide.addEventListener('change', look));
  onCleanup(() => wide.removeEventListener('change', look));
  return isWide;
}
