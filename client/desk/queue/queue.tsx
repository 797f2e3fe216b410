import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from 'solid-js';
import { useSession, useState, useWhole } from '../../shared/state/session.ts';
import { waited } from '../../shared/time.ts';
import type { actWords } from '../acts/act-words.ts';
import { actsShown } from '../acts/waiting-acts.ts';
import { useCommands } from '../commands.ts';
import { usePlace } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { preferences } from '../preferences/preferences.ts';
import { t } from '../words.ts';
import { inAQuietMoment, later } from '../../shared/later.ts';
import { createVirtualList } from './virtual-list.ts';
import { firstShown, setFirstShown } from './first-shown.ts';
import { createList } from './list.ts';
import styles from './queue.module.css';
import { Row } from './row.tsx';
import { createSelection } from './selection.ts';
import { createStableList } from './stable-list.ts';
import { Tools } from './tools.tsx';
import { waitingCount } from './views.ts';

// Loaded for filtered or saved lists only.
const ViewBar = later(async () => (await import('../views/view-bar.tsx')).ViewBar);

// Loaded after the list: nothing is selected at first.
const BulkBar = later(async () => (await import('./bulk-bar.tsx')).BulkBar);

// Loaded where there are teams.
const MyTeams = later(async () => (await import('../teams/my-teams.tsx')).MyTeams);

const EvictRows = later(async () => (await import('./evict-rows.tsx')).EvictRows);

const MINUTE_MS = 60_000;
const NOTHING = new Map<string, string>();
const isSame = (one: string[], other: string[]) => one.length === other.length && one.every((id, i) => id === other[i]);

export function Queue() {
  const state = useState();
  const whole = useWhole();
  const session = useSession();
  const place = usePlace();
  let frame!: HTMLDivElement;

  const list = createList(place.view, place.search);
  const { rows } = list;
  const subject = createMemo(() => `${place.saved()?.id ?? ''} ${place.view()}?${place.search()}`);
  const stable = createStableList(
    createMemo(() => rows().map((row) => row.id), [], { equals: isSame }),
    subject,
  );
  const shown = createMemo(() => stable.shown().filter((id) => whole().rows[id]), [], { equals: isSame });
  const rendered = createVirtualList(shown, subject, () => frame);
  const renderedRows = createMemo(() => rendered.ids().flatMap((id) => state.rows[id] ?? []));
  /** The longest wait of the list as it is, also while the shown rows stay in place; none below a minute. */
  const longest = () => {
    const since = list.order() === 'waiting' ? rows()[0]?.waitingSince : null;
    return since && session.now() - since >= MINUTE_MS ? since : null;
  };
  /** For unfiltered built-in lists the team's count; otherwise the loaded rows, with “+” when there are more. */
  const count = () => {
    const isCounted = list.isPlain() && (place.view() === 'waiting' || place.view() === 'snoozed');
    const known =
      isCounted &&
      state.counts &&
      (place.view() === 'waiting' ? waitingCount(state, list.isNarrow()) : state.counts.snoozed);
    // The team’s count arrives after the row that it counts.
    if (typeof known === 'number') return Math.max(known, rows().length) || t('queue.none');
    return rows().length === 0 && !list.hasMore() ? t('queue.none') : `${rows().length}${list.hasMore() ? '+' : ''}`;
  };
  /** Those that the snapshot left out. */
  const olderMentions = () =>
    place.view() === 'mentions' ? (state.counts?.mentions ?? 0) - state.lists.mentions.items.length : 0;
  const more = async () => stable.append(await list.more());

  const updates = () => {
    const { all, added } = stable.waiting();
    const words = all === 1 ? t('queue.updates.one') : t('queue.updates.many', { n: all });
    return added > 0 ? t('queue.updates.withNew', { updates: words, n: added }) : words;
  };

  const linkOf = (id: string) => frame.querySelector<HTMLElement>(`li[data-id="${id}"] > a`);
  /** The id of the focused row. */
  const focused = () => (document.activeElement?.closest('li[data-id]') as HTMLElement | null)?.dataset['id'];
  /** Moves from the focused row, or else from the open one. */
  const move = (step: 1 | -1) => {
    const ids = shown();
    const at = ids.indexOf(focused() ?? place.ticketId() ?? '');
    const id = ids[at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + step))];
    if (!id) return;
    rendered.draw(id);
    linkOf(id)?.focus();
  };
  /** The focused row, or else the open one. */
  const current = () => focused() ?? place.ticketId();
  // Rows of another height.
  createEffect(on(() => preferences().compact, rendered.scrolled, { defer: true }));
  const [isPicking, setIsPicking] = createSignal(false);
  inAQuietMoment(BulkBar.preload);
  const selection = createSelection(shown);
  createEffect(on([place.view, () => String(place.search())], () => selection.clear(), { defer: true }));
  createEffect(() => setFirstShown(shown()[0] ?? null));
  onCleanup(() => setFirstShown(null));
  const openFocused = () => {
    const id = focused() ?? (place.ticketId() ? null : firstShown());
    if (!id) return;
    rendered.draw(id);
    linkOf(id)?.click();
  };
  // Nothing waits while the line is up, so they are fetched after the list and before the line can break.
  const [wordsOfActs, setWordsOfActs] = createSignal<typeof actWords>();
  inAQuietMoment(
    () =>
      void import('../acts/act-words.ts').then(
        (file) => setWordsOfActs(() => file.actWords),
        () => {},
      ),
  );
  /** The same object when nothing waits, so that rows do not render again. */
  const waits = createMemo(() => {
    const acts = actsShown(session).filter((one) => one.state !== 'failed');
    const words = wordsOfActs();
    return words && acts.length > 0 ? new Map(acts.map(({ ticketId, act }) => [ticketId, words(act, state)])) : NOTHING;
  });
  const hasRows = () => shown().length > 0;
  useCommands({
    next: { run: () => move(1), when: hasRows },
    previous: { run: () => move(-1), when: hasRows },
    open: { run: openFocused, when: hasRows },
    select: {
      run: () => {
        const id = current();
        if (id) selection.toggle(id);
      },
      when: hasRows,
    },
    updates: { run: () => stable.show(), when: () => stable.waiting().all > 0 },
  });

  return (
    <section
      class={styles.queue}
      data-rows={preferences().compact ? 'compact' : undefined}
      data-selected={selection.ids().length > 0 ? '' : undefined}
      classList={{ [styles.picking ?? '']: isPicking() || selection.ids().length > 0 }}
      aria-label={t('queue.label')}
    >
      <header>
        <div class={styles.names}>
          <h2 class="clip" dir="auto" title={place.saved()?.name}>
            {place.saved()?.name ?? t(`views.${place.view()}`)}
          </h2>
          <p>
            <span>{count()}</span>
            <Show when={longest()}>
              {(from) => <span>{t('queue.longest', { wait: waited(session.now() - from()) })}</span>}
            </Show>
          </p>
        </div>
        <Show when={place.mayNarrow()}>
          <MyTeams />
        </Show>
        <Show when={stable.waiting().all > 0 && shown().length > 0}>
          <button type="button" class={styles.updates} onClick={() => stable.show()}>
            <span class="clip">{updates()}</span>
            <span>
              <b>{t('queue.show')}</b> <Key of="updates" />
            </span>
          </button>
        </Show>
        {/* On a phone, checks stand at the rows only while somebody selects. */}
        <button
          type="button"
          class={`btn bare ${styles.select}`}
          onClick={() => {
            selection.clear();
            setIsPicking((now) => !now);
          }}
        >
          {isPicking() ? t('queue.filter.done') : t('bulk.select')}
        </button>
      </header>
      <Tools list={list} />
      <Show when={place.saved() || !list.isPlain()}>
        <ViewBar list={list} />
      </Show>
      <div
        class={styles.rows}
        ref={frame}
        aria-busy={list.isLoading()}
        onScroll={() => rendered.scrolled()}
        onPointerEnter={(event) => event.pointerType === 'mouse' && stable.setBusy(true)}
        onPointerLeave={() => stable.setBusy(frame.contains(document.activeElement))}
        onFocusIn={() => stable.setBusy(true)}
        onFocusOut={(event) =>
          stable.setBusy(
            frame.matches(':hover') || (event.relatedTarget instanceof Node && frame.contains(event.relatedTarget)),
          )
        }
      >
        <Show when={shown().length === 0 && !list.hasMore() && olderMentions() <= 0}>
          <p class={`${styles.empty} ${styles.nothing}`}>
            {list.isPlain() ? t(`queue.empty.${place.view()}`) : t('queue.empty.filtered')}
          </p>
        </Show>
        <Show when={olderMentions() > 0}>
          <p class={styles.empty}>{t('queue.olderMentions', { n: olderMentions() })}</p>
        </Show>
        <Show when={list.isPart()}>
          <p class={styles.empty}>{t('queue.isPart')}</p>
        </Show>
        <ul style={rendered.style()}>
          <For each={renderedRows()}>
            {(row, i) => (
              <Row
                row={row}
                href={place.address(row.id)}
                isOpen={place.ticketId() === row.id}
                selection={selection}
                waits={waits().get(row.id)}
                at={rendered.start() + i()}
                of={shown().length}
              />
            )}
          </For>
        </ul>
        <Show when={list.hasMore()}>
          <button type="button" class={`btn bare ${styles.more}`} onClick={() => void more()}>
            {t('views.more')}
          </button>
        </Show>
      </div>
      <EvictRows list={list} shown={shown()} rendered={rendered.ids()} />
      <Show when={selection.ids().length > 0}>
        <BulkBar selection={selection} />
      </Show>
    </section>
  );
}
