import ChevronLeft from 'lucide-solid/icons/chevron-left';
import { createEffect, For, Match, on, Show, Switch } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { announce } from '../../shared/ui/announce.tsx';
import { Composer } from '../../shared/conversation/composer.tsx';
import { draftsOf } from '../../shared/drafts/sync.ts';
import { moveFiles } from '../../shared/attachments/move-files.ts';
import { moveDraft } from '../../shared/drafts/drafts.ts';
import { createAfterWriting } from '../../shared/ui/box.ts';
import { createConversation } from '../../shared/conversation/conversation.ts';
import { createAttention } from '../../shared/state/attention.ts';
import { createReading } from '../../shared/state/read.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { firstName } from '../../shared/names.ts';
import { goInstead, anchor, toTicket } from '../route.ts';
import { isDone, statusWords } from '../../customer/status-words.ts';
import { expectedWords } from '../../customer/waiting.tsx';
import { shared, t } from '../words.ts';
import { t as theirs } from '../../customer/words.ts';
import strip from '../../customer/strip.module.css';
import styles from './conversation-page.module.css';
import { Flow } from '../../customer/flow.tsx';
import { useMoved } from './moved.ts';
import { OfflineStrip } from '../../customer/offline-strip.tsx';
import { PendingView } from '../../customer/pending-view.tsx';

export function ConversationPage(props: { ticketId: string }) {
  const ticketId = () => props.ticketId;
  const session = useSession();
  const state = useState();
  const moved = useMoved();
  const open = createConversation(ticketId, anchor);
  const attentive = createAttention();
  createReading({ store: session.store, ticketId, seq: open.readSeq, attentive });

  // Announced, because a person who writes on a resolved ticket looks at the box.
  createEffect(
    on([() => open.row()?.statusType, ticketId], ([now, id], before) => {
      const isOwn = open.row()?.lastMessage.author.id === state.me.id;
      if (before?.[1] === id && before[0] === 'resolved' && now === 'open' && isOwn)
        announce(theirs('change.reopenedByYou'));
    }),
  );
  // A merged ticket redirects to its target, also from an old address.
  createEffect(() => {
    const into = open.row()?.mergedInto;
    if (!into) return;
    follow(ticketId(), into.id);
    goInstead(toTicket(into.id));
  });

  const draftKeyOf = (id: string) => `${state.me.id}:${id}:message`;
  function follow(from: string, to: string) {
    moveDraft(draftKeyOf(from), draftKeyOf(to));
    moveFiles({ from: draftKeyOf(from), to: draftKeyOf(to), ticketId: to });
  }
  // A text in the box stays readable after its ticket was deleted.
  const hasBox = createAfterWriting(() => open.problem() !== 'missing');
  // Before the address changes, so that the box there finds the text.
  createEffect(() => {
    const way = moved();
    if (way) follow(way.from, way.to);
  });
  const subject = () => open.row()?.subject ?? open.pending()[0]?.subject ?? '';
  /** One promise: the wait to expect says that the ticket waits. */
  const stateOf = (row: TicketRow) => {
    const expected = expectedWords(session, row);
    if (!expected) return statusWords(row);
    return row.assignee ? `${statusWords(row)} · ${expected}` : expected;
  };
  const placeholder = () => {
    const row = open.row();
    if (row?.statusType === 'resolved') return theirs('write.reopen');
    if (row && isDone(row)) return theirs('write.linked');
    return row?.assignee ? theirs('write.to', { name: firstName(row.assignee.name) }) : theirs('write.any');
  };

  return (
    <section class={styles.chat} aria-label={subject()}>
      <header>
        <a class={`btn bare icon ${styles.back}`} href="/" aria-label={t('ticket.back')}>
          <ChevronLeft size={18} stroke-width={1.75} aria-hidden="true" />
        </a>
        <div>
          <h2 dir="auto">{subject()}</h2>
          <Show
            when={open.row()}
            fallback={
              <Show when={open.isNew()}>
                <p>{theirs('status.sending')}</p>
              </Show>
            }
          >
            {(row) => (
              <p>
                {stateOf(row())} · {t('ticket.number', { number: row().number })}
                <Show when={row().linkedTo && row().linkedNumber}>
                  {(number) => (
                    <>
                      {' · '}
                      <a href={toTicket(row().linkedTo ?? '')}>{t('ticket.continues', { number: number() })}</a>
                    </>
                  )}
                </Show>
              </p>
            )}
          </Show>
        </div>
      </header>
      <OfflineStrip />
      <Show when={moved()?.to === ticketId()}>
        <p class={strip.strip}>{theirs('moved')}</p>
      </Show>
      <Switch fallback={<Flow open={open} ticketId={ticketId()} />}>
        <Match when={open.problem() === 'missing'}>
          <p class={styles.problem}>
            {theirs('missing')}
            <a class="btn" href="/">
              {t('ticket.back')}
            </a>
          </p>
          {/* Unsent messages are still shown after their ticket was deleted. */}
          <For each={open.pending()}>{(item) => <PendingView item={item} />}</For>
        </Match>
        <Match when={open.problem() === 'unreachable' && open.entries().length === 0}>
          <p class={styles.problem}>
            {theirs('failed')}
            <button type="button" class="btn" onClick={() => open.retry()}>
              {theirs('again')}
            </button>
          </p>
          <For each={open.pending()}>{(item) => <PendingView item={item} />}</For>
        </Match>
      </Switch>
      <Show when={hasBox()}>
        <div class={styles.write}>
          <Composer
            draftKey={draftKeyOf(ticketId())}
            sync={draftsOf(session)}
            label={theirs('write.label')}
            placeholder={placeholder()}
            inputClass="input"
            files={{ ticketId: open.isNew() ? null : ticketId(), kind: 'message' }}
            onSend={(written) => void session.outbox()?.message(ticketId(), written, open.lastSeq())}
            onTyping={() => session.live.typing(ticketId(), 'message')}
          >
            <button type="submit" class="btn main">
              {shared('send')}
            </button>
          </Composer>
        </div>
      </Show>
    </section>
  );
}
