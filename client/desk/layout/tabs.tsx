import CircleUser from 'lucide-solid/icons/circle-user';
import Search from 'lucide-solid/icons/search';
import { For, Show } from 'solid-js';
import { Link } from '../link.tsx';
import { t } from '../words.ts';
import { useViews } from './nav.tsx';
import styles from './tabs.module.css';

/** The views with a tab; the others are in the account's menu. */
const ON_A_PHONE = ['waiting', 'mine', 'mentions'];
export const isTab = (code: string) => ON_A_PHONE.includes(code);

/** The tab bar of a phone. */
export function Tabs() {
  const views = useViews();
  return (
    <nav class={styles.tabs} aria-label={t('views.label')}>
      <For each={views().filter(({ code }) => isTab(code))}>
        {(view) => (
          <Link class="ring-in" href={view.href} aria-current={view.isCurrent ? 'page' : undefined}>
            <view.icon size={16} stroke-width={1.75} aria-hidden="true" />
            <span>
              {view.label}
              <Show when={view.count !== null}> {view.count}</Show>
            </span>
          </Link>
        )}
      </For>
      <Link class="ring-in" href="/search">
        <Search size={16} stroke-width={1.75} aria-hidden="true" />
        <span>{t('search')}</span>
      </Link>
      <button type="button" class="ring-in" popovertarget="me-menu">
        <CircleUser size={16} stroke-width={1.75} aria-hidden="true" />
        <span>{t('me.tab')}</span>
      </button>
    </nav>
  );
}
