import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import { api } from '../../shared/api.ts';
import { useSession, useState } from '../../shared/session.ts';
import { waited } from '../../shared/time.ts';
import { applyRow } from '../../shared/timeline.ts';
import { useCommands } from '../commands.ts';
import { useDesk, usePlace } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { t } from '../words.ts';
import styles from './queue.module.css';
import { Row } from './row.tsx';
import { createSteady } from './steady.ts';
import { rowsOf, type ViewName } from './views.ts';

export function Queue() {
  const state = useState();
  const session = useSession();
  const desk = useDesk();
  const place = usePlace();
  const [next, setNext] = createSignal<Partial<Record<ViewName, string | null>>>({});
  let list!: HTMLDivElement;

  const rows = createMemo(() => rowsOf(place.view(), state));
  const steady = createSteady(() => rows().map((row) => row.id), place.view);
  const shown = createMemo(() => steady.shown().flatMap((id) => state.rows[id] ?? []));
  const longest = () => (place.view() === 'all' ? null : shown()[0]?.waitingSince);
  const count = () => (place.view() === 'waiting' ? (state.counts?.waiting ?? rows().length) : rows().length);
  const nextKey = () =>
    next()[place.view()] ?? (place.view() === 'waiting' && next()['waiting'] === undefined ? state.next : null);

  /** Also where a first page did not come, or a new snapshot holds less than was loaded before. */
  const hasMore = () =>
    nextKey() !== null ||
    (place.view() === 'waiting' && rows().length < (state.counts?.waiting ?? 0)) ||
    (place.view() === 'all' && next()['all'] === undefined);

  async function load(view: ViewName, cursor: string | null) {
    const input = view === 'waiting' ? { order: 'waiting', assignee: 'none', active: 'true' } : { order: 'updated' };
    const page = await desk.attempt(() => api.tickets({ ...input, cursor }));
    if (!page) return;
    session.store.change((now) => page.items.reduce(applyRow, now));
    setNext((all) => ({ ...all, [view]: page.next }));
    if (cursor) steady.append(page.items.map(({ id }) => id));
  }
  createEffect(on(place.view, (view) => void (view === 'all' && next()['all'] === undefined && load('all', null))));

  const updates = () => {
    const { all, added } = steady.waiting();
    const words = all === 1 ? t('queue.updates.one') : t('queue.updates.many', { n: all });
    return added > 0 ? t('queue.updates.withNew', { updates: words, n: added }) : words;
  };

  /** From the row that has the focus, else from the one that is open. */
  const move = (step: 1 | -1) => {
    const links = [...list.querySelectorAll<HTMLElement>('a')];
    const focused = links.findIndex((link) => link === document.activeElement);
    const at = focused < 0 ? shown().findIndex((row) => row.id === place.ticketId()) : focused;
    links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
  };
  const openFocused = () => {
    const focused = [...list.querySelectorAll('a')].find((link) => link === document.activeElement);
    const first = place.ticketId() ? undefined : list.querySelector('a');
    (focused ?? first)?.click();
  };
  const hasRows = () => shown().length > 0;
  useCommands({
    next: { run: () => move(1), when: hasRows },
    previous: { run: () => move(-1), when: hasRows },
    open: { run: openFocused, when: hasRows },
    updates: { run: () => steady.show(), when: () => steady.waiting().all > 0 },
  });

  return (
    <section class={styles.queue} aria-label={t('queue.label')}>
      <header>
        <h2>{t(`views.${place.view()}`)}</h2>
        <p>
          <Show when={longest()} fallback={place.view() === 'all' ? '' : count()}>
            {(from) => <>{t('queue.longest', { n: count(), wait: waited(session.now() - from()) })}</>}
          </Show>
        </p>
        <Show when={steady.waiting().all > 0 && shown().length > 0}>
          <button type="button" class={styles.updates} onClick={() => steady.show()}>
            <span class="clip">{updates()}</span>
            <b>{t('queue.show')}</b> <Key of="updates" />
          </button>
        </Show>
      </header>
      <div
        class={styles.rows}
        ref={list}
        onPointerEnter={(event) => event.pointerType === 'mouse' && steady.setBusy(true)}
        onPointerLeave={() => steady.setBusy(list.contains(document.activeElement))}
        onFocusIn={() => steady.setBusy(true)}
        onFocusOut={(event) =>
          steady.setBusy(
            list.matches(':hover') || (event.relatedTarget instanceof Node && list.contains(event.relatedTarget)),
          )
        }
      >
        <Show when={shown().length === 0}>
          <p class={styles.empty}>{t(`queue.empty.${place.view()}`)}</p>
          {/* A desk where nothing ever was: whoever set it up wants to know where it begins. */}
          <Show when={Object.keys(state.rows).length === 0}>
            <p class={styles.empty}>
              {t('queue.begin')} <a href="/">{location.origin}</a>
            </p>
          </Show>
        </Show>
        <ul>
          <For each={shown()}>
            {(row) => <Row row={row} href={place.href(row.id)} isOpen={place.ticketId() === row.id} />}
          </For>
        </ul>
        <Show when={hasMore()}>
          <button type="button" class={`btn bare ${styles.more}`} onClick={() => void load(place.view(), nextKey())}>
            {t('views.more')}
          </button>
        </Show>
      </div>
    </section>
  );
}
