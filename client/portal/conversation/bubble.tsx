import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createSignal, createUniqueId, Show } from 'solid-js';
import type { EDIT_WINDOW_MS, Message } from '../../../server/messages/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { announce } from '../../shared/announce.tsx';
import { api } from '../../shared/api.ts';
import { MessageText } from '../../shared/message-text.tsx';
import { useSession, useState } from '../../shared/session.ts';
import { clockTime, fullTime } from '../../shared/time.ts';
import { applyMessage } from '../../shared/timeline.ts';
import { firstName } from '../tickets/status-words.ts';
import { shared } from '../words.ts';
import styles from './bubble.module.css';

/** The contract's value; a browser takes only types from it. */
const MAY_CHANGE_MS: typeof EDIT_WINDOW_MS = 15 * 60_000;

interface Props {
  message: Message;
  /** The same person wrote just above. */
  follows: boolean;
  isLastOwn: boolean;
  row: TicketRow | undefined;
}

export function Bubble(props: Props) {
  const state = useState();
  const { now } = useSession();
  const [editing, setEditing] = createSignal(false);
  const isMine = () => props.message.author.id === state.me.id;
  const mayChange = () => isMine() && props.message.deletedAt === null && now() - props.message.createdAt < MAY_CHANGE_MS;
  const seen = () => (props.row?.seen.staff.seq ?? 0) >= props.message.seq;
  const stateWords = () =>
    seen()
      ? shared('state.seen', { time: clockTime(props.row?.seen.staff.at ?? props.message.createdAt) })
      : shared('state.sent', { time: clockTime(props.message.createdAt) });
  const label = () => `${isMine() ? shared('you') : firstName(props.message.author.name)}, ${clockTime(props.message.createdAt)}`;

  return (
    <article class={styles.turn} classList={{ [styles.mine ?? '']: isMine(), [styles.first ?? '']: !props.follows }} aria-label={label()}>
      <Show when={!isMine() && !props.follows}>
        <p class={styles.who}>
          <b>{firstName(props.message.author.name)}</b>
          <time datetime={new Date(props.message.createdAt).toISOString()} title={fullTime(props.message.createdAt)}>
            {clockTime(props.message.createdAt)}
          </time>
        </p>
      </Show>
      <div class={styles.line}>
        <Show when={mayChange() && !editing()}>
          <Menu message={props.message} edit={() => setEditing(true)} />
        </Show>
        <div class={styles.bubble} title={isMine() ? fullTime(props.message.createdAt) : undefined}>
          <Show when={!editing()} fallback={<Editor message={props.message} done={() => setEditing(false)} />}>
            <Show when={props.message.deletedAt === null} fallback={<em>{shared('message.deleted')}</em>}>
              <MessageText body={props.message.body} />
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

function Menu(props: { message: Message; edit: () => void }) {
  const { store } = useSession();
  const id = createUniqueId();
  let menu!: HTMLDivElement;

  async function remove() {
    menu.hidePopover();
    try {
      const message = await api.deleteMessage(props.message.ticketId, props.message.id);
      store.change((state) => applyMessage(state, message));
    } catch (error) {
      announce(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <>
      <button type="button" class={`btn bare icon ${styles.more}`} popovertarget={id} aria-label={shared('message.actions')}>
        <Ellipsis size={16} stroke-width={1.75} aria-hidden="true" />
      </button>
      <div ref={menu} id={id} class={`menu ${styles.menu}`} popover="auto">
        <button
          type="button"
          onClick={() => {
            menu.hidePopover();
            props.edit();
          }}
        >
          {shared('message.edit')}
        </button>
        <button type="button" onClick={() => void remove()}>
          {shared('message.delete')}
        </button>
      </div>
    </>
  );
}

function Editor(props: { message: Message; done: () => void }) {
  const { store } = useSession();
  const [problem, setProblem] = createSignal('');

  async function save(text: string) {
    try {
      const message = await api.editMessage(props.message.ticketId, props.message.id, text);
      store.change((state) => applyMessage(state, message));
      props.done();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <form
      class={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        void save(String(new FormData(event.currentTarget).get('body')));
      }}
      onKeyDown={(event) => event.key === 'Escape' && props.done()}
    >
      <textarea class="input" name="body" aria-label={shared('message.edit')} rows={3} autofocus dir="auto">
        {props.message.body}
      </textarea>
      <Show when={problem()}>
        <p class="problem">{problem()}</p>
      </Show>
      <div>
        <button type="button" class="btn bare" onClick={() => props.done()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn main">
          {shared('save')}
        </button>
      </div>
    </form>
  );
}
