import { createMemo, createSignal, For, Show } from 'solid-js';
import { api } from '../../shared/api.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { ticketInPath } from '../route.ts';
import { t } from '../words.ts';
import { isDone } from '../../customer/status-words.ts';
import { PendingLink, TicketLink } from '../../customer/ticket-link.tsx';
import styles from './ticket-list.module.css';

export function TicketList(props: { class?: string | undefined }) {
  const state = useState();
  const session = useSession();
  // A merged ticket is read in its target.
  const rows = createMemo(() =>
    Object.values(state.rows)
      .filter((row) => row.mergedInto === null)
      .toSorted((a, b) => b.lastMessage.at - a.lastMessage.at),
  );
  const pending = () =>
    (session.outbox()?.items() ?? []).filter(
      (item) => (item.kind === 'ticket' || item.state === 'failed') && !state.rows[item.ticketId],
    );
  const isEmpty = () => rows().length === 0 && pending().length === 0;
  const [loading, setLoading] = createSignal(false);
  const [problem, setProblem] = createSignal('');

  async function more() {
    setLoading(true);
    setProblem('');
    try {
      const page = await api.tickets({ order: 'updated', cursor: state.next });
      session.store.change((now) => ({ ...page.items.reduce(applyRow, now), next: page.next }));
    } catch {
      setProblem(t('list.failed'));
    } finally {
      setLoading(false);
    }
  }

  return (
    <nav class={`${styles.list} ${props.class ?? ''}`} aria-label={t('list.title')}>
      <header>
        <h2>{t('list.title')}</h2>
        <a class="btn" href="/ask">
          {t('list.ask')}
        </a>
      </header>
      <Show when={isEmpty()}>
        <p class={styles.empty}>{t('list.empty')}</p>
      </Show>
      <ul>
        <For each={pending()}>{(item) => <PendingLink item={item} isHere={ticketInPath() === item.ticketId} />}</For>
        <For each={rows().filter((row) => !isDone(row))}>
          {(row) => <TicketLink row={row} isHere={ticketInPath() === row.id} />}
        </For>
      </ul>
      <Show when={rows().some(isDone)}>
        <h3>{t('list.done')}</h3>
        <ul>
          <For each={rows().filter(isDone)}>{(row) => <TicketLink row={row} isHere={ticketInPath() === row.id} />}</For>
        </ul>
      </Show>
      <Show when={state.next}>
        <button type="button" class="btn bare" disabled={loading()} onClick={() => void more()}>
          {t('list.more')}
        </button>
        <Show when={problem()}>
          <p class={`problem ${styles.empty}`} role="alert">
            {problem()}
          </p>
        </Show>
      </Show>
    </nav>
  );
}
