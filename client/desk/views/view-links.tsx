import { useLocation } from '@solidjs/router';
import Bookmark from 'lucide-solid/icons/bookmark';
import Users from 'lucide-solid/icons/users';
import { For, Show } from 'solid-js';
import { useState } from '../../shared/state/session.ts';
import { placeIn } from '../address.ts';
import { Link } from '../link.tsx';
import { t } from '../words.ts';
import { viewsOf } from './saved.ts';
import { useVisibleViews } from './visible-views.ts';
import styles from './view-links.module.css';

/** The saved views in the navigation; they are counted while they are mounted. */
export function NavViews() {
  useVisibleViews();
  return <ViewLinks />;
}

/** Links to own and shared views, each with its count. */
export function ViewLinks(props: { onGo?: () => void }) {
  const state = useState();
  const location = useLocation();
  const views = () => viewsOf(state);
  const countOf = (id: string) => {
    const count = state.counts?.views[id];
    return count && `${count.n}${count.more ? '+' : ''}`;
  };
  return (
    <Show when={views().length > 0}>
      <h2 class={styles.title}>{t('savedViews.label')}</h2>
      <ul class={styles.list}>
        <For each={views()}>
          {(view) => (
            <li>
              <Link
                href={`/views/${view.id}`}
                aria-current={placeIn(location.pathname)?.list === `views/${view.id}` ? 'page' : undefined}
                title={view.shared ? t('savedViews.shared', { name: view.name }) : view.name}
                onClick={() => props.onGo?.()}
              >
                <Show
                  when={view.shared}
                  fallback={<Bookmark size={16} stroke-width={1.75} aria-hidden="true" class={styles.icon} />}
                >
                  <Users size={16} stroke-width={1.75} aria-hidden="true" class={styles.icon} />
                </Show>
                <span class={styles.name} dir="auto">
                  {view.name}
                </span>
                <span class={styles.count}>{countOf(view.id)}</span>
              </Link>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
