import Split from 'lucide-solid/icons/split';
import { createRoot, createSignal, Show } from 'solid-js';
import type { EDIT_WINDOW_MS, Message } from '../../../server/messages/contract.ts';
import type { TicketRef, TicketRow } from '../../../server/tickets/contract.ts';
import { Attachments } from '../../shared/attachments/attachments.tsx';
import { api } from '../../shared/api.ts';
import { MessageText } from '../../shared/conversation/message-text.tsx';
import { firstName } from '../../shared/names.ts';
import { OwnEditor, OwnMenu } from '../../shared/conversation/own-message.tsx';
import { useSession, useState } from '../../shared/state/session.ts';
import { clockTime, fullTime } from '../../shared/time.ts';
import { applyMessage } from '../../shared/state/timeline.ts';
import { useDesk } from '../desk.ts';
import { shared } from '../words.ts';
import { t } from './words.ts';
import { useActions } from './actions.ts';
import { FromTicket } from './from-ticket.tsx';
import styles from './transcript.module.css';

/** The contract's value; a browser takes only types from it. */
export const MAY_CHANGE_MS: typeof EDIT_WINDOW_MS = 15 * 60_000;

interface Props {
  message: Message;
  /** The same person wrote the message above. */
  follows: boolean;
  row: TicketRow;
  /** The merged ticket that it was written on, if any. */
  from: TicketRef | null;
  /** The last message of the team: its delivery state stands below it. */
  isLastOwn: boolean;
}

/** Rendered once and cloned: rendering the icon for every message took as long as the message. */
let drawn: Node | undefined;
function splitIcon() {
  drawn ??= createRoot(() => <Split size={16} stroke-width={1.75} aria-hidden="true" />) as unknown as Node;
  return drawn.cloneNode(true);
}

export function TurnView(props: Props) {
  const state = useState();
  const desk = useDesk();
  const actions = useActions();
  const { now, store } = useSession();
  const [editing, setEditing] = createSignal(false);
  const name = () => firstName(props.message.author.name);
  const time = () => clockTime(props.message.createdAt);
  const isDeleted = () => props.message.deletedAt !== null;
  const mayChange = () =>
    props.message.author.id === state.me.id && !isDeleted() && now() - props.message.createdAt < MAY_CHANGE_MS;
  /** The first message stays; later ones may be another question. */
  const maySplit = () =>
    props.message.author.kind === 'customer' &&
    props.message.seq > 1 &&
    !isDeleted() &&
    props.message.ticketId === props.row.id &&
    props.row.mergedInto === null &&
    actions.mayChange(props.row);
  const stateWords = () => {
    const { seq, at } = props.row.seen.customer;
    return seq >= props.message.seq && at !== null
      ? shared('state.seen', { time: clockTime(at) })
      : shared('state.sent', { time: time() });
  };
  const keep = (message: Message) => store.change((now) => applyMessage(now, message));
  const save = async (body: string) => keep(await api.editMessage(props.message.ticketId, props.message.id, body));
  const remove = async () => keep(await api.deleteMessage(props.message.ticketId, props.message.id));

  // Plain conditions: few of hundreds of turns have these parts, and a `Show` for each costs twice as much.
  return (
    <article
      class={styles.turn}
      classList={{ [styles.same ?? '']: props.follows }}
      data-message={props.message.id}
      aria-label={`${name()}, ${time()}`}
    >
      <header>
        {!props.follows && <b dir="auto">{name()}</b>}
        <time datetime={new Date(props.message.createdAt).toISOString()} title={fullTime(props.message.createdAt)}>
          {time()}
        </time>
        {!props.follows && props.from && <FromTicket of={props.from} />}
      </header>
      <div>
        <Show
          when={!editing()}
          fallback={<OwnEditor body={props.message.body} save={save} done={() => setEditing(false)} />}
        >
          <Show when={!isDeleted()} fallback={<em class="quiet">{shared('message.deleted')}</em>}>
            <MessageText body={props.message.body} />
            {props.message.attachments.length > 0 && <Attachments of={props.message.attachments} />}
          </Show>
        </Show>
        {props.message.editedAt && !isDeleted() && <p class={styles.state}>{shared('message.edited')}</p>}
        {props.isLastOwn && !isDeleted() && <p class={styles.state}>{stateWords()}</p>}
      </div>
      {mayChange() && !editing() && <OwnMenu class={styles.more} edit={() => setEditing(true)} remove={remove} />}
      {maySplit() && (
        <button
          type="button"
          class={`btn bare icon ${styles.more}`}
          aria-label={t('merged.split')}
          title={t('merged.split')}
          onClick={() => desk.show({ name: 'split', ticketId: props.row.id, seq: props.message.seq })}
        >
          {splitIcon()}
        </button>
      )}
    </article>
  );
}
