import Lock from 'lucide-solid/icons/lock';
import { createSignal, Show, untrack } from 'solid-js';
import type { Person } from '../../../server/people/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { Composer } from '../../shared/conversation/composer.tsx';
import type { OpenConversation } from '../../shared/conversation/conversation.ts';
import type { OutboxContent } from '../../shared/outbox/item.ts';
import { t as shared } from '../../shared/words.ts';
import { draftsOf } from '../../shared/drafts/sync.ts';
import { hasLocalDraft } from '../../shared/drafts/drafts.ts';
import { hasDraft } from '../../shared/state/timeline.ts';
import { firstName } from '../../shared/names.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { createAfterWriting } from '../../shared/ui/box.ts';
import { createAsItStands } from '../assist/as-it-stands.ts';
import { lateAssist } from '../assist/late-assist.ts';
import { typeMark } from '../assist/type-mark.ts';
import { useCommands } from '../commands.ts';
import { giveBack } from '../keys/give-back.ts';
import { Key } from '../keys/key.tsx';
import { mentionIdsIn } from '../mentions/mentions-in.ts';
import { isActive } from '../queue/views.ts';
import { useActions } from './actions.ts';
import { t } from './words.ts';
import { createMeanwhile } from './meanwhile.ts';
import { MeanwhileLine } from './meanwhile-line.tsx';
import styles from './reply.module.css';

interface Props {
  row: TicketRow;
  open: OpenConversation;
  viewers: Person[];
}

/**
 * Two places that never change sides: the reply left, the note right. Each has a box of its own, so that no wrong mode
 * sends a note to a customer. While nobody writes, both are one row.
 */
export function Reply(props: Props) {
  const session = useSession();
  const state = useState();
  const actions = useActions();
  /** Since the focus came until it left the conversation. */
  const [isUsed, setIsUsed] = createSignal(false);
  const [place, setPlace] = createSignal<'message' | 'note'>('message');
  let reply: HTMLTextAreaElement | undefined;
  let note: HTMLTextAreaElement | undefined;

  const customer = () => firstName(props.row.customer.name);
  // A colleague may close the ticket while somebody writes.
  const isOpen = createAfterWriting(() => props.row.statusType !== 'closed' && props.row.statusType !== 'cancelled');
  const takes = () => props.row.assignee === null && isActive(props.row);
  const draftKey = (kind: 'message' | 'note') => `${state.me.id}:${props.row.id}:${kind}`;
  const assist = lateAssist(/\/|\{\{/u, async () =>
    (await import('../replies/reply-assist.tsx')).createReplyAssist(() => props.row),
  );
  const asItStands = createAsItStands((text) => t('reply.asItStands', { text }));
  const mentionAssist = lateAssist(/@/u, async () =>
    (await import('../mentions/mention-assist.tsx')).createMentionAssist(() => state.lists.colleagues.items),
  );
  const meanwhile = createMeanwhile(
    untrack(() => ({ open: props.open, ticketId: props.row.id, me: state.me.id, draftKey: draftKey('message') })),
  );
  function send(written: OutboxContent, by: string) {
    if (!meanwhile.mayGo()) return false;
    session.outbox()?.message(props.row.id, written, meanwhile.seenSeq());
    meanwhile.sent();
    if (by === 'resolve') void actions.resolve(props.row);
    return true;
  }
  const goTo = (next: 'message' | 'note') => {
    setPlace(next);
    queueMicrotask(() => (next === 'note' ? note : reply)?.focus());
  };
  const mayNote = () => state.me.rights.notes?.includes('create') ?? false;
  useCommands({
    reply: { run: () => goTo('message'), when: isOpen },
    note: { run: () => goTo('note'), when: mayNote },
  });
  const mayResolve = () => isActive(props.row) && actions.mayChange(props.row);
  function leave() {
    giveBack(document.activeElement);
    setIsUsed(false);
    if (note?.value === '') setPlace('message');
  }
  const left = ({ relatedTarget: next }: FocusEvent) => {
    if (next instanceof HTMLElement && !next.closest('#talk')) setIsUsed(false);
  };
  const Saved = (of: { kind: 'message' | 'note' }) => (
    <span class={styles.saved} role="status">
      <Show when={hasDraft(state, { ticketId: props.row.id, kind: of.kind })}>{t('reply.saved')}</Show>
    </span>
  );

  return (
    <div
      class={styles.reply}
      classList={{ [styles.used ?? '']: isUsed(), [styles.noting ?? '']: place() === 'note' }}
      // A pressed button must not move away before it is released.
      onFocusIn={({ target }) => target instanceof HTMLTextAreaElement && setIsUsed(true)}
      onFocusOut={left}
    >
      <Show when={place() === 'message'}>
        <MeanwhileLine of={meanwhile} />
      </Show>
      <div class={styles.two}>
        <Show
          when={place() === 'message'}
          fallback={
            <button type="button" class={`${styles.to} ring-in`} onClick={() => goTo('message')}>
              <span class="clip">
                {t('reply.to')}
                <b dir="auto">{customer()}</b>
                <Show when={hasLocalDraft(draftKey('message'))}>{t('reply.kept')}</Show>
              </span>
              <Key of="reply" />
            </button>
          }
        >
          <p class={styles.to}>
            <Show when={isOpen()} fallback={<span class="clip">{t('reply.closed')}</span>}>
              <span class="clip">
                {t('reply.to')}
                <b dir="auto">{customer()}</b>
                <Show when={props.row.channel === 'widget' || props.row.channel === 'portal'}>{t('reply.chat')}</Show>
              </span>
            </Show>
            <Show when={props.viewers.length > 0}>
              <span class={`${styles.viewing} clip`}>
                {t('reply.viewing', { names: props.viewers.map((person) => firstName(person.name)).join(', ') })}
              </span>
            </Show>
            <Show when={isOpen()}>
              <span class={styles.key}>
                <Key of="reply" />
              </span>
            </Show>
          </p>
        </Show>
        <Show
          when={place() === 'note'}
          fallback={
            <Show when={mayNote()}>
              <button type="button" class={`${styles.nt} ring-in`} onClick={() => goTo('note')}>
                <Lock size={14} stroke-width={1.75} aria-hidden="true" />
                <span>
                  {t('note.title')}
                  <Show when={hasLocalDraft(draftKey('note'))}>{t('reply.kept')}</Show>
                </span>
                <Key of="note" />
              </button>
            </Show>
          }
        >
          <p class={styles.nt}>
            <Lock size={14} stroke-width={1.75} aria-hidden="true" />
            <span>{t('note.lock', { name: customer() })}</span>
          </p>
        </Show>
      </div>
      <Show when={place() === 'message' && isOpen()}>
        {assist.layer()}
        <Composer
          draftKey={draftKey('message')}
          sync={draftsOf(session)}
          assist={{ ...assist, refuses: (text) => assist.refuses(text) || asItStands(text) }}
          label={t('reply.label', { name: customer() })}
          // The row above says it; the style sheet asks whether the box is empty.
          placeholder=" "
          ref={(box, hasFiles) => {
            reply = box;
            meanwhile.watch(box, hasFiles);
          }}
          files={{ ticketId: props.row.id, kind: 'message' }}
          onSend={send}
          onTyping={() => session.live.typing(props.row.id, 'message')}
          onEscape={leave}
        >
          <div class={styles.bar}>
            <button type="button" class="btn bare" onClick={() => typeMark(reply, '/')}>
              {t('reply.savedReply')} <kbd>/</kbd>
            </button>
            <Saved kind="message" />
            <Show when={mayResolve() && !meanwhile.isStopped()}>
              <button type="submit" value="resolve" class={`btn bare ${styles.wide}`}>
                {t('reply.sendAndResolve')}
              </button>
            </Show>
            <button type="submit" class="btn" classList={{ main: !meanwhile.isStopped() }}>
              {meanwhile.isStopped() ? shared('state.sendAnyway') : takes() ? t('reply.sendAndTake') : t('reply.send')}{' '}
              <kbd>Enter</kbd>
            </button>
          </div>
        </Composer>
      </Show>
      <Show when={place() === 'note'}>
        {mentionAssist.layer()}
        <Composer
          draftKey={draftKey('note')}
          sync={draftsOf(session)}
          assist={mentionAssist}
          label={t('note.lock', { name: customer() })}
          placeholder=" "
          ref={(box) => (note = box)}
          files={{ ticketId: props.row.id, kind: 'note' }}
          onSend={(written) => {
            const mentionIds = mentionIdsIn(written.body, state.lists.colleagues.items);
            session.outbox()?.note(props.row.id, { ...written, mentionIds });
          }}
          onTyping={() => session.live.typing(props.row.id, 'note')}
          onEscape={leave}
        >
          <div class={styles.bar}>
            <button type="button" class="btn bare" onClick={() => typeMark(note, '@')}>
              {t('note.mentionShort')} <kbd>@</kbd>
            </button>
            <Saved kind="note" />
            <button type="submit" class={`btn ${styles.keep}`}>
              {t('note.keep')} <kbd>Enter</kbd>
            </button>
          </div>
        </Composer>
      </Show>
    </div>
  );
}
