import { createSignal, Show } from 'solid-js';
import type { EDIT_WINDOW_MS, Message } from '../../server/messages/contract.ts';
import type { TicketRef, TicketRow } from '../../server/tickets/contract.ts';
import { Attachments } from '../shared/attachments/attachments.tsx';
import { api } from '../shared/api.ts';
import { MessageText } from '../shared/conversation/message-text.tsx';
import { OwnEditor, OwnMenu } from '../shared/conversation/own-message.tsx';
import { useSession, useState } from '../shared/state/session.ts';
import { clockTime, fullTime } from '../shared/time.ts';
import { applyMessage } from '../shared/state/timeline.ts';
import { firstName } from '../shared/names.ts';
import { shared, t } from './words.ts';
import styles from './bubble.module.css';

/** The contract's value; a browser takes only types from it. */
const MAY_CHANGE_MS: typeof EDIT_WINDOW_MS = 15 * 60_000;

interface Props {
  message: Message;
  /** The same person wrote just above. */
  follows: boolean;
  /** The merged ticket that it was written on, if any. */
  from: TicketRef | null;
  isLastOwn: boolean;
  row: TicketRow | undefined;
}

export function Bubble(props: Props) {
  const state = useState();
  const { now, store } = useSession();
  const [editing, setEditing] = createSignal(false);
  const isMine = () => props.message.author.id === state.me.id;
  const mayChange = () =>
    isMine() && props.message.deletedAt === null && now() - props.message.createdAt < MAY_CHANGE_MS;
  const seen = () => (props.row?.seen.staff.seq ?? 0) >= props.message.seq;
  const stateWords = () =>
    seen()
      ? shared('state.seen', { time: clockTime(props.row?.seen.staff.at ?? props.message.createdAt) })
      : shared('state.sent', { time: clockTime(props.message.createdAt) });
  const label = () =>
    `${isMine() ? shared('you') : firstName(props.message.author.name)}, ${clockTime(props.message.createdAt)}`;

  const keep = (message: Message) => store.change((state) => applyMessage(state, message));
  const save = async (body: string) => keep(await api.editMessage(props.message.ticketId, props.message.id, body));
  const remove = async () => keep(await api.deleteMessage(props.message.ticketId, props.message.id));

  return (
    <article
      class={styles.turn}
      classList={{ [styles.mine ?? '']: isMine(), [styles.first ?? '']: !props.follows }}
      aria-label={label()}
    >
      <Show when={!isMine() && !props.follows}>
        <p class={styles.who}>
          <b>{firstName(props.message.author.name)}</b>
          <time datetime={new Date(props.message.createdAt).toISOString()} title={fullTime(props.message.createdAt)}>
            {clockTime(props.message.createdAt)}
          </time>
        </p>
      </Show>
      <Show when={!props.follows && props.from}>
        {(ticket) => <p class={styles.from}>{t('change.from', { number: ticket().number })}</p>}
      </Show>
      <div class={styles.line}>
        <Show when={mayChange() && !editing()}>
          <OwnMenu class={styles.more} edit={() => setEditing(true)} remove={remove} />
        </Show>
        <div class={styles.bubble} title={isMine() ? fullTime(props.message.createdAt) : undefined}>
          <Show
            when={!editing()}
            fallback={<OwnEditor body={props.message.body} save={save} done={() => setEditing(false)} />}
          >
            <Show when={props.message.deletedAt === null} fallback={<em>{shared('message.deleted')}</em>}>
              <MessageText body={props.message.body} />
              <Attachments of={props.message.attachments} />
              <Show when={props.message.editedAt}>
                <small class={styles.edited}>{shared('message.edited')}</small>
              </Show>
            </Show>
          </Show>
        </div>
      </div>
      <Show when={props.isLastOwn && props.message.deletedAt === null}>
        <p class={styles.state}>{stateWords()}</p>
      </Show>
    </article>
  );
}
