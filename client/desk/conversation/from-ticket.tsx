import { Show } from 'solid-js';
import type { TicketRef } from '../../../server/tickets/contract.ts';
import { Link } from '../link.tsx';
import { t } from '../words.ts';
import styles from './transcript.module.css';

/** Under the time, of what was written on a ticket that was merged into this one. */
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
