import { createMemo, Show } from 'solid-js';
import { useSession, useState } from '../../shared/state/session.ts';
import { t } from '../words.ts';
import { AskPage } from './ask-page-later.ts';
import styles from './choose-page.module.css';

/** Shown when no ticket is open. A person without tickets is led to the form, which then stays: they may be writing. */
export function ChoosePage() {
  const state = useState();
  const session = useSession();
  const hasNone = () => Object.keys(state.rows).length === 0 && session.outbox()?.items().length === 0;
  const isAsking = createMemo<boolean>((was) => was || hasNone(), false);
  return (
    <Show when={isAsking()} fallback={<p class={styles.choose}>{t('list.choose')}</p>}>
      <AskPage />
    </Show>
  );
}
