import { Show } from 'solid-js';
import type { TicketRef } from '../../../server/tickets/contract.ts';
import { Link } from '../link.tsx';
import { t } from './words.ts';
import styles from './transcript.module.css';

/** Names the merged ticket on which an entry was written, under its time. */
export function FromTicket(props: { of: TicketRef | null }) {
  return (
    <Show when={props.of}>
      {(ticket) => (
        <Link
          class={styles.from}
          href={`/all/${ticket().id}`}
          title={t('merged.fromTicket', { number: ticket().number })}
        >
          {t('merged.from', { number: ticket().number })}
        </Link>
      )}
    </Show>
  );
}
