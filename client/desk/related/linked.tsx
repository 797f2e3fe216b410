import Unlink from 'lucide-solid/icons/unlink';
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { request } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { Link } from '../link.tsx';
import { HoldNotice } from '../privacy/hold-notice.tsx';
import { useRelated } from './related.ts';
import styles from './related.module.css';
import { t } from './words.ts';

/** A legal hold, and the linked tickets, requested with the ticket and after every link or unlink. */
export function Linked(props: { row: TicketRow; locked: boolean }) {
  const state = useState();
  const related = useRelated();
  const [others, setOthers] = createSignal<TicketRow[]>([]);
  const lastChange = createMemo(
    () =>
      state.open[props.row.id]?.entries.findLast(
        (entry) => entry.kind === 'change' && /^ticket\.(?:linked|unlinked|split)$/u.test(entry.event.type),
      )?.id,
  );
  const status = (row: TicketRow) =>
    state.lists.statuses.items.find((one) => one.code === row.status)?.name ?? row.status;

  createEffect(
    on([() => props.row.id, lastChange], ([id], before) => {
      if (before?.[0] !== id) setOthers([]);
      let left = false;
      onCleanup(() => (left = true));
      // The panel is useful without them.
      request('GET', `/tickets/${id}/links`).then(
        ({ items }) => left || setOthers(items),
        () => {},
      );
    }),
  );

  return (
    <>
      <HoldNotice row={props.row} />
      <Show when={others().length > 0}>
        <section>
          <h3>{t('linkedWith')}</h3>
          <ul class={styles.linked}>
            <For each={others()}>
              {(other) => (
                <li>
                  <Link href={`/all/${other.id}`}>
                    <span dir="auto">{other.subject}</span>
                    <small>
                      {other.number} · {status(state.rows[other.id] ?? other)}
                    </small>
                  </Link>
                  <button
                    type="button"
                    class="btn bare icon"
                    disabled={props.locked}
                    aria-label={t('takeAway', { number: other.number })}
                    title={t('takeAway', { number: other.number })}
                    onClick={() => void related.unlink(props.row, other)}
                  >
                    <Unlink size={16} stroke-width={1.75} aria-hidden="true" />
                  </button>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
    </>
  );
}
