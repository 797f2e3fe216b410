import ArrowLeft from 'lucide-solid/icons/chevron-left';
import { createSignal, For, Show } from 'solid-js';
import { useLocation } from '@solidjs/router';
import type { State } from '../../shared/state/timeline.ts';
import { ThemeSwitch } from '../../shared/ui/theme.tsx';
import { isAt } from '../desk.ts';
import { Link } from '../link.tsx';
import { MenuLink } from '../menu/menu-link.tsx';
import { fit } from '../palette/fuzzy.ts';
import styles from './settings-shell.module.css';
import { t } from './words.ts';

type Item = State['me']['menu'][number];

/** The list of all settings pages. It is the same on every one of them. */
export function SettingsIndex(props: { items: Item[] }) {
  const location = useLocation();
  const [wanted, setWanted] = createSignal('');
  const found = () => props.items.filter(({ label }) => fit(wanted().trim(), label) !== null);
  const sections = () => [...new Set(found().map(({ section }) => section))];

  return (
    <nav class={styles.nav} aria-label={t('title')}>
      <p class={styles.up}>
        <Link href="/waiting">
          <ArrowLeft size={16} stroke-width={1.75} aria-hidden="true" />
          {t('queue')}
        </Link>
        <Link href="/settings" class={styles.all}>
          {t('all')}
        </Link>
      </p>
      <h2 class={styles.title}>{t('title')}</h2>
      <input
        class={`input ${styles.find}`}
        type="search"
        aria-label={t('find')}
        placeholder={t('find')}
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
      <For each={sections()} fallback={<p class={styles.none}>{t('none')}</p>}>
        {(section) => (
          <>
            <Show when={section}>{(heading) => <h3>{heading()}</h3>}</Show>
            <ul>
              <For each={found().filter((item) => item.section === section)}>
                {(item) => (
                  <li>
                    <MenuLink item={item} aria-current={isAt(location.pathname, item) ? 'page' : undefined}>
                      {item.label}
                    </MenuLink>
                  </li>
                )}
              </For>
            </ul>
          </>
        )}
      </For>
      <div class={styles.foot}>
        <ThemeSwitch />
      </div>
    </nav>
  );
}
