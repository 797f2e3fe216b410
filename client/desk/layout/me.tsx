import { Face } from '../../shared/face.tsx';
import { useState } from '../../shared/session.ts';
import { ThemeSwitch } from '../../shared/theme.tsx';
import { rowsOf } from '../queue/views.ts';
import { t } from '../words.ts';
import styles from './me.module.css';

/** At the foot of the views; a phone has a tab for it. */
export function Me() {
  const state = useState();
  return (
    <div class={styles.me}>
      <button type="button" class={styles.who} popovertarget="me-menu" title={t('me.menu')}>
        <Face name={state.me.name} />
        <span class="clip">
          {state.me.name}
          <span>{t('me.load', { n: rowsOf('mine', state).length, capacity: state.me.capacity })}</span>
        </span>
      </button>
      <ThemeSwitch />
    </div>
  );
}
