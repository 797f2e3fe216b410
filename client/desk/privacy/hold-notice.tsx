import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js';
import type { EarlierText, HoldsOfTicket } from '../../../server/holds/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import { giveBack } from '../keys/give-back.ts';
import { EndHold } from './end-hold.tsx';
import { holdsChanged, setHoldsChanged } from './holds-changed.ts';
import { privacyApi } from './privacy-api.ts';
import styles from './privacy.module.css';
import { t } from './words.ts';

const NONE: HoldsOfTicket = { items: [], earlier: [] };

/** Says beside a conversation that nothing of it can be deleted, and what its texts were before they were changed meanwhile. */
export function HoldNotice(props: { row: TicketRow }) {
  const state = useState();
  const [found, setFound] = createSignal(NONE);
  const texts = () => [props.row.subject, props.row.category, props.row.ratedAt, props.row.rating].join();
  createEffect(
    on([() => props.row.id, holdsChanged, texts], ([id], before) => {
      if (before?.[0] !== id) setFound(NONE);
      let left = false;
      onCleanup(() => (left = true));
      // The panel is useful without them.
      privacyApi.holdsOf(id).then(
        (now) => left || setFound(now),
        () => {},
      );
    }),
  );
  let notice: HTMLElement | undefined;
  function ended() {
    const at = document.activeElement;
    // The button goes away. Somebody who is writing elsewhere by now keeps the focus.
    if (at === document.body || notice?.contains(at)) giveBack(at);
    setHoldsChanged((n) => n + 1);
  }
  const bodyOf = ({ what, body }: EarlierText) =>
    what === 'category'
      ? (state.lists.categories.items.find(({ code }) => code === body)?.name ?? (body || t('holds.noCategory')))
      : body;
  return (
    <>
      <For each={found().items}>
        {(hold) => (
          <section ref={(element) => (notice = element)} class={styles.held}>
            <h3>{t('holds.isHeld')}</h3>
            <p>{t(hold.ticket ? 'holds.ticketIsHeld' : 'holds.personIsHeld')}</p>
            <p class="quiet" dir="auto">
              {hold.reason ? `${hold.reason}. ` : ''}
              {t('holds.by', { name: hold.by.name, time: momentWords(hold.createdAt) })}
            </p>
            <EndHold hold={hold} ended={ended} />
          </section>
        )}
      </For>
      <Show when={found().earlier.length > 0}>
        <section class={styles.held}>
          <h3>{t('holds.earlierTitle')}</h3>
          <For each={found().earlier}>
            {(earlier) => (
              <>
                <p class="quiet" dir="auto">
                  {t(`holds.earlier.${earlier.what}`, {
                    name: earlier.by?.name ?? t('holds.theServer'),
                    time: momentWords(earlier.at),
                  })}
                </p>
                <p dir="auto">{bodyOf(earlier)}</p>
              </>
            )}
          </For>
        </section>
      </Show>
    </>
  );
}
