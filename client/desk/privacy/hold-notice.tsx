import { createEffect, createSignal, For, on, onCleanup } from 'solid-js';
import type { Hold } from '../../../server/holds/contract.ts';
import { momentWords } from '../../shared/time.ts';
import { holdsChanged } from './holds-changed.ts';
import { privacyApi } from './privacy-api.ts';
import styles from './privacy.module.css';
import { t } from './words.ts';

/** Says beside a conversation that nothing of it can be deleted. */
export function HoldNotice(props: { ticketId: string }) {
  const [holds, setHolds] = createSignal<Hold[]>([]);
  createEffect(
    on([() => props.ticketId, holdsChanged], ([id], before) => {
      if (before?.[0] !== id) setHolds([]);
      let left = false;
      onCleanup(() => (left = true));
      // The panel is useful without them.
      privacyApi.holdsOf(id).then(
        ({ items }) => left || setHolds(items),
        () => {},
      );
    }),
  );
  return (
    <For each={holds()}>
      {(hold) => (
        <section class={styles.held}>
          <h3>{t('holds.isHeld')}</h3>
          <p>{t(hold.ticket ? 'holds.ticketIsHeld' : 'holds.personIsHeld')}</p>
          <p class="quiet" dir="auto">
            {hold.reason ? `${hold.reason}. ` : ''}
            {t('holds.by', { name: hold.by.name, time: momentWords(hold.createdAt) })}
          </p>
        </section>
      )}
    </For>
  );
}
