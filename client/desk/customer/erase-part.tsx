import { createSignal, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { later } from '../../shared/later.ts';
import { useDesk } from '../desk.ts';
import { t as customerWords } from '../customers/words.ts';
import { t as erasureWords } from '../erasure/words.ts';
import { Link } from '../link.tsx';
import { t as deskWords } from '../words.ts';
import styles from './customer-panel.module.css';

const EraseDialog = later(async () => (await import('../erasure/erase-dialog.tsx')).EraseDialog);

const PersonActs = later(async () => (await import('../privacy/person-acts.tsx')).PersonActs);

/** For those who may delete people: also their data, and legal holds. */
export function ErasePart(props: { row: TicketRow }) {
  const desk = useDesk();
  const [asked, setAsked] = createSignal<TicketRow['customer']>();
  return (
    <section class={styles.block}>
      <Link class="btn bare" href={`/settings/customers/${props.row.customer.id}`}>
        {customerWords('page')}
      </Link>
      <PersonActs person={props.row.customer} ticketId={props.row.id} />
      <button type="button" class="btn bare" onClick={() => setAsked(props.row.customer)}>
        {erasureWords('open')}
      </button>
      <Show when={asked()}>
        {(of) => (
          <EraseDialog
            of={of()}
            close={() => setAsked(undefined)}
            missing={() => {
              setAsked(undefined);
              desk.say({ text: deskWords('notLoaded') });
            }}
          />
        )}
      </Show>
    </section>
  );
}
