import { createMemo, type JSX, Match, Show, Switch } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession, useState, useWhole } from '../../shared/state/session.ts';
import { createPainted } from '../../shared/later.ts';
import { waited } from '../../shared/time.ts';
import { usePlace } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { countOf, filtersIn } from '../queue/filters.ts';
import { rowsIn } from '../queue/list.ts';
import { promisesOf, toneOf } from '../queue/promise.ts';
import { rowsOf, waitingCount } from '../queue/views.ts';
import { t as deskWords } from '../words.ts';
import { NextSteps, TicketStep } from './next-steps.tsx';
import { createEnterTarget } from './enter-target.ts';
import { createNextWake } from './next-wake.ts';
import styles from './nothing-open.module.css';
import { t } from './words.ts';

/** What stands where no ticket is open: a true sentence, then the next steps as rows of the ledger. */
export function NothingOpen() {
  const state = useState();
  const whole = useWhole();
  const place = usePlace();
  // A frame later: leaving a ticket paints the list first.
  const isPainted = createPainted();
  const rows = createMemo(() => (isPainted() ? rowsIn(place.view(), place.search(), whole()) : []));
  const filters = () => filtersIn(place.search());
  const isNarrow = () => place.view() === 'waiting' && String(filters().lists.team) === 'mine';
  // Nobody waits for one's own teams: that is a filter, as others may wait.
  const isFiltered = () => countOf(filters()) > Number(isNarrow() && rows().length > 0);
  const list = () => (isFiltered() ? 'filtered' : place.view());
  const waiting = () =>
    Math.max(waitingCount(state, isNarrow()), isNarrow() ? rows().length : rowsOf('waiting', whole()).length);
  const isEmpty = () => rows().length === 0 && (place.view() !== 'waiting' || isFiltered() || waiting() === 0);
  const wake = createNextWake();

  return (
    <div class={styles.pane}>
      <Switch>
        <Match when={isPainted() && isEmpty()}>
          <Lead figure="0" title={t(`empty.${list()}`)}>
            <Show when={place.view() === 'waiting' && !isFiltered() && wake()} fallback={t(`about.${list()}`)}>
              {(next) => next().sentence}
            </Show>
          </Lead>
          <NextSteps isFiltered={isFiltered()} wake={wake()} waiting={waiting()} />
        </Match>
        <Match when={isPainted() && place.view() === 'waiting' && !place.saved() && !isFiltered()}>
          <Lead figure={String(waiting())} title={t.count('waiting', waiting())}>
            <Waiting rows={rows()} of={waiting()} />
          </Lead>
          <Start />
        </Match>
        <Match when={isPainted() && place.view() === 'mine' && !place.saved() && !isFiltered()}>
          <Lead figure={String(rows().length)} title={t.count('mine', rows().length)}>
            <Unread n={rows().filter(({ unread }) => unread > 0).length} />
          </Lead>
          <Start />
        </Match>
        <Match when={rows().length > 0}>
          <Lead figure="" title={t('choose')} />
          <Start />
        </Match>
      </Switch>
      <p class={styles.keys}>
        <span>
          {deskWords('ticket.allKeys')} <Key of="sheet" />
        </span>
        <span>
          {deskWords('ticket.anyAction')} <Key of="palette" />
        </span>
      </p>
    </div>
  );
}

const Lead = (props: { figure: string; title: string; children?: JSX.Element }) => (
  <div class={styles.lead}>
    <span class={styles.figure} aria-hidden="true">
      {props.figure}
    </span>
    <div>
      <h2>
        <span class="sr">{props.figure} </span>
        {props.title}
      </h2>
      <p>{props.children}</p>
    </div>
  </div>
);

function Waiting(props: { rows: TicketRow[]; of: number }) {
  const state = useState();
  const { now } = useSession();
  const isLate = (row: TicketRow) =>
    promisesOf(row, state.lists.priorities.items).some((one) => toneOf(one, now()) === 'hot');
  /** Counted only where all of them are here. */
  const late = () => (props.rows.length < props.of ? 0 : props.rows.filter(isLate).length);
  const first = () => props.rows.toSorted((a, b) => (a.waitingSince ?? Infinity) - (b.waitingSince ?? Infinity))[0];
  return (
    <>
      <Show when={late() > 0}>{t.count('late', late())} </Show>
      <Show when={first()?.waitingSince}>
        {(since) => t('longest', { name: first()?.customer.name ?? '', wait: waited(now() - since()) })}
      </Show>
    </>
  );
}

const Unread = (props: { n: number }) => <Show when={props.n > 0}>{t.count('unread', props.n)}</Show>;

/** The row that Enter opens: the framed one, or else the first. */
function Start() {
  const state = useState();
  const enter = createEnterTarget();
  const row = () => state.rows[enter.id() ?? ''];
  return (
    <Show when={row()}>
      {(row) => (
        <>
          <h3 class={styles.title}>
            <span>{t('start')}</span>
          </h3>
          <ul>
            <TicketStep row={row()} isFirst byEnter={enter.isOurs()} />
          </ul>
        </>
      )}
    </Show>
  );
}
