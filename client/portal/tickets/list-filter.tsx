import { createEffect, createSignal, For, on, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { TicketCounts } from '../../../server/ticket-counts/contract.ts';
import { isDone } from '../../customer/status-words.ts';
import { request } from '../../shared/request.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { numberWords, wordsOf } from '../../shared/words.ts';
import styles from './ticket-list.module.css';

const t = wordsOf({
  status: 'Which tickets',
  priority: 'Priority',
  all: 'All',
  open: 'Open',
  done: 'Done',
  every: 'All priorities',
  shown: { one: '1 ticket is shown.', other: '{{ n }} tickets are shown.' },
  none: 'No tickets match this filter.',
  clear: 'Clear filter',
} as const);

const STATUSES = ['all', 'open', 'done'] as const;

/** Of a list that does not fit on the screen. Each option has the number of tickets that choosing it would show. */
export function ListFilter(props: {
  rows: TicketRow[];
  status: string | undefined;
  priority: string | undefined;
  shown: number;
  isComplete: boolean;
  choose: (query: string) => void;
}) {
  const state = useState();
  const session = useSession();
  /** An archived one only while tickets have it. */
  const priorities = () =>
    state.lists.priorities.items.filter(
      ({ code, archived }) =>
        !archived || code === props.priority || known()?.some(({ priority }) => priority === code),
    );
  const isFiltered = () => props.status !== undefined || props.priority !== undefined;
  let first: HTMLSelectElement | undefined;

  // While some tickets are not loaded, only the server knows the numbers. Every change of them brings a new version of a row.
  const [counts, setCounts] = createSignal<TicketCounts | null>(null);
  const changes = () => (state.next === null ? null : props.rows.map((row) => row.id + row.version).join());
  let asked = 0;
  createEffect(
    on([changes, session.live.loads], ([now]) => {
      asked += 1;
      const mine = asked;
      if (now === null) return;
      request('GET', '/ticket-counts').then(
        (answer) => mine === asked && setCounts(answer),
        // Without an answer there is no true number, and none is shown.
        () => mine === asked && setCounts(null),
      );
    }),
  );
  const known = () => (state.next === null ? props.rows.map((row) => ({ ...row, count: 1 })) : counts());

  /** The words of an option, with its number if that is known. */
  function option(words: string, { status, priority }: { status: string | undefined; priority: string | undefined }) {
    const n = known()
      ?.filter((one) => !status || (status === 'done') === isDone(one))
      .filter((one) => !priority || priority === one.priority)
      .reduce((sum, one) => sum + one.count, 0);
    return n === undefined ? words : `${words} ${numberWords(n)}`;
  }

  function choose(status: string | undefined, priority: string | undefined) {
    const query = new URLSearchParams({ ...(status && { status }), ...(priority && { priority }) });
    props.choose(query.size > 0 ? `?${query}` : '');
  }

  return (
    <>
      <div class={styles.filter}>
        <select
          ref={(element) => (first = element)}
          class="input"
          aria-label={t('status')}
          onChange={({ currentTarget: { value } }) => choose(value || undefined, props.priority)}
        >
          <For each={STATUSES}>
            {(one) => {
              const status = one === 'all' ? undefined : one;
              return (
                <option value={status ?? ''} selected={props.status === status}>
                  {option(t(one), { status, priority: props.priority })}
                </option>
              );
            }}
          </For>
        </select>
        <Show when={priorities().length > 1 || props.priority}>
          <select
            class="input"
            aria-label={t('priority')}
            onChange={({ currentTarget: { value } }) => choose(props.status, value || undefined)}
          >
            <option value="" selected={props.priority === undefined}>
              {option(t('every'), { status: props.status, priority: undefined })}
            </option>
            <For each={priorities()}>
              {({ code, name }) => (
                <option value={code} selected={props.priority === code}>
                  {option(name, { status: props.status, priority: code })}
                </option>
              )}
            </For>
          </select>
        </Show>
      </div>
      <Show when={isFiltered()}>
        <p role="status" class={props.shown > 0 ? 'sr' : styles.empty}>
          {props.shown > 0 ? t.count('shown', props.shown) : props.isComplete ? t('none') : ''}
        </p>
        <Show when={props.shown === 0 && props.isComplete}>
          <button
            type="button"
            class={`btn ${styles.clear}`}
            onClick={() => {
              choose(undefined, undefined);
              first?.focus();
            }}
          >
            {t('clear')}
          </button>
        </Show>
      </Show>
    </>
  );
}
