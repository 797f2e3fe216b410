import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { later } from '../../shared/later.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { ticketInPath } from '../route.ts';
import { t } from '../words.ts';
import { isDone } from '../../customer/status-words.ts';
import { PendingLink, TicketLink } from '../../customer/ticket-link.tsx';
import type { Filter } from './list-filter.tsx';
import styles from './ticket-list.module.css';

const ListFilter = later(async () => (await import('./list-filter.tsx')).ListFilter);

/** A list that fits on the screen needs no filter. */
const FILTERED_FROM = 10;

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
  const [filter, setFilter] = createSignal<Filter>('all');
  /** The next page of the open or of the done ones; null after the last, undefined before the first. */
  const [nextOf, setNextOf] = createSignal<Partial<Record<Filter, string | null>>>({});
  const next = () => (filter() === 'all' || state.next === null ? state.next : nextOf()[filter()]);
  const shows = (row: TicketRow) => filter() === 'all' || (filter() === 'done') === isDone(row);
  const isLong = () => rows().length > FILTERED_FROM || state.next !== null;

  // A new snapshot has the first page alone.
  createEffect(
    on(
      session.live.loads,
      () => {
        setNextOf({});
        if (next() === undefined) void more();
      },
      { defer: true },
    ),
  );

  function choose(which: Filter) {
    setFilter(which);
    if (next() === undefined) void more();
  }

  async function more() {
    const which = filter();
    setLoading(true);
    setProblem('');
    try {
      const active = which === 'all' ? {} : { active: String(which === 'open') };
      const page = await api.tickets({ order: 'updated', cursor: next() ?? null, ...active });
      if (which === 'all') session.store.change((now) => ({ ...page.items.reduce(applyRow, now), next: page.next }));
      else {
        session.store.change((now) => page.items.reduce(applyRow, now));
        setNextOf((all) => ({ ...all, [which]: page.next }));
      }
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
      <Show when={isLong()}>
        <ListFilter choose={choose} />
      </Show>
      <Show when={isEmpty()}>
        <p class={styles.empty}>{t('list.empty')}</p>
      </Show>
      <ul>
        <For each={pending()}>{(item) => <PendingLink item={item} isHere={ticketInPath() === item.ticketId} />}</For>
        <For each={rows().filter((row) => !isDone(row) && shows(row))}>
          {(row) => <TicketLink row={row} isHere={ticketInPath() === row.id} />}
        </For>
      </ul>
      <Show when={filter() !== 'open' && rows().some(isDone)}>
        <h3>{t('list.done')}</h3>
        <ul>
          <For each={rows().filter(isDone)}>{(row) => <TicketLink row={row} isHere={ticketInPath() === row.id} />}</For>
        </ul>
      </Show>
      <Show when={next() !== null}>
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
