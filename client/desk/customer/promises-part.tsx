import { For, type JSX, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { isSameDay, clockTime, momentWords, shortTime, waited } from '../../shared/time.ts';
import { offered } from '../commands.ts';
import { t } from '../conversation/words.ts';
import { t as deskWords } from '../words.ts';
import { type Promised, promisesOf, toneOf } from '../queue/promise.ts';
import styles from './promises-part.module.css';

const MINUTE_MS = 60_000;

/** The promises to the customer: first the time that it took or that is left, under it the promised time. */
export function PromisesPart(props: { row: TicketRow }) {
  const state = useState();
  const { now } = useSession();
  const running = () => promisesOf(props.row, state.lists.priorities.items);
  const of = (kind: Promised['kind']) => running().find((one) => one.kind === kind);
  const answered = () => props.row.firstResponseAt;
  /** What the priority promises, in milliseconds; null where a merge may have brought a nearer promise. */
  const span = (which: 'responseMinutes' | 'resolutionMinutes') => {
    const target = state.lists.priorities.items.find(({ code }) => code === props.row.priority);
    return target && props.row.mergedFrom.length === 0 ? target[which] * MINUTE_MS : null;
  };
  /** Null where another promise held than the one of the priority, such as a date set by hand. */
  const resolvedWithin = (at: number) => {
    const { createdAt, breached } = props.row;
    const within = span('resolutionMinutes');
    return within !== null && at - createdAt >= within === breached ? within : null;
  };

  return (
    <section>
      <h3>
        {t('promises.title')}
        <button
          type="button"
          class="btn bare"
          disabled={!offered('escalate')}
          onClick={() => offered('escalate')?.run()}
        >
          {t(props.row.escalated ? 'ticket.calm' : 'ticket.escalate')}
        </button>
      </h3>
      <Show when={props.row.escalated}>
        <p class="hot">{t('customer.escalated')}</p>
      </Show>
      <Show when={answered()} fallback={<Running name={t('promises.first')} promise={of('answer')} now={now()} />}>
        {(at) => (
          <>
            <Ended name={t('promises.first')} row={props.row} at={at()} within={span('responseMinutes')} now={now()} />
            <Running name={t('promises.next')} promise={of('answer')} now={now()} />
          </>
        )}
      </Show>
      <Show
        when={props.row.resolvedAt}
        fallback={<Running name={t('promises.resolution')} promise={of('resolve')} now={now()} />}
      >
        {(at) => (
          <Ended
            name={t('promises.resolution')}
            row={props.row}
            at={at()}
            within={resolvedWithin(at())}
            isMissed={props.row.breached}
            now={now()}
          />
        )}
      </Show>
    </section>
  );
}

const Line = (props: { name: string; children: JSX.Element }) => (
  <div class={styles.promise}>
    <b>{props.name}</b>
    {props.children}
  </div>
);

interface EndedProps {
  name: string;
  row: TicketRow;
  at: number;
  /** The time that was promised; null when nobody knows it any more. */
  within: number | null;
  /** Missing: the promised time says it. */
  isMissed?: boolean;
  now: number;
}

/** A promise that ended with an answer or a resolution, kept or missed. */
function Ended(props: EndedProps) {
  const took = () => props.at - props.row.createdAt;
  const isMissed = () => props.isMissed ?? (props.within !== null && took() >= props.within);
  const isKnown = () => props.isMissed !== undefined || props.within !== null;
  const time = () => shortTime(props.at, props.now);
  return (
    <Line name={props.name}>
      <span class={`${styles.got} ${isMissed() ? 'hot' : ''}`}>{waited(took())}</span>
      <small>
        <Show when={props.within}>{(within) => <span>{t('promises.within', { time: waited(within()) })}</span>}</Show>
        <span class={isMissed() ? 'hot' : ''} title={momentWords(props.at)}>
          {isKnown()
            ? t(isMissed() ? 'promises.missed' : 'promises.kept', { time: time() })
            : t('promises.at', { time: time() })}
        </span>
      </small>
      <Show when={props.within}>
        {(within) => (
          <span class={`${styles.run} ${isMissed() ? styles['hot'] : ''}`} aria-hidden="true">
            <i style={{ 'inline-size': `${Math.min(100, (took() / within()) * 100)}%` }} />
          </span>
        )}
      </Show>
    </Line>
  );
}

function Running(props: { name: string; promise: Promised | undefined; now: number }) {
  const when = (at: number) => (isSameDay(at, props.now) ? clockTime(at) : momentWords(at));
  const left = ({ dueAt }: Promised) => dueAt - props.now;
  const tone = (one: Promised) => toneOf(one, props.now);
  const words = (one: Promised) =>
    tone(one) === 'hot'
      ? deskWords('queue.late', { time: waited(-left(one)) })
      : t('promises.in', { time: waited(left(one)) });
  const used = ({ from, dueAt }: Promised) => Math.min(100, Math.max(0, ((props.now - from) / (dueAt - from)) * 100));
  return (
    <For each={props.promise ? [props.promise] : []}>
      {(one) => (
        <Line name={props.name}>
          <span class={`${styles.got} ${tone(one)}`}>{words(one)}</span>
          <small>
            <span>
              {one.byHand ? t('promises.byHand') : t('promises.within', { time: waited(one.dueAt - one.from) })}
            </span>
            <span>{t('promises.by', { time: when(one.dueAt) })}</span>
          </small>
          <span class={`${styles.run} ${styles[tone(one)] ?? ''}`} aria-hidden="true">
            <i style={{ 'inline-size': `${used(one)}%` }} />
          </span>
        </Line>
      )}
    </For>
  );
}
