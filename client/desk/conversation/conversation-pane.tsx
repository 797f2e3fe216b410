import { useLocation, useNavigate } from '@solidjs/router';
import { type Accessor, createSignal, For, Match, onMount, Show, Switch, untrack } from 'solid-js';
import { type Anchor, anchorIn } from '../../shared/conversation/anchor.ts';
import { createConversation, type OpenConversation } from '../../shared/conversation/conversation.ts';
import { createPainted, later } from '../../shared/later.ts';
import { createAttention } from '../../shared/state/attention.ts';
import { createReading } from '../../shared/state/read.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { createAfterWriting } from '../../shared/ui/box.ts';
import type { Entry } from '../../shared/state/timeline.ts';
import { CustomerPanel } from '../customer/customer-panel.tsx';
import { commandIds, commandOf, useCommands } from '../commands.ts';
import { createMentionsSeen } from '../mentions/mentions-seen.ts';
import { usePlace } from '../desk.ts';
import { Link } from '../link.tsx';
import { t as deskWords } from '../words.ts';
import { t } from './words.ts';
import { useActions } from './actions.ts';
import styles from './conversation-pane.module.css';
import { Header } from './header.tsx';
import { PendingView } from './pending-view.tsx';
import { Reply } from './reply.tsx';
import { Transcript } from './transcript.tsx';

const MergedStrip = later(async () => (await import('../related/merged-strip.tsx')).MergedStrip);

/** One open ticket; mounted anew for each ticket. */
export function ConversationPane(props: { ticketId: string }) {
  const session = useSession();
  const state = useState();
  const ticketId = () => props.ticketId;
  const open = headFirst(createConversation(ticketId, useAnchor()));
  const attentive = createAttention();
  createMentionsSeen({ ticketId, upTo: () => open.entries().at(-1)?.eventId ?? 0, attentive });
  createReading({ store: session.store, ticketId, seq: open.readSeq, attentive });
  const actions = useActions();
  const continuedIn = () =>
    open
      .entries()
      .flatMap((entry) => (entry.kind === 'change' && entry.event.type === 'ticket.continued' ? entry.event.in : []));
  const [panel, setPanel] = createSignal<HTMLElement>();
  let pane!: HTMLElement;

  const customersLast = () =>
    open.entries().findLast((entry) => entry.kind === 'message' && entry.message.author.kind === 'customer');
  const isMineToRead = () => !open.row()?.assignee || open.row()?.assignee?.id === state.me.id;
  useCommands({
    unread: {
      run() {
        const [row, last] = [open.row(), customersLast()];
        if (row && last?.kind === 'message') void actions.markUnread(row, last.message.seq);
      },
      when: () => isMineToRead() && customersLast() !== undefined,
    },
  });
  // A colleague may delete or merge the ticket while somebody writes. Unsent messages follow a merged one.
  const row = createAfterWriting(open.row);
  const isOwn = createAfterWriting(() => !row()?.mergedInto);
  const merged = () => (isOwn() ? null : row()?.mergedInto);
  const isMissing = () => open.problem() === 'missing';
  const viewers = () => session.live.here.viewing(props.ticketId).filter((person) => person.id !== state.me.id);

  // Keys act on the row with the focus, so it does not stay on another ticket's.
  onMount(() => {
    const row = document.activeElement?.closest<HTMLElement>('li[data-id]');
    if (row && row.dataset['id'] !== props.ticketId) pane.focus();
  });

  const isUnreachable = () => open.problem() === 'unreachable' && open.entries().length === 0;

  return (
    <>
      <section ref={pane} id="talk" class={styles.pane} tabindex="-1" aria-label={open.row()?.subject ?? ''}>
        <Switch>
          <Match when={isMissing() && !row()}>
            <Missing open={open} />
          </Match>
          <Match when={isUnreachable() && !row()}>
            <Unreachable open={open} />
          </Match>
          <Match when={row()}>
            {(row) => (
              <>
                <Header row={row()} showPanel={() => panel()?.togglePopover()} />
                {/* Reply and actions do not need the history. */}
                <Show when={!isMissing()} fallback={<Missing open={open} />}>
                  <Show when={!isUnreachable()} fallback={<Unreachable open={open} />}>
                    <Transcript open={open} row={row()} />
                  </Show>
                </Show>
                <Show when={merged()} fallback={<Reply row={row()} open={open} viewers={viewers()} />}>
                  {(into) => <MergedStrip row={row()} into={into()} />}
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </section>
      <Show when={open.row()}>{(row) => <CustomerPanel row={row()} continuedIn={continuedIn()} ref={setPanel} />}</Show>
    </>
  );
}

/** Paints the header first and the entries in the next frame. */
function headFirst(open: OpenConversation): OpenConversation {
  const isPainted = createPainted();
  const entries: Accessor<Entry[]> = () => (isPainted() ? open.entries() : []);
  return { ...open, entries };
}

function Missing(props: { open: OpenConversation }) {
  const place = usePlace();
  useNoCommands('ticket.missing');
  return (
    <div class={styles.unreachable}>
      <p class={styles.problem}>
        {t('ticket.missing')}
        <Link class="btn" href={place.listHref()}>
          {t('ticket.back')}
        </Link>
      </p>
      {/* Unsent messages are still shown after their ticket was deleted. */}
      <For each={props.open.pending()}>{(item) => <PendingView item={item} row={props.open.row()} />}</For>
    </div>
  );
}

/** Without these the keys of a ticket would wait for its views. */
function useNoCommands(why: 'ticket.missing' | 'ticket.failed') {
  const none = { run: () => {}, when: () => false, why: () => t(why) };
  useCommands(Object.fromEntries(commandIds.flatMap((id) => (commandOf(id).group === 'ticket' ? [[id, none]] : []))));
}

function Unreachable(props: { open: OpenConversation }) {
  // With a row, the header and the reply box are there.
  if (!untrack(() => props.open.row())) useNoCommands('ticket.failed');
  return (
    <div class={styles.unreachable}>
      <p class={styles.problem}>
        {t('ticket.failed')}
        <button type="button" class="btn" onClick={() => props.open.retry()}>
          {deskWords('signIn.again')}
        </button>
      </p>
      <For each={props.open.pending()}>{(item) => <PendingView item={item} row={props.open.row()} />}</For>
    </div>
  );
}

/** The event in `?at=`, at which the conversation opens. Other parameters belong to the list and stay. */
function useAnchor(): Anchor {
  const location = useLocation();
  const navigate = useNavigate();
  return {
    at: () => anchorIn(location.search),
    leave() {
      const rest = new URLSearchParams(location.search);
      rest.delete('at');
      navigate(`${location.pathname}${rest.size > 0 ? `?${rest}` : ''}`, {
        ...{ replace: true, resolve: false, state: location.state },
      });
    },
  };
}
