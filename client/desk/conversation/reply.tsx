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
import { firstName } from '../../shared/names.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { createAfterWriting } from '../../shared/ui/box.ts';
import { lateAssist } from '../assist/late-assist.ts';
import { useCommands } from '../commands.ts';
import { Key } from '../keys/key.tsx';
import { mentionIdsIn } from '../mentions/mentions-in.ts';
import { isActive } from '../queue/views.ts';
import { t } from './words.ts';
import { createMeanwhile } from './meanwhile.ts';
import { MeanwhileLine } from './meanwhile-line.tsx';
import styles from './reply.module.css';

interface Props {
  row: TicketRow;
  open: OpenConversation;
  viewers: Person[];
}

/** Reply and note are two separate boxes, both always present: no wrong mode sends a note to a customer. */
export function Reply(props: Props) {
  const session = useSession();
  const state = useState();
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
  const mentionAssist = lateAssist(/@/u, async () =>
    (await import('../mentions/mention-assist.tsx')).createMentionAssist(() => state.lists.team.items),
  );
  const meanwhile = createMeanwhile(
    untrack(() => ({ open: props.open, ticketId: props.row.id, me: state.me.id, draftKey: draftKey('message') })),
  );
  function send(written: OutboxContent) {
    if (!meanwhile.mayGo()) return false;
    session.outbox()?.message(props.row.id, written, meanwhile.seenSeq());
    meanwhile.sent();
    return true;
  }
  const goTo = (next: 'message' | 'note') => {
    setPlace(next);
    queueMicrotask(() => (next === 'note' ? note : reply)?.focus());
  };
  useCommands({ reply: { run: () => goTo('message'), when: isOpen }, note: () => goTo('note') });
  const leave = () => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined);

  return (
    <div class={styles.reply}>
      <Show
        when={place() === 'message'}
        fallback={
          <button type="button" class={`${styles.replybar} ring-in`} onClick={() => goTo('message')}>
            <span>
              {t('reply.to')}
              <b dir="auto">{customer()}</b>
              <Show when={hasLocalDraft(draftKey('message'))}>{t('reply.kept')}</Show>
            </span>
            <Key of="reply" />
          </button>
        }
      >
        <MeanwhileLine of={meanwhile} />
        <p class={styles.to}>
          <span>
            {t('reply.to')}
            <b dir="auto">{customer()}</b>
          </span>
          <Show when={props.viewers.length > 0}>
            <span class={styles.viewing}>
              {t('reply.viewing', { names: props.viewers.map((person) => firstName(person.name)).join(', ') })}
            </span>
          </Show>
        </p>
        <Show when={isOpen()} fallback={<p class={styles.closed}>{t('reply.closed')}</p>}>
          <div class={styles.around}>
            {assist.layer()}
            <Composer
              draftKey={draftKey('message')}
              sync={draftsOf(session)}
              assist={assist}
              label={t('reply.label', { name: customer() })}
              ref={(box) => {
                reply = box;
                meanwhile.watch(box);
              }}
              files={{ ticketId: props.row.id, kind: 'message' }}
              onSend={send}
              onTyping={() => session.live.typing(props.row.id, 'message')}
              onEscape={leave}
            >
              <div class={styles.bar}>
                <button type="submit" class="btn" classList={{ main: !meanwhile.isStopped() }}>
                  {meanwhile.isStopped()
                    ? shared('state.sendAnyway')
                    : takes()
                      ? t('reply.sendAndTake')
                      : t('reply.send')}{' '}
                  <kbd>Enter</kbd>
                </button>
              </div>
            </Composer>
          </div>
        </Show>
      </Show>
      <Show
        when={place() === 'note'}
        fallback={
          <button type="button" class={`${styles.notebar} ring-in`} onClick={() => goTo('note')}>
            <Lock size={14} stroke-width={1.75} aria-hidden="true" />
            <span>
              <b>{t('note.title')}</b>
              {t('note.not', { name: customer() })}
              <Show when={hasLocalDraft(draftKey('note'))}>{t('reply.kept')}</Show>
            </span>
            <Key of="note" />
          </button>
        }
      >
        <div class={styles.notebox}>
          <p class={styles.lock}>
            <Lock size={14} stroke-width={1.75} aria-hidden="true" />
            {t('note.lock', { name: customer() })}
          </p>
          <div class={styles.around}>
            {mentionAssist.layer()}
            <Composer
              draftKey={draftKey('note')}
              sync={draftsOf(session)}
              assist={mentionAssist}
              label={t('note.lock', { name: customer() })}
              ref={(box) => (note = box)}
              files={{ ticketId: props.row.id, kind: 'note' }}
              onSend={(written) => {
                const mentionIds = mentionIdsIn(written.body, state.lists.team.items);
                session.outbox()?.note(props.row.id, { ...written, mentionIds });
              }}
              onTyping={() => session.live.typing(props.row.id, 'note')}
              onEscape={leave}
            >
              <div class={styles.bar}>
                <button type="submit" class={`btn ${styles.keep}`}>
                  {t('note.keep')} <kbd>Enter</kbd>
                </button>
              </div>
            </Composer>
          </div>
        </div>
      </Show>
    </div>
  );
}
