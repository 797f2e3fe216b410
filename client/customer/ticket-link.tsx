import { Show } from 'solid-js';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { type OutboxItem, textOf } from '../shared/outbox/item.ts';
import { useSession, useState } from '../shared/state/session.ts';
import { cut } from '../shared/graphemes.ts';
import { plainLater } from '../shared/conversation/plain-later.ts';
import { fullTime, shortTime } from '../shared/time.ts';
import { useLinks } from './links.ts';
import { shared, t } from './words.ts';
import { firstName } from '../shared/names.ts';
import { isDone, statusWords } from './status-words.ts';
import styles from './ticket-link.module.css';

export function TicketLink(props: { row: TicketRow; isHere: boolean }) {
  const toTicket = useLinks();
  const { now } = useSession();
  const state = useState();
  const author = () => {
    const { id, name } = props.row.lastMessage.author;
    return id === state.me.id ? shared('you') : firstName(name);
  };
  const at = () => props.row.lastMessage.at;

  return (
    <li>
      <a
        class={styles.link}
        classList={{ [styles.current ?? '']: props.isHere }}
        href={toTicket(props.row.id)}
        aria-current={props.isHere ? 'page' : undefined}
      >
        <b class="clip" dir="auto">
          {props.row.subject}
        </b>
        <time datetime={new Date(at()).toISOString()} title={fullTime(at())}>
          {shortTime(at(), now())}
        </time>
        <span class={`${styles.says} clip`} dir="auto">
          {t('list.says', { name: author(), text: plainLater(props.row.lastMessage.excerpt) })}
        </span>
        <Show when={props.row.unread > 0}>
          <span class={styles.unread}>
            <span class="sr">{t('list.unread')}</span>
            {props.row.unread}
          </span>
        </Show>
        <span
          class={styles.status}
          classList={{ [styles.on ?? '']: !isDone(props.row) && props.row.assignee !== null }}
        >
          {statusWords(props.row)}
        </span>
      </a>
    </li>
  );
}

/** A ticket opened here and not answered by the server yet. */
export function PendingLink(props: { item: OutboxItem; isHere: boolean }) {
  const toTicket = useLinks();
  return (
    <li>
      <a
        class={styles.link}
        classList={{ [styles.current ?? '']: props.isHere }}
        href={toTicket(props.item.ticketId)}
        aria-current={props.isHere ? 'page' : undefined}
      >
        <b class="clip" dir="auto">
          {props.item.subject ?? cut(textOf(props.item), 80)}
        </b>
        <span class={`${styles.says} clip`} dir="auto">
          {t('list.says', { name: shared('you'), text: plainLater(textOf(props.item)) })}
        </span>
        <span class={styles.status}>{t(`status.${props.item.state === 'held' ? 'waiting' : props.item.state}`)}</span>
      </a>
    </li>
  );
}
