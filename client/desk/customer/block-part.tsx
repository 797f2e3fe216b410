import { Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Visitor } from '../../../server/widget/contract.ts';
import { request } from '../../shared/request.ts';
import { useSession } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import styles from './customer-panel.module.css';
import { t } from './visitor-words.ts';

/** Blocks the visitor. No confirmation: unblocking restores everything. */
export function BlockPart(props: { row: TicketRow }) {
  const desk = useDesk();
  const { live } = useSession();
  const visitor = () => live.here.visitor(props.row.customer.id);

  async function set({ userId, name }: Visitor, blocked: boolean) {
    const now = await desk.attempt(() => request('PUT', `/visitors/${userId}/blocked`, { blocked }));
    if (!now) return;
    live.here.visits(now);
    const text = t(blocked ? 'isBlocked' : 'isUnblocked', { name });
    desk.say({ text, undo: () => set(now, !blocked) });
  }

  return (
    <Show when={visitor()}>
      {(who) => (
        <section class={styles.block}>
          <Show when={who().blocked}>
            <p class="hot">{t('blocked')}</p>
          </Show>
          <button type="button" class="btn bare" onClick={() => void set(who(), !who().blocked)}>
            {t(who().blocked ? 'unblock' : 'block')}
          </button>
        </section>
      )}
    </Show>
  );
}
