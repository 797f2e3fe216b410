import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import { PendingLink, TicketLink } from '../customer/ticket-link.tsx';
import { api } from '../shared/api.ts';
import { useState } from '../shared/state/session.ts';
import { applyRow } from '../shared/state/timeline.ts';
import { useFrame } from './frame.tsx';
import { t } from './words.ts';

/** All conversations of this visitor with their status. */
export function Past() {
  const { session, current, show, setPage } = useFrame();
  const state = useState();
  const [problem, setProblem] = createSignal('');
  let title!: HTMLHeadingElement;
  onMount(() => title.focus());

  const rows = createMemo(() =>
    Object.values(state.rows)
      .filter((row) => row.mergedInto === null)
      .toSorted((a, b) => b.lastMessage.at - a.lastMessage.at),
  );
  const pending = () =>
    (session.outbox()?.items() ?? []).filter(({ kind, ticketId }) => kind === 'ticket' && !state.rows[ticketId]);

  async function older() {
    setProblem('');
    try {
      const page = await api.tickets({ order: 'updated', cursor: state.next });
      session.store.change((now) => ({ ...page.items.reduce(applyRow, now), next: page.next }));
    } catch {
      setProblem(t('past.failed'));
    }
  }

  return (
    <nav class="past" aria-labelledby="past-title">
      <header>
        <h2 id="past-title" tabindex="-1" ref={title}>
          {t('past.title')}
        </h2>
        <button type="button" class="btn" onClick={() => setPage('talk')}>
          {t('past.here')}
        </button>
      </header>
      <ul>
        <For each={pending()}>{(item) => <PendingLink item={item} isHere={item.ticketId === current()} />}</For>
        <For each={rows()}>{(row) => <TicketLink row={row} isHere={row.id === current()} />}</For>
      </ul>
      <Show when={rows().length + pending().length === 0}>
        <p class="quiet">{t('past.empty')}</p>
      </Show>
      <Show when={state.next}>
        <button type="button" class="btn bare" onClick={() => void older()}>
          {t('past.older')}
        </button>
      </Show>
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
      <button type="button" class="btn main" onClick={() => show(null)}>
        {t('past.start')}
      </button>
    </nav>
  );
}
