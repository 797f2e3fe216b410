import { useLocation } from '@solidjs/router';
import Brackets from 'lucide-solid/icons/brackets';
import Clock from 'lucide-solid/icons/clock';
import AtSign from 'lucide-solid/icons/at-sign';
import AlarmClock from 'lucide-solid/icons/alarm-clock';
import List from 'lucide-solid/icons/list';
import Search from 'lucide-solid/icons/search';
import Settings from 'lucide-solid/icons/settings-2';
import User from 'lucide-solid/icons/user';
import { createMemo, For, mapArray, Show } from 'solid-js';
import { later } from '../../shared/later.ts';
import { useState, useWhole } from '../../shared/state/session.ts';
import type { State } from '../../shared/state/timeline.ts';
import { isList } from '../address.ts';
import { isAt, pathOf } from '../desk.ts';
import { Link } from '../link.tsx';
import { isOfDesk, ownLinksIn } from '../menu/own-links-in.ts';
import { rowsOf, waitingCount } from '../queue/views.ts';
import { Key } from '../keys/key.tsx';
import { t } from '../words.ts';
import { Me } from './me.tsx';
import styles from './nav.module.css';

// Loaded on demand: not everybody saves views.
const ColleagueLinks = later(async () => (await import('../colleagues/colleague-links.tsx')).ColleagueLinks);
export const OwnLinks = later(async () => (await import('../menu/own-links.tsx')).OwnLinks);
const NavViews = later(async () => (await import('../views/view-links.tsx')).NavViews);

const ICONS: Record<string, typeof Clock> = {
  clock: Clock,
  user: User,
  'at-sign': AtSign,
  'alarm-clock': AlarmClock,
  settings: Settings,
};

/** The top of the person's menu, with badges. An item keeps its identity while its number changes. */
export function useViews() {
  const state = useState();
  const whole = useWhole();
  const location = useLocation();
  const mine = createMemo(() => rowsOf('mine', whole()));
  const viewOf = ({ code, label, href, icon }: State['me']['menu'][number]) => ({
    code,
    label,
    href: pathOf({ href }),
    icon: ICONS[icon ?? ''] ?? List,
    get isCurrent() {
      return isAt(location.pathname, { href });
    },
    get count() {
      return code === 'mine' ? mine().length : countOf(code, state);
    },
    get hasNews() {
      return code === 'mentions'
        ? state.lists.mentions.items.length > 0
        : code === 'mine' && mine().some((row) => row.unread > 0);
    },
  });
  // Copies: where the order changes, the store writes other items into the same objects.
  const items = createMemo(() =>
    state.me.menu.filter((item) => item.parent === null && isOfDesk(item)).map((item) => ({ ...item })),
  );
  return createMemo(mapArray(items, viewOf));
}

function countOf(code: string, state: State): number | null {
  // Zero mentions need no badge.
  if (code === 'mentions') return state.counts?.mentions || null;
  if (code === 'waiting' && state.counts) return waitingCount(state);
  return code === 'snoozed' ? (state.counts?.snoozed ?? null) : null;
}

export function Nav() {
  const views = useViews();
  const state = useState();
  const hasViews = () => state.lists.ownViews.items.length + state.lists.sharedViews.items.length > 0;
  /** Pages that are no ticket lists stand below those that are. */
  const isPage = ({ code }: { code: string }) => !isList(code);

  return (
    <nav class={styles.nav} aria-label={t('views.label')}>
      <p class={styles.mark}>
        <Brackets size={16} stroke-width={1.75} aria-hidden="true" />
        <span>{t('brand')}</span>
      </p>
      <Link href="/search" class={styles.find} title={t('search')}>
        <Search size={16} stroke-width={1.75} aria-hidden="true" />
        <span class={styles.label}>{t('search')}</span>
        <Key of="search" />
      </Link>
      <Lists views={views().filter((view) => !isPage(view))} />
      <Show when={ownLinksIn(state.me.menu).length > 0}>
        <OwnLinks />
      </Show>
      <Show when={hasViews()}>
        <NavViews />
      </Show>
      <ColleagueLinks />
      <div class={styles.foot}>
        <Lists views={views().filter(isPage)} />
        <Me />
      </div>
    </nav>
  );
}

function Lists(props: { views: ReturnType<ReturnType<typeof useViews>> }) {
  return (
    <ul>
      <For each={props.views}>
        {(view) => (
          <li>
            <Link href={view.href} aria-current={view.isCurrent ? 'page' : undefined} title={view.label}>
              <view.icon size={16} stroke-width={1.75} aria-hidden="true" />
              <span class={styles.label}>{view.label}</span>
              <Show when={view.count !== null}>
                <span class={styles.count} classList={{ [styles.news ?? '']: view.hasNews }}>
                  <Show when={view.hasNews}>
                    <span class="sr">{t('views.news')}</span>
                  </Show>
                  {view.count}
                </span>
              </Show>
            </Link>
          </li>
        )}
      </For>
    </ul>
  );
}
