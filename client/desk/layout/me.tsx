import { Show } from 'solid-js';
import { Face } from '../../shared/ui/face.tsx';
import { useState } from '../../shared/state/session.ts';
import { ThemeSwitch } from '../../shared/ui/theme.tsx';
import { useIsAway } from '../availability/is-away.ts';
import { useLoad } from '../colleagues/load.ts';
import { t } from '../words.ts';
import styles from './me.module.css';

/** At the foot of the navigation; a phone has a tab for it. */
export function Me() {
  const state = useState();
  const load = useLoad();
  const own = () => {
    const me = state.lists.colleagues.items.find(({ id }) => id === state.me.id);
    return me ? load(me) : { n: 0, capacity: state.me.capacity };
  };
  const isAway = useIsAway();
  return (
    <div class={styles.me}>
      <button type="button" class={styles.who} popovertarget="me-menu" title={t('me.menu')}>
        <Face of={state.me} />
        <span class="clip">
          {state.me.name}
          <span>
            <Show when={isAway()}>{t('availability.now')} </Show>
            {t('me.load', own())}
          </span>
        </span>
      </button>
      <ThemeSwitch />
    </div>
  );
}
