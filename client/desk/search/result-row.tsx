import { useLocation } from '@solidjs/router';
import Lock from 'lucide-solid/icons/lock';
import { For, Show } from 'solid-js';
import type { SearchResult } from '../../../server/search/contract.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { fullTime, shortTime } from '../../shared/time.ts';
import { BASE } from '../desk.ts';
import { t } from './words.ts';
import styles from './search-page.module.css';

export function ResultRow(props: { found: SearchResult; opened: () => void }) {
  const state = useState();
  const { now } = useSession();
  const location = useLocation();
  const status = () => state.lists.statuses.items.find(({ code }) => code === props.found.ticket.status)?.name ?? '';

  return (
    <li classList={{ [styles.note ?? '']: props.found.kind === 'note' }}>
      <a
        noScroll
        href={`${BASE}/all/${props.found.ticket.id}?at=${props.found.eventId}`}
        // Leaving the ticket leads back here.
        state={JSON.stringify({ from: `/search${location.search}` })}
        class={`${styles.row} ring-in`}
        data-event={props.found.eventId}
        onClick={() => props.opened()}
      >
        <time datetime={new Date(props.found.at).toISOString()} title={fullTime(props.found.at)}>
          {shortTime(props.found.at, now())}
        </time>
        <span class={styles.text}>
          <span class={styles.who}>
            <b dir="auto">{props.found.author.name}</b>
            <Show when={props.found.kind === 'note'}>
              <span class={styles.lock}>
                <Lock size={14} stroke-width={1.75} aria-hidden="true" />
                {t('note')}
              </span>
            </Show>
            <Show when={props.found.kind === 'subject'}>
              <span>{t('opened')}</span>
            </Show>
          </span>
          <span class={styles.snippet} dir="auto">
            <For each={props.found.snippet}>
              {(part) => (
                <Show when={part.hit} fallback={part.text}>
                  <mark>{part.text}</mark>
                </Show>
              )}
            </For>
          </span>
          <span class={styles.ticket}>
            <span class="clip" dir="auto">
              {props.found.kind === 'subject' ? props.found.ticket.customer.name : props.found.ticket.subject}
            </span>
            <span>
              {props.found.kind === 'subject' ? '' : `${props.found.ticket.customer.name} · `}
              {props.found.ticket.number} · {status()}
            </span>
          </span>
        </span>
      </a>
    </li>
  );
}
