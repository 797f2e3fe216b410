import Lock from 'lucide-solid/icons/lock';
import { For, Match, Show, Switch } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { Attachments } from '../../shared/attachments/attachments.tsx';
import { MessageText } from '../../shared/conversation/message-text.tsx';
import { firstName } from '../../shared/names.ts';
import type { Pending } from '../../shared/outbox/item.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { clockTime } from '../../shared/time.ts';
import { shared } from '../words.ts';
import { t } from './words.ts';
import styles from './transcript.module.css';

/** An unsent message in its place from the first frame, with its state as text. */
export function PendingView(props: { item: Pending; row: TicketRow | undefined }) {
  const { outbox } = useSession();
  const state = useState();
  const isNote = () => props.item.kind === 'note';

  return (
    <article
      class={styles.turn}
      classList={{ [styles.note ?? '']: isNote(), [styles.pending ?? '']: props.item.state !== 'sent' }}
      aria-label={shared('you')}
    >
      <header>
        <b>{firstName(state.me.name)}</b>
      </header>
      <div>
        <Show when={isNote()}>
          <p class={styles.lock}>
            <Lock size={14} stroke-width={1.75} aria-hidden="true" />
            {t('note.lock', { name: firstName(props.row?.customer.name ?? '') })}
          </p>
        </Show>
        <MessageText body={props.item.body} />
        <Attachments of={props.item.attachments} />
        <Switch
          fallback={
            <p class={styles.state}>
              {props.item.state === 'sending' ? shared('state.sending') : props.item.problem || shared('state.waiting')}
            </p>
          }
        >
          <Match when={props.item.state === 'sent'}>
            <p class={styles.state}>{shared('state.sent', { time: clockTime(props.item.at) })}</p>
          </Match>
          <Match when={props.item.state === 'failed'}>
            <p class={`${styles.state} hot`} role="alert">
              {shared('state.failed', { problem: props.item.problem ?? '' })}
            </p>
            <Choices item={props.item} go={shared('state.retry')} run={() => outbox()?.retry(props.item.id)} />
          </Match>
          <Match when={props.item.state === 'held'}>
            <p class={`${styles.state} warm`} role="alert">
              {t('reply.held', { name: firstName(props.item.missed?.[0]?.author.name ?? '') })}
            </p>
            <For each={props.item.missed}>
              {(message) => (
                <blockquote>
                  <MessageText body={message.body} />
                  <Attachments of={message.attachments} />
                </blockquote>
              )}
            </For>
            <Choices
              item={props.item}
              go={shared('state.sendAnyway')}
              run={() => outbox()?.sendAnyway(props.item.id)}
            />
          </Match>
        </Switch>
      </div>
    </article>
  );
}

function Choices(props: { item: Pending; go: string; run: () => void }) {
  const { outbox } = useSession();
  return (
    <p class={styles.choices}>
      <button type="button" class="btn" onClick={() => props.run()}>
        {props.go}
      </button>
      <button type="button" class="btn bare" onClick={() => outbox()?.discard(props.item.id)}>
        {shared('state.discard')}
      </button>
    </p>
  );
}
