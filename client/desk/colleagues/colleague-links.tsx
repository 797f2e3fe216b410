import { For, Show } from 'solid-js';
import { useSession, useState } from '../../shared/state/session.ts';
import { Link } from '../link.tsx';
import { useLoad } from './load.ts';
import { t } from './words.ts';
import styles from './colleague-links.module.css';

/** More would push the foot of the navigation out of sight. */
const SHOWN_MOST = 8;

/** The colleagues who are here, and how many of their places are taken. Each leads to their tickets. */
export function ColleagueLinks() {
  const state = useState();
  const { live } = useSession();
  const load = useLoad();
  const others = () => state.lists.colleagues.items.filter(({ id }) => id !== state.me.id);
  const here = () => others().filter(({ id }) => live.here.colleague(id)?.here);

  return (
    <Show when={others().length > 0}>
      <section class={styles.team} aria-labelledby="team">
        <h2 id="team">
          {t('title')} <span>{t('active')}</span>
        </h2>
        <ul>
          <For each={here().slice(0, SHOWN_MOST)} fallback={<li class={styles.quiet}>{t('nobody')}</li>}>
            {(one) => {
              const isAway = () => one.availability === 'away';
              return (
                <li>
                  <Link
                    href={`/all?assignee=${one.id}`}
                    title={t(isAway() ? 'away' : 'here', { name: one.name, ...load(one) })}
                  >
                    <span class="here" classList={{ away: isAway() }} aria-hidden="true" />
                    <span class="clip" dir="auto">
                      {one.name}
                      <Show when={isAway()}> {t('isAway')}</Show>
                    </span>
                    <span class={styles.load}>{t('load', load(one))}</span>
                  </Link>
                </li>
              );
            }}
          </For>
        </ul>
        <Show when={here().length > SHOWN_MOST}>
          <p class={styles.quiet}>{t.count('more', here().length - SHOWN_MOST)}</p>
        </Show>
      </section>
    </Show>
  );
}
