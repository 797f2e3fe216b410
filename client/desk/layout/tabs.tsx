import { A } from '@solidjs/router';
import CircleUser from 'lucide-solid/icons/circle-user';
import Search from 'lucide-solid/icons/search';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { t } from '../words.ts';
import { useViews } from './nav.tsx';
import styles from './tabs.module.css';

/** The views at the bottom of a phone. */
export function Tabs() {
  const views = useViews();
  return (
    <nav class={styles.tabs} aria-label={t('views.label')}>
      {/* A phone is for tickets; the saved replies have a way in from the reply. */}
      <For each={views().filter(({ code }) => code !== 'replies')}>
        {(view) => (
          <A class="ring-in" href={view.href} aria-current={view.isCurrent ? 'page' : undefined}>
            <Dynamic component={view.icon} size={16} stroke-width={1.75} aria-hidden="true" />
            <span>
              {view.label}
              <Show when={view.count !== null}> {view.count}</Show>
            </span>
          </A>
        )}
      </For>
      <A class="ring-in" href="/search">
        <Search size={16} stroke-width={1.75} aria-hidden="true" />
        <span>{t('search')}</span>
      </A>
      <button type="button" class="ring-in" popovertarget="me-menu">
        <CircleUser size={16} stroke-width={1.75} aria-hidden="true" />
        <span>{t('me.tab')}</span>
      </button>
    </nav>
  );
}
