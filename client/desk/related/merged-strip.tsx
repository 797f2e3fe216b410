import type { TicketRef, TicketRow } from '../../../server/tickets/contract.ts';
import { useCommands } from '../commands.ts';
import { useActions } from '../conversation/actions.ts';
import { usePlace } from '../desk.ts';
import { Link } from '../link.tsx';
import { useRelated } from './related.ts';
import styles from './related.module.css';
import { t } from './words.ts';

/** Replaces the reply box of a merged ticket, which takes no new messages. */
export function MergedStrip(props: { row: TicketRow; into: TicketRef }) {
  const place = usePlace();
  const actions = useActions();
  const related = useRelated();
  const none = { run: () => {}, when: () => false, why: () => t('strip.into', { number: props.into.number }) };
  useCommands({ reply: none, note: none });
  return (
    <div class={styles.strip}>
      <p>{t('strip.into', { number: props.into.number })}</p>
      <button
        type="button"
        class="btn"
        disabled={!actions.mayChange(props.row)}
        onClick={() => void related.part(props.row.id, props.row.number)}
      >
        {t('strip.part')}
      </button>
      <Link class="btn main" href={place.href(props.into.id)}>
        {t('strip.go', { number: props.into.number })}
      </Link>
    </div>
  );
}
