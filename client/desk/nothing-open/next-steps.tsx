import { For, type JSX, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession, useState, useWhole } from '../../shared/state/session.ts';
import { usePlace } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { Link } from '../link.tsx';
import { withOnly } from '../queue/filters.ts';
import { standingOf, standingTitle } from '../queue/promise.ts';
import { rowsOf } from '../queue/views.ts';
import type { NextWake } from './next-wake.ts';
import styles from './nothing-open.module.css';
import { t } from './words.ts';

/** The number of own tickets that are named. */
const NAMED = 3;

interface Props {
  isFiltered: boolean;
  wake: NextWake | null;
  /** How many wait for anybody. */
  waiting: number;
}

/** Where to go from an empty list. */
export function NextSteps(props: Props) {
  const state = useState();
  const whole = useWhole();
  const place = usePlace();
  const mine = () => (place.view() === 'mine' ? [] : rowsOf('mine', whole()).slice(0, NAMED));
  const drafts = () => [...new Set(state.lists.drafts.items.map(({ ticketId }) => ticketId))];
  const clear = () => place.sortAndFilter(withOnly(new URLSearchParams(), 'sort', place.search().get('sort')));
  const mentions = () => state.counts?.mentions ?? 0;
  const isFresh = () => Object.keys(whole().rows).length === 0 && !props.isFiltered && place.view() !== 'mentions';
  const hasSteps = () =>
    mine().length > 0 || drafts().length > 0 || mentions() > 0 || props.wake !== null || props.waiting > 0;

  return (
    <>
      <Show when={props.isFiltered}>
        <p class={styles.act}>
          <button type="button" class="btn" onClick={clear}>
            {t('steps.clear')}
          </button>
        </p>
      </Show>
      <Show when={hasSteps() || isFresh()}>
        <h3 class={styles.title}>
          <span>{t('next')}</span>
        </h3>
        <ul>
          <Show when={place.view() !== 'waiting' && props.waiting > 0}>
            <Step href="/waiting" n={props.waiting} words={t.count('waiting', props.waiting)} />
          </Show>
          <For each={mine()}>{(row) => <TicketStep row={row} list="mine" />}</For>
          <Show when={place.view() !== 'mentions' && mentions() > 0}>
            <Step href="/mentions" n={mentions()} words={t.count('steps.mentions', mentions())} />
          </Show>
          <Show when={drafts()[0]}>
            {(id) => (
              <Step href={`/all/${id()}`} n={drafts().length} words={t.count('steps.drafts', drafts().length)}>
                {state.rows[id()]?.subject}
              </Step>
            )}
          </Show>
          <Show when={place.view() !== 'snoozed' && props.wake}>
            {(wake) => (
              <Step href="/snoozed" n={wake().n} words={t.count('steps.snoozed', wake().n)}>
                {t('steps.next', { time: wake().time, subject: wake().subject })}
              </Step>
            )}
          </Show>
          <Show when={isFresh()}>
            <li>
              <a href="/">
                <span class={styles.n} />
                <span class={styles.words}>
                  <b>{t('steps.address')}</b>
                  <small>{location.origin}</small>
                </span>
              </a>
            </li>
            <Show when={state.me.rights.settings?.includes('create')}>
              <li>
                <Link href="/settings/sites">
                  <span class={styles.n} />
                  <span class={styles.words}>
                    <b>{t('steps.widget')}</b>
                  </span>
                </Link>
              </li>
            </Show>
          </Show>
        </ul>
      </Show>
    </>
  );
}

const Step = (props: { href: string; n: number; words: string; children?: JSX.Element }) => (
  <li>
    <Link href={props.href}>
      <span class={styles.n}>{props.n}</span>
      <span class={styles.words}>
        <b>{props.words}</b>
        <small class="clip" dir="auto">
          {props.children}
        </small>
      </span>
    </Link>
  </li>
);

/** One ticket; `byEnter` prints the key that opens it. */
export function TicketStep(props: { row: TicketRow; isFirst?: boolean; byEnter?: boolean; list?: string }) {
  const state = useState();
  const { now } = useSession();
  const place = usePlace();
  const standing = () => standingOf(props.row, state.lists.priorities.items, now());
  return (
    <li classList={{ [styles.go ?? '']: props.isFirst }} data-start={props.isFirst ? '' : undefined}>
      <Link href={props.list ? `/${props.list}/${props.row.id}` : place.href(props.row.id)}>
        <span class={styles.n}>
          {standing().time}
          <small class={standing().tone}>{standing().words}</small>
        </span>
        <span class={styles.words}>
          <b dir="auto">{props.row.customer.name}</b>
          <small class="clip" dir="auto">
            {/* The row of the list beside it has the subject. */}
            {props.isFirst ? standingTitle(props.row, state.lists.priorities.items) : props.row.subject}
          </small>
        </span>
        <Show when={props.byEnter}>
          <span class={styles.key}>
            <Key of="open" />
          </span>
        </Show>
      </Link>
    </li>
  );
}
