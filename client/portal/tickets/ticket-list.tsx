import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import { api } from '../../shared/api.ts';
import { later } from '../../shared/later.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { filterList, listQuery, ticketInPath } from '../route.ts';
import { t } from '../words.ts';
import { isDone } from '../../customer/status-words.ts';
import { PendingLink, TicketLink } from '../../customer/ticket-link.tsx';
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
  const asked = (name: string) => new URLSearchParams(listQuery()).get(name);
  // Values of the address that do not exist filter nothing.
  const status = createMemo(() => ['open', 'done'].find((one) => one === asked('status')));
  const priority = createMemo(
    () => state.lists.priorities.items.find(({ code, deleted }) => !deleted && code === asked('priority'))?.code,
  );
  const isFiltered = () => !!(status() || priority());
  const key = () => `${status()} ${priority()}`;
  /** The next page with each filter; null after the last, undefined before the first. */
  const [nextOf, setNextOf] = createSignal<Record<string, string | null>>({});
  const next = () => (state.next === null || !isFiltered() ? state.next : nextOf()[key()]);
  const shown = createMemo(() =>
    rows().filter(
      (row) => (!status() || (status() === 'done') === isDone(row)) && (!priority() || priority() === row.priority),
    ),
  );

  // A new snapshot has the first page alone.
  createEffect(on(session.live.loads, () => setNextOf({}), { defer: true }));
  createEffect(on(next, (page) => page === undefined && void more()));

  async function more() {
    const which = isFiltered() ? key() : null;
    setLoading(true);
    setProblem('');
    try {
      const page = await api.tickets({
        order: 'updated',
        cursor: next() ?? null,
        active: status() && String(status() === 'open'),
        priority: priority(),
      });
      session.store.change((now) => page.items.reduce(applyRow, now));
      if (which === null) session.store.change((now) => ({ ...now, next: page.next }));
      else setNextOf((all) => ({ ...all, [which]: page.next }));
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
      <Show when={isFiltered() || rows().length > FILTERED_FROM || state.next !== null}>
        <ListFilter
          rows={rows()}
          status={status()}
          priority={priority()}
          shown={shown().length}
          isComplete={next() === null}
          choose={filterList}
        />
      </Show>
      <Show when={isEmpty()}>
        <p class={styles.empty}>{t('list.empty')}</p>
      </Show>
      <ul>
        <For each={pending()}>{(item) => <PendingLink item={item} isHere={ticketInPath() === item.ticketId} />}</For>
        <For each={shown().filter((row) => !isDone(row))}>
          {(row) => <TicketLink row={row} isHere={ticketInPath() === row.id} />}
        </For>
      </ul>
      <Show when={shown().some(isDone)}>
        <h3>{t('list.done')}</h3>
        <ul>
          <For each={shown().filter(isDone)}>
            {(row) => <TicketLink row={row} isHere={ticketInPath() === row.id} />}
          </For>
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
