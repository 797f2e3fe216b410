import { Show } from 'solid-js';
import { Face } from '../../shared/ui/face.tsx';
import { useState, useWhole } from '../../shared/state/session.ts';
import { ThemeSwitch } from '../../shared/ui/theme.tsx';
import { rowsOf } from '../queue/views.ts';
import { t } from '../words.ts';
import { useIsAway } from '../availability/is-away.ts';
import styles from './me.module.css';

/** At the foot of the navigation; a phone has a tab for it. */
export function Me() {
  const state = useState();
  const whole = useWhole();
  const isAway = useIsAway();
  return (
    <div class={styles.me}>
      <button type="button" class={styles.who} popovertarget="me-menu" title={t('me.menu')}>
        <Face of={state.me} />
        <span class="clip">
          {state.me.name}
          <span>
            <Show when={isAway()}>{t('availability.now')} </Show>
            {t('me.load', { n: rowsOf('mine', whole()).length, capacity: state.me.capacity })}
          </span>
        </span>
      </button>
      <ThemeSwitch />
    </div>
  );
}
