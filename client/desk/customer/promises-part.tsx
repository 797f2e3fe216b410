import { For, type JSX, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { isSameDay, clockTime, momentWords, shortTime, waited } from '../../shared/time.ts';
import { offered } from '../commands.ts';
import { t } from '../conversation/words.ts';
import { t as deskWords } from '../words.ts';
import { type Promised, promisesOf, toneOf } from '../queue/promise.ts';
import styles from './promises-part.module.css';

/** The promises to the customer: first the time that it took or that is left, under it the promised time. */
export function PromisesPart(props: { row: TicketRow }) {
  const state = useState();
  const { now } = useSession();
  const running = () => promisesOf(props.row, state.lists.priorities.items);
  const of = (kind: Promised['kind']) => running().find((one) => one.kind === kind);
  const answered = () => props.row.firstResponseAt;

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
            <Kept name={t('promises.first')} from={props.row.createdAt} at={at()} now={now()} />
            <Running name={t('promises.next')} promise={of('answer')} now={now()} />
          </>
        )}
      </Show>
      <Show
        when={props.row.resolvedAt}
        fallback={<Running name={t('promises.resolution')} promise={of('resolve')} now={now()} />}
      >
        {(at) => <Kept name={t('promises.resolution')} from={props.row.createdAt} at={at()} now={now()} />}
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

/** A promise that ended with an answer or a resolution. */
const Kept = (props: { name: string; from: number; at: number; now: number }) => (
  <Line name={props.name}>
    <span class={styles.got}>{waited(props.at - props.from)}</span>
    <small title={momentWords(props.at)}>{t('promises.at', { time: shortTime(props.at, props.now) })}</small>
  </Line>
);

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
