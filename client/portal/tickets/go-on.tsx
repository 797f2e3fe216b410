import { createMemo, For } from 'solid-js';
import { isDone } from '../../customer/status-words.ts';
import { TicketLink } from '../../customer/ticket-link.tsx';
import { useState } from '../../shared/state/session.ts';
import { wordsOf } from '../../shared/words.ts';
import styles from './go-on.module.css';

/** How many tickets are offered: the rest stands in the list. */
const OFFERED = 3;

const t = wordsOf({
  answered: { one: 'You have an answer', other: 'You have {{ n }} answers' },
  open: 'Your open tickets',
  done: 'All your questions are answered',
  new: 'Something else?',
  ask: 'Ask a question',
} as const);

/** Leads on to what was answered, else to what is open, and to a new question. */
export function GoOn() {
  const state = useState();
  const tickets = createMemo(() =>
    Object.values(state.rows)
      .filter((row) => row.mergedInto === null)
      .toSorted((a, b) => b.lastMessage.at - a.lastMessage.at),
  );
  const answered = () => tickets().filter(({ unread }) => unread > 0);
  const open = () => tickets().filter((row) => !isDone(row));
  const offered = () => (answered().length > 0 ? answered() : open()).slice(0, OFFERED);
  const title = () => {
    if (answered().length > 0) return t.count('answered', answered().length);
    return open().length > 0 ? t('open') : t('done');
  };

  return (
    <section class={styles.goOn}>
      <h2>{title()}</h2>
      <ul>
        <For each={offered()}>{(row) => <TicketLink row={row} isHere={false} />}</For>
      </ul>
      <p>
        {t('new')}{' '}
        <a class="btn" href="/ask">
          {t('ask')}
        </a>
      </p>
    </section>
  );
}
