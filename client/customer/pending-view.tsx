import { Match, Show, Switch } from 'solid-js';
import { Attachments } from '../shared/attachments/attachments.tsx';
import { MessageText } from '../shared/conversation/message-text.tsx';
import type { Pending } from '../shared/outbox/item.ts';
import { useSession } from '../shared/state/session.ts';
import { clockTime } from '../shared/time.ts';
import { shared } from './words.ts';
import styles from './bubble.module.css';

/** An unsent message in its place from the first frame, with its state as text. */
export function PendingView(props: { item: Pending }) {
  const { outbox } = useSession();
  return (
    <article class={`${styles.turn} ${styles.mine} ${styles.first}`} aria-label={shared('you')}>
      <div class={styles.line}>
        <div
          class={styles.bubble}
          classList={{
            [styles.bad ?? '']: props.item.state === 'failed',
            [styles.wait ?? '']: props.item.state !== 'failed' && props.item.state !== 'sent',
          }}
        >
          <MessageText body={props.item.body} />
          <Attachments of={props.item.attachments} />
        </div>
      </div>
      <Switch>
        <Match when={props.item.state === 'failed'}>
          <p class={`${styles.state} ${styles.hot}`} role="alert">
            {shared('state.failed', { problem: props.item.problem ?? '' })}
            <button type="button" onClick={() => outbox()?.retry(props.item.id)}>
              {shared('state.retry')}
            </button>
            <button type="button" onClick={() => outbox()?.discard(props.item.id)}>
              {shared('state.discard')}
            </button>
          </p>
        </Match>
        <Match when={props.item.state === 'sent'}>
          <p class={styles.state}>{shared('state.sent', { time: clockTime(props.item.at) })}</p>
        </Match>
        <Match when={props.item.state !== 'failed'}>
          <p class={styles.state}>
            <Show when={props.item.state === 'sending'} fallback={props.item.problem || shared('state.waiting')}>
              {shared('state.sending')}
            </Show>
          </p>
        </Match>
      </Switch>
    </article>
  );
}
